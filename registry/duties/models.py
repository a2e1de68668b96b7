"""Tables of duties: what re-checks found, and which reminders came up. The duties themselves are worked out: `rules.py`."""

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class Recheck(Row):
    """Appended: what an officer found at one re-check. `duty` counts the re-checks of a number, 1 is the first;
    `ordinal` the results of one duty, because an order to mend is followed by another look.
    """

    certificate_id = fields.UUIDField()
    number = fields.CharField(60)
    place_code = fields.CharField(6)
    duty = fields.IntField()
    ordinal = fields.IntField()
    result = fields.CharField(20)
    done_on = fields.DateField()
    mend_by = fields.DateField(null=True)
    document_number = fields.CharField(100, default="")
    remark = fields.CharField(1000, default="")
    at = fields.DatetimeField()
    actor_id = fields.UUIDField(null=True)

    class Meta:
        table = "recheck"
        unique_together = (("number", "duty", "ordinal"),)
        indexes = (Index(fields=("place_code",)),)


class Reminder(Row):
    """One thing to be reminded of, from `show_on` on. All of it follows from the certificate, nothing from the hour at
    which the row was written: so writing it early, late or again changes nothing that anybody sees.
    """

    certificate_id = fields.UUIDField()
    number = fields.CharField(60)
    place_code = fields.CharField(6)
    enterprise_id = fields.UUIDField()
    kind = fields.CharField(20)
    duty = fields.IntField(default=0)
    show_on = fields.DateField()
    about_on = fields.DateField()
    at = fields.DatetimeField()

    class Meta:
        table = "reminder"
        unique_together = (("number", "kind", "duty", "show_on", "about_on"),)
        indexes = (Index(fields=("enterprise_id",)), Index(fields=("place_code", "show_on")))
