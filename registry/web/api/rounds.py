"""Rounds: the calls for applications. Announced publicly, so reading them needs no token."""

from datetime import date
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import Field

from registry.applications import actions, queries
from registry.applications.schemas import RoundForm
from registry.web.api.schemas import Listing, Made, Shape, Words, listing
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery


class Round(Shape):
    """A call for applications with its window, both days included."""

    id: UUID
    scheme: str
    year: int
    place_code: str
    title: Words
    opens_on: date
    closes_on: date
    document_number: str


class Calls(PageQuery):
    """What the rounds are narrowed to; with `on` those that are open that day."""

    scheme: Annotated[str, Field(max_length=60)] = ""
    on: date | None = None


@endpoint()
async def listed(request: web.Request, wanted: Annotated[Calls, Query]) -> Listing[Round]:
    """Rounds, newest first."""
    del request
    return listing(Round, await queries.rounds(scheme=wanted.scheme, on=wanted.on), wanted)


@endpoint()
async def one(request: web.Request, round_id: Annotated[UUID, Path]) -> Round:
    """One round."""
    del request
    return Round.of(await queries.round_by_id(round_id))


@endpoint(status=201, location="/api/v1/rounds/{id}")
async def announce(request: web.Request, form: Annotated[RoundForm, Body]) -> Made:
    """Announce a round of one's own province."""
    return Made(id=await actions.open_round(form, actor=viewer(request)))
