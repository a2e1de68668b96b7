"""Scorecards: what an application was judged to be worth, line by line, each judgement beside the earlier ones."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import JsonValue

from registry.assessments import queries
from registry.assessments.schemas import Kind
from registry.reviews.queries import assigned_for
from registry.web.api.schemas import Listing, Shape, Words, listing
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


@endpoint()
async def of_application(
    request: web.Request, application_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[Assessment]:
    """Every judgement of an application, the latest first."""
    who = viewer(request)
    rows = await queries.scorecards(who, application_id, also_ids=await assigned_for(who))
    return listing(Assessment, rows, wanted)
