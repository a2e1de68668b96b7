"""What certificates ask of people while they last: re-checks, reminders, renewals."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from certificates.lifecycle import Status
from registry import clock
from registry.duties import actions, queries
from registry.duties.rules import DutyState, Kind, Result
from registry.web.api.rounds import Round
from registry.web.api.schemas import Listing, Made, Shape, listing
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery

Number = Annotated[int, Field(ge=1, le=1000)]


class RecheckResult(Shape):
    """One result on file."""

    ordinal: int
    result: Result
    done_on: date
    mend_by: date | None
    document_number: str
    remark: str
    at: datetime


class Duty(Shape):
    """The `number`-th re-check. `due_on` null: it lies in a year whose official calendar is not on file."""

    number: int
    opens_on: date
    due_on: date | None
    state: DutyState


class Recheck(Shape):
    """One re-check of one certificate, as it stands today, with what was found so far."""

    certificate_id: UUID
    number: str
    enterprise_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str
    status: Status
    duty: Duty
    results: tuple[RecheckResult, ...]


class Reminder(Shape):
    """A reminder that is up today. `due_on`: the last valid day, or that by which a result or a mending is due."""

    kind: Kind
    certificate_id: UUID
    number: str
    enterprise_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str
    duty: int
    show_on: date
    due_on: date


class Renewal(Shape):
    """How a certificate may be renewed, if it has not ended (`live`). `call` is the round that is open for it; `opens_on` when the next one opens."""

    certificate_id: UUID
    number: str
    enterprise_id: UUID
    site_id: UUID
    site_name: str
    scheme: str
    valid_until: date
    live: bool
    renewable_from: date
    edition: str
    call: Round | None
    opens_on: date | None
    application_id: UUID | None


class Recording(BaseModel):
    """What a re-check found; `mend_by` with the result mend, a document with everything but passed."""

    model_config = ConfigDict(extra="forbid")

    result: Result
    done_on: date
    mend_by: date | None = None
    document_number: Annotated[str, Field(max_length=100)] = ""
    remark: Annotated[str, Field(max_length=1000)] = ""


@endpoint()
async def waiting(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[Recheck]:
    """Re-checks of the viewer's places that wait for an officer, the longest overdue first."""
    return listing(Recheck, await queries.waiting(viewer(request), on=clock.today()), wanted)


@endpoint()
async def of_certificate(request: web.Request, certificate_id: Annotated[UUID, Path]) -> list[Recheck]:
    """Every re-check of one certificate, in order, as its bureau and its holder see them."""
    found = await queries.of_certificate(viewer(request), certificate_id, on=clock.today())
    return [Recheck.of(each) for each in found]


@endpoint()
async def record(
    request: web.Request,
    certificate_id: Annotated[UUID, Path],
    duty: Annotated[Number, Path],
    recording: Annotated[Recording, Body],
) -> list[Recheck]:
    """Put on file what a re-check found; answers with all re-checks of the certificate. Twice the same writes one line."""
    who = viewer(request)
    await actions.record_result(certificate_id, duty, actor=who, **recording.model_dump())
    return [Recheck.of(each) for each in await queries.of_certificate(who, certificate_id, on=clock.today())]


@endpoint()
async def reminders(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[Reminder]:
    """What the viewer is to be reminded of today, the soonest first."""
    return listing(Reminder, await queries.reminders(viewer(request), on=clock.today()), wanted)


@endpoint()
async def renewals(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[Renewal]:
    """Certificates of the viewer's own enterprises that may be renewed today, the soonest to end first."""
    return listing(Renewal, await queries.renewals(viewer(request), on=clock.today()), wanted)


@endpoint()
async def renewal(request: web.Request, certificate_id: Annotated[UUID, Path]) -> Renewal:
    """How one's own certificate may be renewed: from when, and in which round."""
    return Renewal.of(await queries.renewal(viewer(request), certificate_id, on=clock.today()))


@endpoint(status=201, location="/api/v1/applications/{id}")
async def renew(request: web.Request, certificate_id: Annotated[UUID, Path]) -> Made:
    """Begin the renewal in the round that is open, with the last answers; if it was begun already, that application."""
    return Made(id=await actions.renew(certificate_id, actor=viewer(request), on=clock.today()))
