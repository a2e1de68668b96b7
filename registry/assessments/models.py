"""The table of assessments. One is never changed: a reviewer's findings make a new one beside it."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class Assessment(Row):
    """A scorecard of one submission: `machine` from the frozen answers, `reviewed` from answers and findings."""

    application_id = fields.UUIDField()
    submission_id = fields.UUIDField()
    kind = fields.CharField(20)
    ordinal = fields.IntField()
    edition = fields.CharField(60)
    edition_digest = fields.CharField(64)
    findings: fields.JSONField[Any] = fields.JSONField(default=dict)
    scorecard: fields.JSONField[Any] = fields.JSONField()
    sha256 = fields.CharField(64)
    made_at = fields.DatetimeField()

    class Meta:
        table = "assessment"
        unique_together = (("submission_id", "ordinal"),)
        indexes = (Index(fields=("application_id",)),)
