"""Tables of enterprises and their sites. Accounts refer to an enterprise by its id only."""

from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class Enterprise(Row):
    """A legal person, known by its unified social credit code."""

    uscc = fields.CharField(18, unique=True)
    name = fields.CharField(200)
    legal_representative = fields.CharField(100, default="")
    place_code = fields.CharField(6)
    address = fields.CharField(300, default="")
    contact_name = fields.CharField(100)
    contact_phone = fields.CharField(40)
    revision = fields.IntField(default=1)
    created_at = fields.DatetimeField()

    class Meta:
        table = "enterprise"
        indexes = (Index(fields=("place_code",)),)


class Site(Row):
    """What can be recognised in one scheme: a mall, a station, a sorting centre. Its name is not the enterprise's name.

    A building's area and the opening day are known where the scheme asks for them.
    """

    enterprise: fields.ForeignKeyRelation[Enterprise] = fields.ForeignKeyField(
        "registry.Enterprise", related_name="sites", on_delete=fields.RESTRICT
    )
    enterprise_id: UUID
    scheme = fields.CharField(60, default="green-mall")
    name = fields.CharField(200)
    format = fields.CharField(40)
    place_code = fields.CharField(6)
    address = fields.CharField(300)
    building_area_m2 = fields.DecimalField(14, 2, null=True)
    opened_on = fields.DateField(null=True)
    revision = fields.IntField(default=1)
    created_at = fields.DatetimeField()

    class Meta:
        table = "site"
        unique_together = (("enterprise", "scheme", "name", "place_code"),)
        indexes = (Index(fields=("enterprise_id",)), Index(fields=("place_code",)))
