"""Tables of people's judgement: completeness checks, assignments, findings."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class CompletenessCheck(Row):
    """A bureau's look at one submission: accepted, or returned with advice per item and a day by which to mend it."""

    application_id = fields.UUIDField()
    submission_id = fields.UUIDField(unique=True)
    outcome = fields.CharField(20)
    advice: fields.JSONField[Any] = fields.JSONField(default=dict)
    remark = fields.CharField(2000, default="")
    due_on = fields.DateField(null=True)
    checked_by = fields.UUIDField()
    checked_at = fields.DatetimeField()

    class Meta:
        table = "completeness_check"
        indexes = (Index(fields=("application_id",)),)


class Assignment(Row):
    """A reviewer for an accepted application. A new one supersedes the last; none is deleted."""

    application_id = fields.UUIDField()
    open_for = fields.UUIDField(null=True, unique=True)
    """The application while the assignment is open, then nothing: one reviewer at a time."""
    submission_id = fields.UUIDField()
    reviewer_id = fields.UUIDField()
    assigned_by = fields.UUIDField()
    assigned_at = fields.DatetimeField()
    due_on = fields.DateField()
    released_at = fields.DatetimeField(null=True)
    concluded_at = fields.DatetimeField(null=True)

    class Meta:
        table = "review_assignment"
        indexes = (Index(fields=("application_id",)), Index(fields=("reviewer_id", "concluded_at")))


class Finding(Row):
    """What the reviewer found for one criterion: confirmed or changed, always with a reason where changed."""

    assignment: fields.ForeignKeyRelation[Assignment] = fields.ForeignKeyField(
        "registry.Assignment", related_name="findings", on_delete=fields.RESTRICT
    )
    assignment_id: UUID
    criterion = fields.CharField(40)
    verdict = fields.CharField(20)
    value: fields.JSONField[Any] = fields.JSONField(null=True)
    reason = fields.CharField(2000, default="")
    ordinal = fields.IntField(default=1)
    found_at = fields.DatetimeField()

    class Meta:
        table = "finding"
        unique_together = (("assignment", "criterion", "ordinal"),)
