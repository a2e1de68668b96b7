"""The table of documents: what was asked for, as it was then, and what the press made of it."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class Document(Row):
    """One document about a subject (a notice, a judgement). `content` is what is printed; it never changes.

    Asked for again with another content, a subject gets another row; the newest counts.
    """

    kind = fields.CharField(40)
    subject_id = fields.UUIDField()
    place_code = fields.CharField(6)
    content: fields.JSONField[Any] = fields.JSONField()
    content_sha256 = fields.CharField(64)
    requested_at = fields.DatetimeField()
    printed_at = fields.DatetimeField(null=True)
    pdf_sha256 = fields.CharField(64, default="")
    seal_level = fields.CharField(20, default="")

    class Meta:
        table = "document"
        unique_together = (("kind", "subject_id", "content_sha256"),)
        indexes = (Index(fields=("kind", "subject_id")),)
