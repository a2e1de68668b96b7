"""The criteria for everybody: which editions there are, and each one row by row with points, source and standing."""

from typing import Annotated

from aiohttp import web
from pydantic import Field

from registry import clock
from registry.editions.queries import edition_named, issued, library
from registry.errors import NotFound
from registry.jurisdictions import queries as places
from registry.web import i18n
from registry.web.endpoints import Path, endpoint
from registry.web.pages import page
from scoring.faults import NoEdition

Name = Annotated[str, Field(max_length=60)]


async def show(request: web.Request) -> web.Response:
    """GET /criteria"""
    shelf, published = await library(), await issued()
    schemes = [(scheme, [edition.summary() for edition in shelf.of(code)]) for code, scheme in shelf.schemes.items()]
    codes = frozenset(each.place_code for each in published.values())
    return await page(
        request,
        "public/criteria.html",
        schemes=schemes,
        issued=published,
        names=await places.names(codes, i18n.current_locale()),
        today=clock.today().isoformat(),
    )


@endpoint(produces="text/html")
async def edition(request: web.Request, scheme: Annotated[Name, Path], edition: Annotated[Name, Path]) -> web.Response:
    """GET /criteria/{scheme}/{edition}"""
    try:
        found = await edition_named(scheme, edition)
    except NoEdition:
        raise NotFound("edition") from None
    own = (await issued()).get((scheme, edition))
    names = await places.names(frozenset({own.place_code} if own else ()), i18n.current_locale())
    return await page(request, "public/criteria_edition.html", edition=found.to_json(), issued=own, names=names)
