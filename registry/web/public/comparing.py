"""Two editions of a scheme compared, clause by clause, for everybody: what changes, and what of a filled form stays."""

from typing import Annotated

from aiohttp import web
from pydantic import Field

from registry.editions.comparing import compared
from registry.editions.queries import library
from registry.errors import NotFound
from registry.web.endpoints import Path, Query, endpoint
from registry.web.pages import page

Name = Annotated[str, Field(max_length=60)]


@endpoint(produces="text/html")
async def show(
    request: web.Request,
    scheme: Annotated[Name, Path],
    old: Annotated[Name, Query, Field(alias="from")] = "",
    new: Annotated[Name, Query, Field(alias="to")] = "",
) -> web.Response:
    """GET /criteria/{scheme}/compare"""
    shelf = await library()
    editions = shelf.of(scheme)
    if not editions:
        raise NotFound("scheme")
    first, second = old or editions[max(0, len(editions) - 2)].edition, new or editions[-1].edition
    found = await compared(scheme, first, second)
    return await page(
        request,
        "public/comparing.html",
        scheme=shelf.schemes[scheme],
        editions=[(edition.edition, edition.title.words()) for edition in editions],
        found=found,
        pairs={(pair.old, pair.new): pair for pair in found.walk.pairs},
    )
