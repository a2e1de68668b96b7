"""Places: a division by its code, and the divisions one rung below it. Public knowledge."""

from datetime import date
from typing import Annotated

from aiohttp import web
from pydantic import Field

from registry.jurisdictions import queries
from registry.jurisdictions.rules import Level
from registry.web.api.schemas import Listing, Shape, Words, listing
from registry.web.endpoints import Path, Query, endpoint
from registry.web.paging import PageQuery

Code = Annotated[str, Field(pattern=r"^\d{6}$")]


class Division(Shape):
    """A place during its validity, both days included; `valid_to` null: still valid."""

    code: str
    name: Words
    level: Level
    parent_code: str
    valid_from: date
    valid_to: date | None
    replaced_by: str | None


class Children(PageQuery):
    """As of which day, and which page."""

    on: date | None = None


@endpoint()
async def one(request: web.Request, code: Annotated[Code, Path], on: Annotated[date | None, Query] = None) -> Division:
    """The place that had this code on a day (today unless given)."""
    del request
    return Division.of(await queries.place(code, on))


@endpoint()
async def children(
    request: web.Request, code: Annotated[Code, Path], wanted: Annotated[Children, Query]
) -> Listing[Division]:
    """The places one rung below; of 000000 the provinces."""
    del request
    return listing(Division, await queries.children(code, wanted.on), wanted)
