"""The table of re-issues: what one officer proposes to print anew, another confirms."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class Reissue(Row):
    """A proposal to print a certificate anew and, once a second officer has acted, its decision. Never edited back.

    `changes` is field → new text; `reason` a code of `certificates/lifecycle.toml`; `issued_id` the new version.
    """

    certificate_id = fields.UUIDField()
    open_for = fields.CharField(60, null=True, unique=True)
    """The number while the proposal is open, then nothing: so that no certificate has two open at once."""
    number = fields.CharField(60)
    place_code = fields.CharField(6)
    reason = fields.CharField(60)
    document_number = fields.CharField(100)
    changes: fields.JSONField[Any] = fields.JSONField()
    note = fields.CharField(1000, default="")
    state = fields.CharField(20)
    proposed_by = fields.UUIDField()
    proposed_on = fields.DateField()
    proposed_at = fields.DatetimeField()
    decided_by = fields.UUIDField(null=True)
    decided_on = fields.DateField(null=True)
    decided_at = fields.DatetimeField(null=True)
    remark = fields.CharField(1000, default="")
    issued_id = fields.UUIDField(null=True)

    class Meta:
        table = "reissue"
        indexes = (Index(fields=("number",)), Index(fields=("state", "place_code")))
