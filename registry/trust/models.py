"""The table of public keys and certificates, from the day they were first used. Nothing is ever deleted."""

from tortoise import fields

from registry.db.rows import Row


class TrustedKey(Row):
    """A key's public half. `content` is PEM or multibase; `fingerprint` the SHA-256 of its DER or raw bytes.

    `retired_at`: another took its place; what it made before stays good.
    """

    kind = fields.CharField(20)
    fingerprint = fields.CharField(64)
    content = fields.TextField()
    subject = fields.CharField(300, default="")
    expires_on = fields.DateField(null=True)
    first_used_at = fields.DatetimeField()
    retired_at = fields.DatetimeField(null=True)

    class Meta:
        table = "trusted_key"
        unique_together = (("kind", "fingerprint"),)
