"""Targets of the policy documents: how far they are reached (anybody), and setting one (the province)."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, Field

from registry.errors import NotFound
from registry.targets import actions, queries
from registry.targets.rules import Counting, Indicator
from registry.targets.schemas import TargetForm
from registry.web import keys
from registry.web.api.schemas import Shape, Words
from registry.web.endpoints import Body, Query, endpoint
from registry.web.pages import viewer


class PlaceProgress(Shape):
    """A target in one city. `reached` null: not known, which is not nought; `amount` null: nothing is split to it."""

    place_code: str
    place: Words
    amount: Decimal | None
    reached: int | None
    share: Decimal | None


class IndicatorProgress(Shape):
    """One target of the province, its cities, and the clause that sets it; `share` in whole percent."""

    indicator: Indicator
    label: Words
    counting: Counting
    amount: Decimal
    unit: Words
    reached: int | None
    share: Decimal | None
    cities: tuple[PlaceProgress, ...]
    source_title: str
    source_clause: str
    source_on: date


class Progress(Shape):
    """All targets of a province and a year as of a day."""

    year: int
    province_code: str
    province: Words
    on: date
    indicators: tuple[IndicatorProgress, ...]


class Changed(BaseModel):
    """Whether anything was written; false if it stood so already."""

    changed: bool


@endpoint(absent=True)
async def progress(
    request: web.Request,
    year: Annotated[int | None, Query, Field(ge=2000, le=2100)] = None,
    on: Annotated[date | None, Query] = None,
) -> Progress:
    """Targets of a year (the latest unless given) and how far the register shows them reached on a day."""
    province = request.app[keys.SETTINGS].province
    wanted = year or next(iter(await queries.years(province)), None)
    if wanted is None:
        raise NotFound("targets")
    return Progress.of(await queries.progress(wanted, province, on=on))


@endpoint()
async def set_one(request: web.Request, form: Annotated[TargetForm, Body]) -> Changed:
    """Set what a document asks of a place in a year, or correct it."""
    return Changed(changed=await actions.set_target(form, actor=viewer(request)))
