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
    """A place of business that can be recognised: one physical mall. Its name is not the enterprise's name."""

    enterprise: fields.ForeignKeyRelation[Enterprise] = fields.ForeignKeyField(
        "registry.Enterprise", related_name="sites", on_delete=fields.RESTRICT
    )
    enterprise_id: UUID
    name = fields.CharField(200)
    format = fields.CharField(40)
    place_code = fields.CharField(6)
    address = fields.CharField(300)
    building_area_m2 = fields.DecimalField(14, 2)
    opened_on = fields.DateField()
    revision = fields.IntField(default=1)
    created_at = fields.DatetimeField()

    class Meta:
        table = "site"
        unique_together = (("enterprise", "name", "place_code"),)
        indexes = (Index(fields=("enterprise_id",)), Index(fields=("place_code",)))
