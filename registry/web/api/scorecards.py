"""Scorecards: what an application was judged to be worth, line by line, and what it would take to pass.

Each judgement stands beside the earlier ones.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from registry import clock
from registry.assessments import queries
from registry.assessments.schemas import Kind
from registry.errors import NotFound
from registry.reviews.actions import request_score_sheet
from registry.reviews.queries import assigned_for
from registry.web.api.schemas import Listing, Made, Shape, Words, listing
from registry.web.api.schemes import Graded
from registry.web.endpoints import Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery
from scoring.editions import Standing
from scoring.lines import Status


class ScoredFinding(Shape):
    """What a reviewer gave in place of the claim: a value or points, and the points before."""

    by: str
    value: JsonValue
    reason: Words | str | None
    points_before: str | None


class ScoredLine(Shape):
    """One criterion's outcome; points are exact decimals as text."""

    code: str
    chapter: str
    title: Words
    points: str
    maximum: str
    status: Status
    reason: Words
    citation: Graded
    gate: bool
    judged: bool
    finding: ScoredFinding | None
    bonus: bool = False


class ScoredChapter(Shape):
    """A chapter's sum; `met` is false where its minimum share is not reached."""

    code: str
    title: Words
    points: str
    maximum: str
    share: str | None
    minimum_share: str | None
    met: bool | None


class ScoredGate(Shape):
    """A requirement that must be met; `passed` null while it is not known."""

    code: str
    title: Words
    status: Status
    passed: bool | None
    reason: Words


class Grade(Shape):
    """A name for a result."""

    code: str
    title: Words


class Scorecard(Shape):
    """A judgement, as `python -m scoring score` prints it. `settled`: nothing that is open could change `passed`."""

    scheme: str
    edition: str
    digest: str
    format: str | None
    total: str
    maximum: str
    share: str | None
    pass_share: str
    pass_status: Standing
    passed: bool
    settled: bool
    grade: Grade | None
    gates: tuple[ScoredGate, ...]
    chapters: tuple[ScoredChapter, ...]
    lines: tuple[ScoredLine, ...]


class Assessment(Shape):
    """One kept judgement of one submission: the machine's, or the one with the reviewer's findings."""

    id: UUID
    application_id: UUID
    submission_id: UUID
    kind: Kind
    ordinal: int
    edition: str
    edition_digest: str
    scorecard: Scorecard
    sha256: str
    made_at: datetime


class VerdictReason(Shape):
    """One thing that decides. `met` null while it is not known; `codes`: the criteria in which points can be gained."""

    text: Words
    met: bool | None
    codes: tuple[str, ...]


class Step(Shape):
    """One step of the advice. A gate earns no points: it is to be met."""

    code: str
    title: Words
    gate: bool
    effort: str
    text: Words
    rule: Words
    points_before: Annotated[str, Field(validation_alias="from")]
    points_after: Annotated[str, Field(validation_alias="to")]


class Advice(Shape):
    """The cheapest steps after which it would pass; `obstacles` say why there are none. Amounts are text."""

    passes_now: bool
    possible: bool
    effort: str
    total_now: str
    total_then: str
    maximum: str
    share_then: str | None
    steps: tuple[Step, ...]
    obstacles: tuple[Words, ...]


class Improvable(Shape):
    """A line with points to gain, or a gate that is not met, with the effort of reaching it in full; empty: it cannot."""

    code: str
    title: Words
    gate: bool
    points: str
    maximum: str
    effort: str


class Advised(Shape):
    """Why a judgement passes or not, and the cheapest way to pass. `stated`: by efforts of one's own, else all alike."""

    reasons: tuple[VerdictReason, ...]
    advice: Advice
    stated: bool
    improvable: tuple[Improvable, ...]


class Asked(BaseModel):
    """Which handing-in, and what each item would cost: `effort=E101:3`, as often as needed. Without any, all alike."""

    model_config = ConfigDict(extra="forbid")

    submission: UUID | None = None
    effort: tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}:[0-9.]{1,20}$")], ...] = ()


@endpoint()
async def advice(
    request: web.Request, application_id: Annotated[UUID, Path], asked: Annotated[Asked, Query]
) -> Advised:
    """Why the standing judgement of a handing-in passes or not, and the cheapest way to pass.

    Without `submission` of the form as it stands: for its enterprise only. 404 while nothing is judged.
    """
    who = viewer(request)
    efforts = dict(each.split(":", 1) for each in asked.effort) or None
    found = await queries.advice(
        who, application_id, submission_id=asked.submission, efforts=efforts, also_ids=await assigned_for(who)
    )
    if found is None:
        raise NotFound("assessment")
    return Advised.of(found)


@endpoint()
async def of_application(
    request: web.Request, application_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[Assessment]:
    """Every judgement of an application, the latest first."""
    who = viewer(request)
    rows = await queries.scorecards(who, application_id, also_ids=await assigned_for(who))
    return listing(Assessment, rows, wanted)


@endpoint(status=202)
async def print_(
    request: web.Request, application_id: Annotated[UUID, Path], assessment_id: Annotated[UUID, Path]
) -> Made:
    """Have a judgement made as a sealed score sheet; asked again it is the same one.

    When the press is done with it, it is at this address with `.pdf` instead of `/print`; until then nothing is there.
    """
    return Made(id=await request_score_sheet(application_id, assessment_id, actor=viewer(request), on=clock.today()))
