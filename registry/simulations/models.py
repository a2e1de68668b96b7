"""Tables of simulations: the question with its progress and sums, and one row for each application that would move."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from registry.db.rows import Row


class Simulation(Row):
    """A question: this edition over what was handed in, in one place, up to a moment.

    `content` is the whole edition as it was when asked, so that a draft may change meanwhile. `cursor` is the last
    application judged: with `done` and `tally` it is all that going on needs. `tally` is as `rules.Tally` writes it.
    """

    token = fields.CharField(64, unique=True)
    scheme = fields.CharField(60)
    edition = fields.CharField(60)
    draft_id = fields.UUIDField(null=True)
    content: fields.JSONField[Any] = fields.JSONField()
    digest = fields.CharField(64)
    place_code = fields.CharField(6)
    state = fields.CharField(20)
    total = fields.IntField()
    done = fields.IntField(default=0)
    cursor = fields.UUIDField(null=True)
    tally: fields.JSONField[Any] = fields.JSONField()
    asked_at = fields.DatetimeField()
    asked_by = fields.UUIDField(null=True)
    moved_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "simulation"
        indexes = (Index(fields=("place_code", "asked_at")),)


class SimulationMove(Row):
    """One application whose outcome or grade would be another. `before` and `after` are as `rules.brief` gives them."""

    simulation: fields.ForeignKeyRelation[Simulation] = fields.ForeignKeyField(
        "registry.Simulation", related_name="moves", on_delete=fields.RESTRICT
    )
    simulation_id: UUID
    application_id = fields.UUIDField()
    site_name = fields.CharField(200)
    enterprise_name = fields.CharField(200)
    place_code = fields.CharField(6)
    year = fields.IntField()
    state = fields.CharField(20)
    kind = fields.CharField(20)
    before: fields.JSONField[Any] = fields.JSONField()
    after: fields.JSONField[Any] = fields.JSONField()
    causes: fields.JSONField[Any] = fields.JSONField()
    lost: fields.JSONField[Any] = fields.JSONField()

    class Meta:
        table = "simulation_move"
        unique_together = (("simulation", "application_id"),)
        indexes = (Index(fields=("simulation_id", "kind")), Index(fields=("simulation_id", "place_code")))
