"""Tables of credentials: the signed status lists, each as it was last signed."""

from tortoise import fields

from registry.db.rows import Row


class SignedList(Row):
    """A status list of one purpose; `number` counts from 1. `content` is the signed credential, made anew each day."""

    purpose = fields.CharField(20)
    number = fields.IntField()
    content = fields.TextField()
    made_at = fields.DatetimeField()

    class Meta:
        table = "signed_list"
        unique_together = (("purpose", "number"),)
