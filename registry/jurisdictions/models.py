"""Table of places. A renamed or recoded place is a new row; the old one keeps its last day and points to its successor."""

from tortoise import fields

from registry.db.rows import Row
from registry.jurisdictions.rules import Level


class Place(Row):
    """A division of GB/T 2260 between two days, both included; `valid_to` empty means still valid."""

    code = fields.CharField(max_length=6)
    name_zh = fields.CharField(max_length=60)
    name_en = fields.CharField(max_length=80, default="")
    name_key = fields.CharField(max_length=60)
    level = fields.CharEnumField(Level, max_length=10)
    parent_code = fields.CharField(max_length=6)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    replaced_by = fields.CharField(max_length=6, null=True)

    class Meta:
        table = "place"
        unique_together = (("code", "valid_from"),)
        indexes = (("parent_code",), ("name_key",))
