"""Tables of the log: entries, the tree above them, the head that orders them, the checkpoints that were signed."""

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class LogLeaf(Row):
    """One public fact. Appended, never changed. `index` counts from 0; `entry` is the very text that is hashed."""

    index = fields.BigIntField(unique=True)
    kind = fields.CharField(40)
    subject = fields.CharField(200)
    about = fields.CharField(200)
    """What several entries are about, such as a certificate's number; see `rules.about`."""
    entry = fields.TextField()
    leaf_hash = fields.CharField(64)
    at = fields.DatetimeField()

    class Meta:
        table = "log_leaf"
        unique_together = (("kind", "subject"),)
        indexes = (Index(fields=("about",)), Index(fields=("leaf_hash",)))


class LogNode(Row):
    """A complete subtree, so that no proof reads more than a few rows. Follows from the leaves."""

    level = fields.SmallIntField()
    place = fields.BigIntField()
    hash = fields.CharField(64)

    class Meta:
        table = "log_node"
        unique_together = (("level", "place"),)


class LogHead(Row):
    """The single row that holds how many entries there are; locking it is what puts them in order.

    `ordered`: a checkpoint is ordered and will cover what is appended until it is made.
    """

    size = fields.BigIntField(default=0)
    ordered = fields.BooleanField(default=False)

    class Meta:
        table = "log_head"


class LogCheckpoint(Row):
    """A checkpoint that was signed, as it was signed."""

    size = fields.BigIntField(unique=True)
    root = fields.CharField(64)
    note = fields.TextField()
    at = fields.DatetimeField()

    class Meta:
        table = "log_checkpoint"
