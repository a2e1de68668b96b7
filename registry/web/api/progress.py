"""What became of an application: its steps, what was handed in, checks, notices, the decision and the certificate."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import JsonValue

from registry import clock
from registry.applications import queries as applications
from registry.applications.rules import State, Transition
from registry.decisions import queries as decisions
from registry.decisions.rules import Outcome
from registry.errors import NotFound
from registry.issuance import queries as issuance
from registry.notices import queries as notices
from registry.reviews import queries as reviews
from registry.reviews.queries import assigned_for
from registry.reviews.rules import CheckOutcome
from registry.web.api.certificates import Certificate
from registry.web.api.notices import Notice
from registry.web.api.schemas import Listing, Shape, listing
from registry.web.endpoints import Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery


class StepTaken(Shape):
    """One step on the way of an application."""

    transition: Transition
    from_state: State
    to_state: State
    effective_on: date
    at: datetime


class SubmissionRow(Shape):
    """One handing-in in a list; `sha256` is the fingerprint of everything that was handed in."""

    id: UUID
    number: int
    submitted_on: date
    submitted_at: datetime
    sha256: str


class FrozenEvidence(Shape):
    """One file as it was when handed in; `size` in bytes, `name` empty where it was not kept yet."""

    criterion: str
    file_id: UUID
    sha256: str
    title: str
    name: str
    size: int
    media_type: str


class Submission(SubmissionRow):
    """One handing-in as it is for ever. `snapshot` is everything; `edition`, `format` and `facts` are what is judged."""

    application_id: UUID
    scheme: str
    edition: str
    edition_digest: str
    format: str | None
    facts: dict[str, JsonValue]
    notes: dict[str, str]
    evidence: tuple[FrozenEvidence, ...]
    snapshot: dict[str, JsonValue]


class Check(Shape):
    """What a bureau said to a submission; `advice` is by the code of the criterion."""

    submission_id: UUID
    submission_number: int
    outcome: CheckOutcome
    advice: dict[str, str]
    remark: str
    due_on: date | None
    checked_at: datetime


class OutcomeTold(Shape):
    """The decision that stands, as the enterprise is told."""

    outcome: Outcome
    document_number: str
    reason: str
    decided_on: date
    certificate_id: UUID | None


@endpoint()
async def history(
    request: web.Request, application_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[StepTaken]:
    """Every step that was taken, oldest first."""
    who = viewer(request)
    rows = await applications.history(who, application_id, also_ids=await assigned_for(who))
    return listing(StepTaken, rows, wanted)


@endpoint()
async def submissions(
    request: web.Request, application_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[SubmissionRow]:
    """Every handing-in, newest first."""
    who = viewer(request)
    rows = await applications.submissions(who, application_id, also_ids=await assigned_for(who))
    return listing(SubmissionRow, rows, wanted)


@endpoint()
async def submission(request: web.Request, submission_id: Annotated[UUID, Path]) -> Submission:
    """One handing-in with everything that was frozen."""
    who = viewer(request)
    return Submission.of(await applications.submission(who, submission_id, also_ids=await assigned_for(who)))


@endpoint()
async def checks(
    request: web.Request, application_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[Check]:
    """What bureaus said to each submission, oldest first."""
    return listing(Check, await reviews.checks(viewer(request), application_id), wanted)


@endpoint()
async def notices_of(
    request: web.Request, application_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[Notice]:
    """Every public notice that named the application, latest first."""
    return listing(Notice, await notices.notices_of(viewer(request), application_id, clock.today()), wanted)


@endpoint()
async def outcome(request: web.Request, application_id: Annotated[UUID, Path]) -> OutcomeTold:
    """The decision that stands; 404 before there is one."""
    found = await decisions.outcome_of(viewer(request), application_id)
    if found is None:
        raise NotFound("decision")
    return OutcomeTold.of(found)


@endpoint()
async def certificate(request: web.Request, application_id: Annotated[UUID, Path]) -> Certificate:
    """The certificate that the application led to; 404 before there is one."""
    found = await issuance.certificate_of(viewer(request), application_id)
    if found is None:
        raise NotFound("certificate")
    return Certificate.of(found)
