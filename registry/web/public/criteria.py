"""The criteria for everybody: which editions there are, and each one row by row with points, source and standing."""

from typing import Annotated

from aiohttp import web
from pydantic import Field

from registry import clock
from registry.editions.queries import edition_named, library
from registry.errors import NotFound
from registry.web.endpoints import Path, endpoint
from registry.web.pages import page
from scoring.faults import NoEdition

Name = Annotated[str, Field(max_length=60)]


async def show(request: web.Request) -> web.Response:
    """GET /criteria"""
    shelf = await library()
    schemes = [(scheme, [edition.summary() for edition in shelf.of(code)]) for code, scheme in shelf.schemes.items()]
    return await page(request, "public/criteria.html", schemes=schemes, today=clock.today().isoformat())


@endpoint(produces="text/html")
async def edition(request: web.Request, scheme: Annotated[Name, Path], edition: Annotated[Name, Path]) -> web.Response:
    """GET /criteria/{scheme}/{edition}"""
    try:
        found = await edition_named(scheme, edition)
    except NoEdition:
        raise NotFound("edition") from None
    return await page(request, "public/criteria_edition.html", edition=found.to_json())
