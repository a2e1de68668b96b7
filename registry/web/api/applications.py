"""Applications: opened, filled in, handed in and withdrawn by an enterprise; read by all whom they concern.

Their files are `evidence.py`'s, their scorecards `scorecards.py`'s, what became of them `progress.py`'s.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from registry import clock
from registry.applications import actions, queries
from registry.applications.rules import State
from registry.applications.schemas import AnswerInput
from registry.reviews.queries import assigned_for
from registry.storage.rules import FileState
from registry.web.api.schemas import Listing, Made, Shape, Words, listing
from registry.web.api.schemes import AnswerField, Citation
from registry.web.api.scorecards import Scorecard, ScoredChapter, ScoredLine
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery
from scoring.editions import Standing

Code = Annotated[str, Field(max_length=64)]
Revision = Annotated[int, Field(ge=0, le=2**31 - 1)]


class ApplicationRow(Shape):
    """One line of a list of applications."""

    id: UUID
    scheme: str
    year: int
    round_id: UUID
    enterprise_id: UUID
    enterprise_name: str
    site_id: UUID
    site_name: str
    place_code: str
    state: State
    due_on: date | None
    late: bool
    submissions: int
    submitted_at: datetime | None
    opened_at: datetime


class OfferedEvidence(Shape):
    """One file offered for one criterion; `size` in bytes, `media_type` what the content really is.

    `carried_on`: taken over from what was handed in on that day; `old`: so long ago that it should be looked at again.
    """

    criterion: str
    file_id: UUID
    title: str
    name: str
    media_type: str
    size: int
    sha256: str
    state: FileState
    carried_on: date | None
    old: bool


class Missing(Shape):
    """One thing that handing in still needs: an answer, evidence, a gate that is met, a carried answer confirmed."""

    code: str
    what: str
    text: Words


class FormItem(Shape):
    """One criterion of the form: what is asked, what was answered, what it earns as things stand (`line`).

    `carried_on`: the answer was taken over from what was handed in on that day. Send it, as it is or changed, to confirm it.
    """

    code: str
    title: Words
    requirement: Words
    rule: Words
    field: AnswerField
    maximum: str
    gate: bool
    judged: bool
    applies: bool
    not_applicable_when: Words | None
    evidence_kinds: tuple[Words, ...]
    evidence_required: bool
    citation: Citation
    status: Standing
    value: JsonValue
    note: str
    version: int
    saved_at: datetime | None
    carried_on: date | None
    evidence: tuple[OfferedEvidence, ...]
    line: ScoredLine
    missing: tuple[Missing, ...]


class FormChapter(Shape):
    """A chapter of the form with its part of the live scorecard."""

    code: str
    title: Words
    result: ScoredChapter
    items: tuple[FormItem, ...]


class Application(Shape):
    """An application with its form: to members as it is being filled, to officials as it was last handed in.

    `judged_by` is the edition that would judge it if it were handed in today, another than `edition` once criteria changed.
    `scorecard` is the self-score of the answers shown; it is not kept.
    """

    id: UUID
    scheme: str
    year: int
    round_id: UUID
    round_title: Words
    round_opens_on: date
    round_closes_on: date
    enterprise_id: UUID
    enterprise_name: str
    uscc: str
    site_id: UUID
    site_name: str
    place_code: str
    state: State
    revision: int
    edition: str
    edition_title: Words
    judged_by: str
    judged_by_title: Words
    renews_certificate_id: UUID | None
    carried_from_id: UUID | None
    carried_on: date | None
    due_on: date | None
    late: bool
    editable: bool
    may_submit: bool
    may_withdraw: bool
    latest_submission_id: UUID | None
    latest_submission_number: int
    chapters: tuple[FormChapter, ...]
    scorecard: Scorecard
    missing: tuple[Missing, ...]


class Opening(BaseModel):
    """Which site applies in which round; with `carry` its form begins with what it last handed in for this scheme."""

    model_config = ConfigDict(extra="forbid")

    site_id: UUID
    round_id: UUID
    carry: bool = False


class Answers(BaseModel):
    """Answers by the code of their criterion. An answer's `version` is the one that was read, 0 where there was none."""

    model_config = ConfigDict(extra="forbid")

    answers: Annotated[dict[Code, AnswerInput], Field(min_length=1, max_length=500)]


class Saved(Shape):
    """When answers were kept, the version of each now, and the revision of the application."""

    saved_at: datetime
    versions: dict[str, int]
    revision: int


class HandingIn(BaseModel):
    """The revision that is handed in: the one that was read."""

    model_config = ConfigDict(extra="forbid")

    revision: Revision


@endpoint()
async def mine(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[ApplicationRow]:
    """The applications of the viewer's own enterprises, newest first."""
    return listing(ApplicationRow, await queries.mine(viewer(request)), wanted)


@endpoint(status=201, location="/api/v1/applications/{id}")
async def open_form(request: web.Request, opening: Annotated[Opening, Body]) -> Made:
    """Open the form of a site in a round of its scheme; if it is open already, that one."""
    made = await actions.open_application(
        opening.site_id, round_id=opening.round_id, actor=viewer(request), carry=opening.carry
    )
    return Made(id=made)


@endpoint()
async def one(request: web.Request, application_id: Annotated[UUID, Path]) -> Application:
    """One application with its form, its self-score and what is missing."""
    who = viewer(request)
    return Application.of(await queries.application(who, application_id, also_ids=await assigned_for(who)))


@endpoint()
async def save(request: web.Request, application_id: Annotated[UUID, Path], sent: Annotated[Answers, Body]) -> Saved:
    """Keep these answers, all of them or none; incomplete is fine, malformed is not.

    409 `answer-conflict` with both versions of each answer (`clashes`) that was saved elsewhere since it was read.
    """
    return Saved.of(await actions.save_answers(application_id, sent.answers, actor=viewer(request)))


@endpoint(status=201, location="/api/v1/submissions/{id}")
async def submit(
    request: web.Request, application_id: Annotated[UUID, Path], handing_in: Annotated[HandingIn, Body]
) -> Made:
    """Hand in, frozen for ever. Sending the same revision again gives the same submission."""
    made = await actions.submit(application_id, actor=viewer(request), revision=handing_in.revision, on=clock.today())
    return Made(id=made)


@endpoint()
async def withdraw(request: web.Request, application_id: Annotated[UUID, Path]) -> None:
    """Give an application up, at any time before its public notice."""
    await actions.withdraw(application_id, actor=viewer(request), on=clock.today())


@endpoint()
async def move(request: web.Request, application_id: Annotated[UUID, Path]) -> Application:
    """Carry a draft over to the edition that would judge it today (`judged_by`), keeping what continues."""
    who = viewer(request)
    await actions.move_to_edition(application_id, actor=who, on=clock.today())
    return Application.of(await queries.application(who, application_id))
