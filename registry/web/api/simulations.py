"""Simulations through the API: what an edition would do to everything that was handed in."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import Field

from registry.simulations import actions, queries
from registry.simulations.rules import MoveKind, State
from registry.simulations.schemas import Question
from registry.targets.rules import Counting
from registry.web.api.schemas import Listing, Made, Shape, Words, listing, part
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery


class Asking(Question):
    """A question. `token` is yours to choose: sending the same one again starts nothing new."""

    token: Annotated[str, Field(max_length=64)]


class Standstill(Shape):
    """Why a simulation stands still: so many attempts at its next part failed, the last then, with this error noted."""

    at: datetime
    attempts: int
    error: str


class SimulationSummary(Shape):
    """A simulation with its progress: `done` of `total` applications are judged again.

    A `stopped` one stands still until it is tried again or given up; what it counted stays.
    """

    id: UUID
    scheme: str
    edition: str
    title: Words
    draft_id: UUID | None
    place_code: str
    state: State
    done: int
    total: int
    asked_at: datetime
    asked_by: str
    moved_at: datetime
    ended_at: datetime | None
    stopped: Standstill | None


class MoveCounts(Shape):
    """How many were judged, pass before and after, and would move. `open`: it depends on what is not known."""

    submissions: int
    before: int
    after: int
    falls: int
    rises: int
    open: int
    grade: int


class TargetTouched(Shape):
    """A target: what is asked and reached today, and what would be `after`; `doubtful` more depend on what is unknown."""

    label: Words
    counting: Counting
    year: int
    amount: Decimal | None
    reached: int | None
    after: int | None
    lost: int
    won: int
    doubtful: int
    missed: bool


class PlaceTouched(Shape):
    """One city, or the whole."""

    place_code: str
    name: Words
    counts: MoveCounts
    targets: tuple[TargetTouched, ...]


class ClauseTouched(Shape):
    """A clause with the number of moves in which it weighs."""

    code: str
    title: Words | None
    moves: int


class SimulationOutcome(Shape):
    """A simulation with its outcome so far. `former`: how many were judged by which edition; `digest` is the new one's."""

    row: SimulationSummary
    digest: str
    whole: PlaceTouched
    cities: tuple[PlaceTouched, ...]
    clauses: tuple[ClauseTouched, ...]
    former: dict[str, int]
    unjudged: int


class MoveCause(Shape):
    """Why: `gate`, `floor`, `points` (with the change of its share of the whole) or `unknown`."""

    kind: str
    code: str
    title: Words | None
    change: str


class JudgedBriefly(Shape):
    """A judgement in short; amounts are exact decimals as text."""

    edition: str
    total: str
    maximum: str
    share: str | None
    passed: bool
    grade: Words | None


class SimulatedMove(Shape):
    """An application whose outcome or grade would be another. `lost`: codes of answers that could not be carried."""

    application_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str
    year: int
    state: str
    kind: MoveKind
    before: JudgedBriefly
    after: JudgedBriefly
    causes: tuple[MoveCause, ...]
    lost: tuple[str, ...]


class MoveFilter(PageQuery):
    """What the moves are narrowed to."""

    kind: MoveKind | None = None
    place: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None


@endpoint()
async def listed(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[SimulationSummary]:
    """Simulations of one's places, newest first."""
    return listing(SimulationSummary, await queries.simulations(viewer(request)), wanted)


@endpoint(status=201, location="/api/v1/simulations/{id}")
async def start(request: web.Request, asked: Annotated[Asking, Body]) -> Made:
    """Ask what an edition, or a draft, would do to everything handed in at a place until now."""
    question = Question.model_validate(asked.model_dump(exclude={"token"}))
    return Made(id=await actions.start(question, token=asked.token, actor=viewer(request)))


@endpoint()
async def one(request: web.Request, simulation_id: Annotated[UUID, Path]) -> SimulationOutcome:
    """One simulation: progress, sums, cities with their targets, clauses."""
    return SimulationOutcome.of(await queries.simulation(viewer(request), simulation_id))


@endpoint()
async def moves(
    request: web.Request, simulation_id: Annotated[UUID, Path], wanted: Annotated[MoveFilter, Query]
) -> Listing[SimulatedMove]:
    """Those who would move, and why."""
    found = await queries.moves(
        viewer(request),
        simulation_id,
        kind=wanted.kind,
        place_code=wanted.place or "",
        page=wanted.page,
        size=wanted.size,
    )
    return part(SimulatedMove, found.items, found.total, wanted)


@endpoint(status=204)
async def try_again(request: web.Request, simulation_id: Annotated[UUID, Path]) -> None:
    """Let a simulation that stopped go on from where it stood."""
    await actions.try_again(simulation_id, actor=viewer(request))


@endpoint(status=204)
async def cancel(request: web.Request, simulation_id: Annotated[UUID, Path]) -> None:
    """Give up a simulation that runs or stopped; what it found so far stays."""
    await actions.cancel(simulation_id, actor=viewer(request))
