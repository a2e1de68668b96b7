"""The public register: search as of a day, and one entry with its history. Nobody needs a token for it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from aiohttp import web

from registry.issuance.schemas import Outcome
from registry.public_register import queries
from registry.public_register.rules import EntryStatus, Origin
from registry.web.api.schemas import Listing, Shape, Words, part
from registry.web.endpoints import Path, Query, endpoint
from registry.web.paging import PageQuery
from registry.web.public.register import Filter


class Reason(Shape):
    """Why: a stable code for programs, a sentence in both languages for people."""

    code: str
    zh: str
    en: str


class RegisterItem(Shape):
    """One row of the register as of the day `on`. `outcome` answers whether it was good on that day, `reasons` why."""

    id: UUID
    scheme: str
    year: int
    level: str
    province_code: str
    place_code: str
    place: Words
    area_text: str
    site_name: str
    enterprise_name: str
    uscc: str
    certificate_number: str
    on: date
    status: EntryStatus
    status_label: Words
    outcome: Outcome
    reasons: tuple[Reason, ...]
    recognised_on: date | None
    valid_from: date | None
    valid_until: date | None
    demonstration: bool
    origin: Origin
    source: str


class Period(Shape):
    """One stretch of an entry's life; `until_on` is its last day, null while it lasts."""

    status: EntryStatus
    status_label: Words
    from_on: date
    until_on: date | None
    reason: Reason
    document_number: str


class RegisterEntry(Shape):
    """An entry with everything public about it and its whole history."""

    item: RegisterItem
    format: str
    building_area_m2: Decimal | None
    identifier: str
    issuer: Words
    decision_document: str
    pdf_sha256: str
    refreshed_at: datetime
    periods: tuple[Period, ...]


@endpoint()
async def search(request: web.Request, wanted: Annotated[Filter, Query]) -> Listing[RegisterItem]:
    """Search the register as of a day.

    `q` finds parts of names, credit codes and certificate numbers; every word must occur. `region` is a division code
    and covers what lies in it; `on` is today unless given. At most 100 entries a page.
    """
    del request
    found = await queries.search(
        q=wanted.q,
        scheme=wanted.scheme,
        region=wanted.region or "",
        status=wanted.status,
        year=wanted.year,
        on=wanted.on,
        page=wanted.page,
        size=wanted.size,
    )
    return part(RegisterItem, found.items, found.total, PageQuery(page=found.page, size=found.size))


@endpoint()
async def entry(
    request: web.Request, entry_id: Annotated[UUID, Path], on: Annotated[date | None, Query] = None
) -> RegisterEntry:
    """One entry of the register, its status on a day and its history."""
    del request
    return RegisterEntry.of(await queries.entry(entry_id, on=on))
