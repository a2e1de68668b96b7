"""Editions that a bureau writes itself: drafts from a table or an edition, their data and faults, proposal, publication.

What is published is read where every edition is: `schemes.py`.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from registry import clock
from registry.editions import actions, contents, queries
from registry.editions.rules import DraftState
from registry.editions.schemas import DraftView
from registry.errors import Invalid
from registry.fields import empty
from registry.spreadsheets.reading import TABLES
from registry.web import uploads
from registry.web.api.schemas import Listing, Made, Shape, Words, listing
from registry.web.api.schemes import ClauseChange, EditionSummary
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery
from scoring.faults import NoEdition

Name = Annotated[str, Field(max_length=60)]
PlaceCode = Annotated[str, Field(pattern=r"^\d{6}$")]


class DraftSummary(Shape):
    """A draft in a list. Its title may lack a language; `first_day` is as typed and may be empty."""

    id: UUID
    scheme: str
    place_code: str
    state: DraftState
    title: dict[str, str]
    source: str
    first_day: str
    criteria: int
    saved_at: datetime
    saved_by: str


class DraftFault(Shape):
    """Something to mend: `criterion` is empty for the settings, `field` is a dotted path inside."""

    criterion: str
    field: str
    code: str
    message: Words
    hint: Words
    severity: str


class DraftCase(Shape):
    """A worked case: a fact, what it must earn, what it earns now (null where it cannot be tried) and why."""

    criterion: str
    given: Any
    expect: str
    points: str | None
    reason: Words | None
    holds: bool


class EditionDraft(Shape):
    """A draft with its data in the shape of a criteria file, and everything that speaks against it.

    Send `seen` back with the changed content: it stops one officer from overwriting another. `digest` is null while
    the data make no edition. `report` tells row by row how a table was read.
    """

    id: UUID
    scheme: str
    place_code: str
    state: DraftState
    edition: str
    digest: str | None
    content: dict[str, Any]
    seen: str
    chinese_only: bool
    faults: tuple[DraftFault, ...]
    cases: tuple[DraftCase, ...]
    report: dict[str, Any]
    document_number: str
    remark: str
    saved_at: datetime
    saved_by: str
    proposed_by: str
    own_proposal: bool


class Beginning(BaseModel):
    """A draft that begins as a copy of an edition, shipped or published."""

    model_config = ConfigDict(extra="forbid")

    scheme: Name
    edition: Name
    place_code: PlaceCode


class Content(BaseModel):
    """The whole data of a draft, and `seen` of the data that were changed. `chinese_only`: as it was, if not sent."""

    model_config = ConfigDict(extra="forbid")

    content: dict[str, Any]
    seen: Annotated[str, Field(max_length=64)]
    chinese_only: bool | None = None


class WorkedCase(BaseModel):
    """A fact, and what it must earn: points as text, `met`, `failed` or `not_applicable`."""

    model_config = ConfigDict(extra="forbid")

    given: Any
    expect: Annotated[str, Field(min_length=1, max_length=40)]


class WorkedCases(BaseModel):
    """All worked cases of one criterion."""

    model_config = ConfigDict(extra="forbid")

    cases: Annotated[list[WorkedCase], Field(max_length=100)]


class EditionProposal(BaseModel):
    """The number of the document by which the edition is issued."""

    model_config = ConfigDict(extra="forbid")

    document_number: str


class SendingBack(BaseModel):
    """What has to be changed."""

    model_config = ConfigDict(extra="forbid")

    remark: str


class DraftDifference(Shape):
    """What the draft changes against the edition in force today at its place."""

    old: EditionSummary
    new: EditionSummary
    changes: tuple[ClauseChange, ...]


@endpoint()
async def listed(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[DraftSummary]:
    """Drafts of the viewer's places, last saved first; the discarded are left out."""
    return listing(DraftSummary, await queries.drafts(viewer(request)), wanted)


@endpoint(status=201, location="/api/v1/edition-drafts/{id}")
async def copy(request: web.Request, asked: Annotated[Beginning, Body]) -> Made:
    """Begin a draft from an edition."""
    made = await actions.copy_edition(
        asked.scheme, asked.edition, place_code=asked.place_code, actor=viewer(request), on=clock.today()
    )
    return Made(id=made)


