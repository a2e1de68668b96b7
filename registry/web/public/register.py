"""The public register: search with facets kept in the address, and one page per entry with its history."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import Field

from registry import clock
from registry.jurisdictions import queries as places
from registry.jurisdictions.rules import NATION, covers
from registry.public_register import queries
from registry.public_register.rules import EntryStatus
from registry.public_register.wording import LABELS
from registry.web import i18n
from registry.web.endpoints import Path, Query, endpoint
from registry.web.pages import page
from registry.web.paging import PageQuery, Pager

COLOURS = {
    EntryStatus.VALID: "green",
    EntryStatus.LISTED: "blue",
    EntryStatus.SUSPENDED: "orange",
    EntryStatus.REVOKED: "red",
    EntryStatus.CANCELLED: "red",
}


class Filter(PageQuery):
    """What a search asks for; the same names as in `/api/v1/register`."""

    q: Annotated[str, Field(max_length=100)] = ""
    scheme: Annotated[str, Field(max_length=60)] = ""
    region: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None
    city: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None
    status: EntryStatus | None = None
    year: Annotated[int, Field(ge=1990, le=2200)] | None = None
    on: date | None = None

    @property
    def place(self) -> str:
        """The narrowest place chosen. A city of another province, left over from an earlier choice, does not count."""
        chosen = self.region or ""
        return self.city if self.city and chosen and covers(chosen, self.city) else chosen


@endpoint(produces="text/html")
async def show(request: web.Request, wanted: Annotated[Filter, Query]) -> web.Response:
    """GET /register"""
    found = await queries.search(
        q=wanted.q,
        scheme=wanted.scheme,
        region=wanted.place,
        status=wanted.status,
        year=wanted.year,
        on=wanted.on,
        page=wanted.page,
        size=wanted.size,
    )
    pager = Pager(page=found.page, size=found.size, total=found.total)
    return await page(
        request,
        "public/register.html",
        wanted=wanted,
        found=found,
        pager=pager,
        colours=COLOURS,
        day=wanted.on or clock.today(),
        **await _choices(wanted),
    )


async def _choices(wanted: Filter) -> dict[str, Any]:
    locale = i18n.current_locale()
    side = "en" if locale == "en" else "zh"
    return {
        "provinces": [(place.code, place.name(locale)) for place in await places.children(NATION)],
        "cities": [(place.code, place.name(locale)) for place in await places.children(wanted.region)]
        if wanted.region
        else [],
        "years": [(year, str(year)) for year in await queries.years()],
        "statuses": [(status.value, LABELS[status][side]) for status in EntryStatus],
    }


@endpoint(produces="text/html")
async def entry(
    request: web.Request, entry_id: Annotated[UUID, Path], on: Annotated[date | None, Query] = None
) -> web.Response:
    """GET /register/{entry_id}"""
    found = await queries.entry(entry_id, on=on)
    return await page(request, "public/register_entry.html", found=found, item=found.item, colours=COLOURS)
