"""Tables of public notices, the applications that stand in them, and objections."""

from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class PublicNotice(Row):
    """A notice of intended recognition, open to objection from `opens_on` to `closes_on`, both included.

    `rule` is the window rule it was published under, as written then: name, length and unit.
    """

    scheme = fields.CharField(60)
    place_code = fields.CharField(6)
    title_zh = fields.CharField(200)
    title_en = fields.CharField(200)
    document_number = fields.CharField(100, default="")
    opens_on = fields.DateField()
    closes_on = fields.DateField()
    rule = fields.CharField(60)
    published_at = fields.DatetimeField()
    published_by = fields.UUIDField()

    class Meta:
        table = "public_notice"
        indexes = (Index(fields=("scheme", "opens_on")),)


class NoticeItem(Row):
    """One application that stands in a notice, with the names as they were published."""

    notice: fields.ForeignKeyRelation[PublicNotice] = fields.ForeignKeyField(
        "registry.PublicNotice", related_name="items", on_delete=fields.RESTRICT
    )
    notice_id: UUID
    application_id = fields.UUIDField()
    site_name = fields.CharField(200)
    enterprise_name = fields.CharField(200)
    place_code = fields.CharField(6)
    left_on = fields.DateField(null=True)
    """Set when an objection was upheld: from that day the application no longer stands in this notice."""

    class Meta:
        table = "notice_item"
        unique_together = (("notice", "application_id"),)
        indexes = (Index(fields=("application_id",)),)


class Objection(Row):
    """A named person's objection to the whole or to one criterion. It blocks the decision until it is answered."""

    notice: fields.ForeignKeyRelation[PublicNotice] = fields.ForeignKeyField(
        "registry.PublicNotice", related_name="objections", on_delete=fields.RESTRICT
    )
    notice_id: UUID
    application_id = fields.UUIDField()
    place_code = fields.CharField(6)
    criterion = fields.CharField(40, default="")
    name = fields.CharField(100)
    contact = fields.CharField(200)
    text = fields.TextField()
    received_on = fields.DateField()
    received_at = fields.DatetimeField()
    submit_token = fields.CharField(64, unique=True)
    outcome = fields.CharField(20, default="")
    answer = fields.TextField(default="")
    answered_by = fields.UUIDField(null=True)
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "objection"
        indexes = (
            Index(fields=("application_id",)),
            Index(fields=("notice_id",)),
            Index(fields=("outcome", "place_code")),
        )
