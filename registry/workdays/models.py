"""Tables of the working-day calendar: the years that are known, and their days that differ from the plain week."""

from tortoise import fields

from registry.db.rows import Row


class CalendarYear(Row):
    """A year whose official arrangement is on file. A year without a row is unknown, never assumed."""

    year = fields.IntField(unique=True)
    document_no = fields.CharField(max_length=100)
    source = fields.CharField(max_length=200)
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "calendar_year"


class CalendarDay(Row):
    """A day that the arrangement names: a holiday, or a weekend day worked instead."""

    day = fields.DateField(unique=True)
    working = fields.BooleanField()
    name_zh = fields.CharField(max_length=40, default="")
    name_en = fields.CharField(max_length=60, default="")

    class Meta:
        table = "calendar_day"