@endpoint(status=201, uploads="file", location="/api/v1/edition-drafts/{id}")
async def import_table(
    request: web.Request,
    scheme: Annotated[Name, Query],
    place_code: Annotated[PlaceCode, Query],
    sheet: Annotated[str, Query, Field(max_length=120)] = "",
) -> Made:
    """Begin a draft from a bureau's table, XLSX or CSV with the columns 序号, 一级指标, 二级指标, 三级指标, 分值, 评价依据."""

    async def take(file: uploads.Incoming) -> tuple[str, bytes]:
        return file.filename, b"".join([chunk async for chunk in file.chunks])

    received = await uploads.receive(request, take, limit=TABLES.content)
    if not received.files:
        raise empty("file")
    filename, content = received.files[0]
    made = await actions.import_table(
        content,
        filename=filename,
        scheme=scheme,
        place_code=place_code,
        sheet=sheet,
        actor=viewer(request),
        on=clock.today(),
    )
    return Made(id=made)


@endpoint()
async def one(request: web.Request, draft_id: Annotated[UUID, Path]) -> EditionDraft:
    """One draft with its data and everything that speaks against it."""
    return _told(await queries.draft(viewer(request), draft_id))


@endpoint()
async def save(request: web.Request, draft_id: Annotated[UUID, Path], sent: Annotated[Content, Body]) -> EditionDraft:
    """Put other data in the place of a draft's, however incomplete. Numbers are best sent as text."""
    who = viewer(request)
    await actions.save_content(draft_id, sent.content, seen=sent.seen, chinese_only=sent.chinese_only, actor=who)
    return _told(await queries.draft(who, draft_id))


@endpoint()
async def save_cases(
    request: web.Request,
    draft_id: Annotated[UUID, Path],
    code: Annotated[str, Path],
    sent: Annotated[WorkedCases, Body],
) -> EditionDraft:
    """Put these worked cases of a criterion in the place of those it had."""
    who = viewer(request)
    cases = [case.model_dump() for case in sent.cases]
    await actions.save_cases(draft_id, cases, criterion=code, actor=who)
    return _told(await queries.draft(who, draft_id))


@endpoint()
async def difference(request: web.Request, draft_id: Annotated[UUID, Path]) -> DraftDifference:
    """What the draft changes against the edition in force today, clause by clause; 422 while it makes no edition."""
    try:
        old, new, changes = await queries.draft_diff(viewer(request), draft_id, clock.today())
    except NoEdition:
        raise Invalid(
            "draft-alone",
            "No edition of this scheme is in force today, so there is nothing to compare with.",
            hint="Read the draft by itself.",
        ) from None
    told = [change.to_json() for change in changes]
    return DraftDifference.of({"old": old.summary(), "new": new.summary(), "changes": told})


@endpoint()
async def propose(
    request: web.Request, draft_id: Annotated[UUID, Path], asked: Annotated[EditionProposal, Body]
) -> EditionDraft:
    """Put a finished draft before a second officer."""
    who = viewer(request)
    await actions.propose(draft_id, document_number=asked.document_number, actor=who, on=clock.today())
    return _told(await queries.draft(who, draft_id))


@endpoint()
async def send_back(
    request: web.Request, draft_id: Annotated[UUID, Path], asked: Annotated[SendingBack, Body]
) -> EditionDraft:
    """Open a proposal for changes again."""
    who = viewer(request)
    await actions.send_back(draft_id, remark=asked.remark, actor=who)
    return _told(await queries.draft(who, draft_id))


@endpoint()
async def publish(request: web.Request, draft_id: Annotated[UUID, Path]) -> EditionDraft:
    """Make a proposed draft law, as another person than the one who proposed it. It can never be changed again."""
    who = viewer(request)
    await actions.publish(draft_id, actor=who, on=clock.today())
    return _told(await queries.draft(who, draft_id))


@endpoint(status=204)
async def discard(request: web.Request, draft_id: Annotated[UUID, Path]) -> None:
    """Put a draft aside for good."""
    await actions.discard(draft_id, actor=viewer(request))


def _told(view: DraftView) -> EditionDraft:
    facts = {name: getattr(view, name) for name in EditionDraft.model_fields if hasattr(view, name)}
    written = view.written
    faults = [
        {"criterion": placed.criterion, "field": placed.field} | placed.fault.to_json() for placed in written.faults
    ]
    cases = [
        {
            "criterion": case.criterion,
            "given": case.given,
            "expect": case.expect,
            "points": case.outcome.points if case.outcome else None,
            "reason": case.outcome.reason if case.outcome else case.fault and case.fault.message,
            "holds": case.holds,
        }
        for case in view.cases
    ]
    made = {"digest": written.edition.digest if written.edition else None, "seen": contents.seen(view.content)}
    return EditionDraft.of({**facts, **made, "faults": faults, "cases": cases})
