"""What every table shares: a UUIDv7 primary key. Nouns themselves are in each area's `models.py`."""

from tortoise import fields
from tortoise.models import Model

from registry.identifiers import new_id


class Row(Model):
    """A row keyed by a UUIDv7 made in the program, so that no sequence is needed (distributed engines have hot spots)."""

    id = fields.UUIDField(primary_key=True, default=new_id)

    class Meta:
        abstract = True
