"""Human judgement: the queue, accepting, returning and assigning; a reviewer's list, sheet, findings and conclusion."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from registry import clock
from registry.applications import queries as applications
from registry.applications.rules import State
from registry.applications.schemas import QueueFilter
from registry.fields import Line
from registry.reviews import actions, queries
from registry.reviews.rules import ConflictOfInterest, Verdict
from registry.web.api.applications import ApplicationRow, Code
from registry.web.api.progress import FrozenEvidence
from registry.web.api.schemas import Listing, Made, Shape, Words, listing, part
from registry.web.api.schemes import AnswerField, Graded
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery

PlaceCode = Annotated[str, Field(pattern=r"^\d{6}$")]
WorkingDays = Annotated[int, Field(ge=1, le=366)]


class Queue(PageQuery):
    """What the queue is narrowed to; everything left out means everything the viewer may see."""

    q: Annotated[str, Line(100, required=False)] = ""
    scheme: Annotated[str, Line(60, required=False)] = ""
    state: tuple[State, ...] = ()
    place: PlaceCode | None = None
    round: UUID | None = None
    year: Annotated[int, Field(ge=1990, le=2200)] | None = None


class Accepting(BaseModel):
    """The submission that was looked at, so that a newer one is not accepted unseen."""

    model_config = ConfigDict(extra="forbid")

    submission_id: UUID | None = None
    remark: str = ""


class Returning(Accepting):
    """Advice by the code of the criterion, and by when to mend it: a day, or working days from today."""

    advice: Annotated[dict[str, str], Field(max_length=500)] = {}
    working_days: WorkingDays | None = None
    due_on: date | None = None


class Returned(BaseModel):
    """The day by which the enterprise is to mend it."""

    due_on: date


class Assigning(BaseModel):
    """Who reviews, and by when: a day, or working days from today."""

    model_config = ConfigDict(extra="forbid")

    reviewer_id: UUID
    working_days: WorkingDays | None = None
    due_on: date | None = None


class Reviewer(Shape):
    """An expert who may be asked; one with conflicts of interest is refused."""

    account_id: UUID
    name: str
    open_assignments: int
    conflicts: tuple[ConflictOfInterest, ...]


class Assignment(Shape):
    """One review: an application in the hands of one expert."""

    id: UUID
    application_id: UUID
    reviewer_id: UUID
    reviewer_name: str
    site_name: str
    enterprise_name: str
    place_code: str
    assigned_at: datetime
    due_on: date
    released_at: datetime | None
    concluded_at: datetime | None


class Finding(Shape):
    """What was found for one criterion; `value` is what stands, points as text where they were awarded."""

    criterion: str
    verdict: Verdict
    value: JsonValue
    reason: str
    ordinal: int
    found_at: datetime


class SheetLine(Shape):
    """One criterion on the reviewer's sheet; `needed`: the review cannot be concluded without a finding.

    `awardable`: points may be awarded without another value.
    """

    code: str
    title: Words
    requirement: Words
    rule: Words
    citation: Graded
    measure: str
    field: AnswerField
    gate: bool
    judged: bool
    awardable: bool
    not_applicable_when: Words | None
    needed: bool
    has_claim: bool
    claimed: JsonValue
    note: str
    evidence: tuple[FrozenEvidence, ...]
    machine_points: str | None
    machine_reason: Words | None
    maximum: str
    finding: Finding | None
    earlier: tuple[Finding, ...]
    previous: Finding | None


class SheetChapter(Shape):
    """The lines of one chapter."""

    code: str
    title: Words
    lines: tuple[SheetLine, ...]


class ReviewSheet(Shape):
    """Everything that one review needs. `missing` names the criteria that still need a finding."""

    assignment_id: UUID
    application_id: UUID
    submission_id: UUID
    scheme: str
    edition: str
    site_name: str
    enterprise_name: str
    place_code: str
    due_on: date
    open: bool
    concluded_at: datetime | None
    chapters: tuple[SheetChapter, ...]
    needed: int
    found: int
    missing: tuple[str, ...]


class Found(BaseModel):
    """One finding: the claimed value confirmed, changed to `value` with a reason, or so many points awarded with one.

    `value` has the shape that the criterion's field asks for, as in an application; with `award` it is the points, as
    text. A line that is not `awardable` takes no points.
    """

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    value: JsonValue = None
    reason: str = ""


class Recorded(BaseModel):
    """Which finding for this criterion it is: 1 for the first."""

    ordinal: int


class Concluded(BaseModel):
    """The new assessment, with the reviewer's findings in it."""

    assessment_id: UUID


