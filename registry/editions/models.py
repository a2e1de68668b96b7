"""Tables of editions that bureaus write: drafts, and what was published of them. What makes sense is `scoring/`'s."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class EditionDraft(Row):
    """An edition being written. `content` has the shape of a criteria file and need not be valid yet.

    `report` is what the reading of a table understood, row by row. `cases` are worked cases: facts and what they earn.
    """

    scheme = fields.CharField(60)
    place_code = fields.CharField(6)
    state = fields.CharField(20)
    source = fields.CharField(200, default="")
    content: fields.JSONField[Any] = fields.JSONField()
    report: fields.JSONField[Any] = fields.JSONField()
    cases: fields.JSONField[Any] = fields.JSONField()
    chinese_only = fields.BooleanField(default=False)
    document_number = fields.CharField(100, default="")
    remark = fields.CharField(2000, default="")
    created_at = fields.DatetimeField()
    created_by = fields.UUIDField(null=True)
    saved_at = fields.DatetimeField()
    saved_by = fields.UUIDField(null=True)
    proposed_at = fields.DatetimeField(null=True)
    proposed_by = fields.UUIDField(null=True)
    proposed_digest = fields.CharField(64, default="")

    class Meta:
        table = "edition_draft"
        indexes = (Index(fields=("place_code", "state")),)


class PublishedEdition(Row):
    """An edition that judges: written once, by the second officer, and never again.

    `edition` is its name, `<place>-<first day>`. When a successor begins is not written here: it follows from the
    successor, so that this row need not change.
    """

    scheme = fields.CharField(60)
    edition = fields.CharField(60)
    place_code = fields.CharField(6)
    in_force_from = fields.DateField()
    document_number = fields.CharField(100)
    content: fields.JSONField[Any] = fields.JSONField()
    cases: fields.JSONField[Any] = fields.JSONField()
    digest = fields.CharField(64)
    draft_id = fields.UUIDField(unique=True)
    proposed_by = fields.UUIDField()
    published_by = fields.UUIDField()
    published_on = fields.DateField()
    published_at = fields.DatetimeField()

    class Meta:
        table = "published_edition"
        unique_together = (("scheme", "edition"), ("scheme", "place_code", "in_force_from"))
