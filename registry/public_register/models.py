"""The public copy: only columns that anyone may see. Written by jobs and imports, read by the public pages."""

from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class RegisterEntry(Row):
    """One recognised site. `certificate_number` is empty for entries imported from other authorities' lists.

    `renewal`: it was recognised before, under another number, so that it does not count once more.
    """

    scheme = fields.CharField(60)
    year = fields.IntField()
    level = fields.CharField(20)
    province_code = fields.CharField(6)
    place_code = fields.CharField(6)
    area_text = fields.CharField(100, default="")
    site_name = fields.CharField(200)
    enterprise_name = fields.CharField(200, default="")
    uscc = fields.CharField(18, default="")
    format = fields.CharField(40, default="")
    building_area_m2 = fields.DecimalField(14, 2, null=True)
    certificate_id = fields.UUIDField(null=True, unique=True)
    certificate_number = fields.CharField(60, default="")
    identifier = fields.CharField(120, default="")
    issuer_zh = fields.CharField(100, default="")
    issuer_en = fields.CharField(200, default="")
    pdf_sha256 = fields.CharField(64, default="")
    demonstration = fields.BooleanField(default=False)
    renewal = fields.BooleanField(default=False)
    decision_document = fields.CharField(100, default="")
    recognised_on = fields.DateField(null=True)
    valid_from = fields.DateField(null=True)
    valid_until = fields.DateField(null=True)
    origin = fields.CharField(20)
    source = fields.CharField(300, default="")
    source_key = fields.CharField(200, unique=True)
    search_text = fields.CharField(800)
    content_sha256 = fields.CharField(64)
    refreshed_at = fields.DatetimeField()

    class Meta:
        table = "register_entry"
        indexes = (
            Index(fields=("scheme", "province_code", "place_code", "year")),
            Index(fields=("certificate_number",)),
            Index(fields=("year", "id")),
        )


class RegisterPeriod(Row):
    """What an entry is from one day to another, both included: exactly one row per day since its first.

    Laid out ahead from the validity window and the status history, so that any day, past or to come, is a look-up.
    """

    entry: fields.ForeignKeyRelation[RegisterEntry] = fields.ForeignKeyField(
        "registry.RegisterEntry", related_name="periods", on_delete=fields.RESTRICT
    )
    entry_id: UUID
    status = fields.CharField(20)
    from_on = fields.DateField()
    until_on = fields.DateField(null=True)
    reason = fields.CharField(60)
    document_number = fields.CharField(100, default="")

    class Meta:
        table = "register_period"
        unique_together = (("entry", "from_on"),)
        indexes = (Index(fields=("status", "from_on")),)
