"""The table of proposals and decisions: what one officer proposes, another decides."""

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class Decision(Row):
    """One application's proposal and, once a second officer has acted, its decision. Appended, never edited back."""

    application_id = fields.UUIDField()
    open_for = fields.UUIDField(null=True, unique=True)
    """The application while the proposal is open, then nothing: so that no application has two open at once."""
    place_code = fields.CharField(6)
    assessment_id = fields.UUIDField()
    outcome = fields.CharField(20)
    document_number = fields.CharField(100)
    reason = fields.CharField(2000, default="")
    proposed_by = fields.UUIDField()
    proposed_on = fields.DateField()
    proposed_at = fields.DatetimeField()
    state = fields.CharField(20)
    decided_by = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    decided_on = fields.DateField(null=True)
    remark = fields.CharField(2000, default="")
    certificate_id = fields.UUIDField(null=True)

    class Meta:
        table = "decision"
        indexes = (Index(fields=("application_id",)), Index(fields=("state", "place_code")))
