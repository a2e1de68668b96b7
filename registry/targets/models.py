"""The table of targets. Progress is never stored: it is computed from the register on a day."""

from tortoise import fields

from registry.db.rows import Row


class Target(Row):
    """What a policy document asks of a place in a year. `counting` says whether the year's new ones or all count."""

    year = fields.IntField()
    indicator = fields.CharField(60)
    counting = fields.CharField(20)
    place_code = fields.CharField(6)
    amount = fields.DecimalField(14, 2)
    unit_zh = fields.CharField(20)
    unit_en = fields.CharField(40)
    source_title = fields.CharField(200)
    source_clause = fields.CharField(100)
    source_on = fields.DateField()

    class Meta:
        table = "target"
        unique_together = (("year", "indicator", "counting", "place_code"),)