class OwnReviews(PageQuery):
    """Which of the viewer's reviews: the open ones, or those concluded."""

    closed: bool = False


@endpoint()
async def queue(request: web.Request, wanted: Annotated[Queue, Query]) -> Listing[ApplicationRow]:
    """What the viewer's office has been handed, longest waiting first."""
    asked = QueueFilter(
        scheme=wanted.scheme,
        year=wanted.year,
        round_id=wanted.round,
        states=wanted.state,
        place_code=wanted.place or "",
        text=wanted.q,
        page=wanted.page,
        size=wanted.size,
    )
    found = await applications.queue(viewer(request), asked)
    return part(ApplicationRow, found.items, found.total, wanted)


@endpoint()
async def accept(
    request: web.Request, application_id: Annotated[UUID, Path], asked: Annotated[Accepting, Body]
) -> None:
    """The city bureau finds a submission complete."""
    await actions.accept(application_id, actor=viewer(request), on=clock.today(), **asked.model_dump())


@endpoint()
async def send_back(
    request: web.Request, application_id: Annotated[UUID, Path], asked: Annotated[Returning, Body]
) -> Returned:
    """The city bureau returns a submission with advice per criterion and a day by which to mend it."""
    due_on = await actions.return_for_changes(
        application_id, actor=viewer(request), on=clock.today(), **asked.model_dump()
    )
    return Returned(due_on=due_on)


@endpoint()
async def reviewers(
    request: web.Request, application_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[Reviewer]:
    """Experts who may be asked to review an application, and what speaks against each."""
    return listing(Reviewer, await queries.assignable(viewer(request), application_id), wanted)


@endpoint()
async def assignments(
    request: web.Request, application_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[Assignment]:
    """Every reviewer that an application had, oldest first, for the office that assigns them."""
    return listing(Assignment, await queries.assignments(viewer(request), application_id), wanted)


@endpoint(status=201, location="/api/v1/reviews/{id}")
async def assign(
    request: web.Request, application_id: Annotated[UUID, Path], asked: Annotated[Assigning, Body]
) -> Made:
    """The province gives an application to an expert."""
    assignment_id = await actions.assign_reviewer(
        application_id, actor=viewer(request), on=clock.today(), **asked.model_dump()
    )
    return Made(id=assignment_id)


@endpoint()
async def mine(request: web.Request, wanted: Annotated[OwnReviews, Query]) -> Listing[Assignment]:
    """The viewer's own reviews: the open ones by due day, or the concluded ones, latest first."""
    return listing(Assignment, await queries.my_assignments(viewer(request), closed=wanted.closed), wanted)


@endpoint()
async def sheet(request: web.Request, assignment_id: Annotated[UUID, Path]) -> ReviewSheet:
    """Everything that one review needs, criterion by criterion."""
    return ReviewSheet.of(await queries.review_sheet(viewer(request), assignment_id))


@endpoint()
async def find(
    request: web.Request,
    assignment_id: Annotated[UUID, Path],
    criterion: Annotated[Code, Path],
    found: Annotated[Found, Body],
) -> Recorded:
    """Confirm or change one criterion's value, or award points. A later finding stands in place of the earlier one, which is kept."""
    ordinal = await actions.record_finding(
        assignment_id,
        criterion,
        actor=viewer(request),
        verdict=found.verdict,
        value=found.value,
        reason=found.reason,
    )
    return Recorded(ordinal=ordinal)


@endpoint()
async def conclude(request: web.Request, assignment_id: Annotated[UUID, Path]) -> Concluded:
    """Conclude one's review: the findings make a new assessment beside the machine's."""
    made = await actions.conclude(assignment_id, actor=viewer(request), on=clock.today())
    return Concluded(assessment_id=made)
