"""Tables of the audit chain: entries, and the head that orders them."""

from tortoise import fields

from registry.db.rows import Row


class AuditEntry(Row):
    """One thing that was done. Appended, never changed."""

    seq = fields.BigIntField(unique=True)
    at = fields.DatetimeField()
    on_day = fields.DateField(null=True)
    actor_id = fields.UUIDField(null=True)
    actor_label = fields.TextField()
    tag = fields.CharField(max_length=100)
    subject_kind = fields.CharField(max_length=50)
    subject_id = fields.UUIDField()
    place_code = fields.CharField(max_length=12, null=True)
    data = fields.TextField()
    """Canonical JSON, kept as text so that the hashed bytes are the stored bytes on every database."""
    request_id = fields.CharField(max_length=64)
    previous = fields.CharField(max_length=64)
    hash = fields.CharField(max_length=64)

    class Meta:
        table = "audit_entry"
        indexes = (("subject_kind", "subject_id"), ("at",), ("actor_id",))


class AuditHead(Row):
    """The single row that holds the end of the chain; locking it is what puts entries in order."""

    seq = fields.BigIntField()
    hash = fields.CharField(max_length=64)

    class Meta:
        table = "audit_head"
