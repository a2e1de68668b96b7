"""Questions about simulations: which editions can be asked about, how far one is, what it found, where, and why.

Whoever may read simulations at a place sees those of it and of all below it.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from registry import clock
from registry.accounts import queries as accounts
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.editions.queries import draft_edition, drafts, edition_named, library
from registry.editions.rules import DraftState
from registry.errors import Forbidden, NotFound
from registry.jobs.queries import given_up
from registry.jobs.schemas import FailedJob
from registry.jurisdictions import queries as places
from registry.jurisdictions.rules import covers, stem_of
from registry.jurisdictions.schemas import PlaceInfo
from registry.simulations import impact
from registry.simulations.models import Simulation, SimulationMove
from registry.simulations.rules import MoveKind, PlaceTally, State, Tally, job_key, together
from registry.simulations.schemas import (
    Brief,
    CauseView,
    CityImpact,
    ClauseImpact,
    Counts,
    EditionChoice,
    MovePage,
    MoveView,
    Question,
    SimulationRow,
    SimulationView,
    Stop,
    Texts,
)
from scoring.editions import Edition
from scoring.faults import NoEdition
from scoring.values import Text


async def choices(viewer: Viewer) -> list[EditionChoice]:
    """What the viewer can ask about: drafts of their office, then editions by scheme, the newest first. Raises Forbidden."""
    if not viewer.may(Permission.SIMULATION_RUN):
        raise Forbidden(Permission.SIMULATION_RUN)
    shelf = await library()
    open_ones = await drafts(viewer, states=(DraftState.OPEN, DraftState.PROPOSED))
    return [
        *(EditionChoice(row.scheme, "", row.title, row.first_day, row.id) for row in open_ones),
        *(_choice(edition) for scheme in shelf.schemes for edition in reversed(shelf.of(scheme))),
    ]


async def asked_edition(viewer: Viewer, question: Question) -> Edition:
    """The edition that a question is about. Raises NotFound, Invalid `draft-incomplete` for a draft that is no edition yet."""
    if question.draft_id is not None:
        return await draft_edition(viewer, question.draft_id)
    try:
        return await edition_named(question.scheme, question.edition)
    except NoEdition:
        raise NotFound("edition") from None


async def simulations(viewer: Viewer, *, limit: int = 50) -> list[SimulationRow]:
    """The latest simulations of the viewer's places, newest first. Raises Forbidden."""
    if not viewer.may(Permission.SIMULATION_READ):
        raise Forbidden(Permission.SIMULATION_READ)
    stems = [stem_of(code) for code in viewer.places_for(Permission.SIMULATION_READ)]
    wanted = Q(*(Q(place_code__startswith=stem) for stem in stems), join_type="OR")
    rows = await Simulation.filter(wanted).order_by("-asked_at", "-id").limit(limit)
    names, stops = await _names(rows), await _stops(rows)
    return [_row(row, names, stops) for row in rows]


async def simulation(viewer: Viewer, simulation_id: UUID) -> SimulationView:
    """One simulation with its outcome so far: sums, cities with their targets, clauses. Raises NotFound."""
    row = await _visible(viewer, simulation_id)
    edition, tally = Edition.model_validate(row.content), Tally.of(row.tally)
    names, stops = await _names([row]), await _stops([row])
    asked_on = clock.day_of(row.asked_at)
    whole = await places.place(row.place_code, asked_on)
    targets = await impact.targets_of(row.scheme, row.place_code)
    return SimulationView(
        row=_row(row, names, stops),
        edition=edition,
        digest=row.digest,
        whole=_city(whole, together(tally.places.values()), targets),
        cities=tuple(
            [
                _city(place, counted, targets)
                for place in await places.children(row.place_code, asked_on)
                if (counted := _within(tally.places, place.code)).submissions
            ]
        ),
        clauses=_clauses(edition, tally),
        former=dict(tally.editions),
        unjudged=tally.unjudged,
        examples=tuple(tally.examples),
    )


async def moves(
    viewer: Viewer,
    simulation_id: UUID,
    *,
    kind: MoveKind | None = None,
    place_code: str = "",
    page: int = 1,
    size: int = 20,
) -> MovePage:
    """Those who would move, by place, those that fall first; narrowed to a kind or a place. Raises NotFound."""
    row = await _visible(viewer, simulation_id)
    found = SimulationMove.filter(simulation_id=row.id)
    if kind is not None:
        found = found.filter(kind=kind)
    if place_code:
        found = found.filter(place_code__startswith=stem_of(place_code))
    rows = await found.order_by("place_code", "kind", "id").offset((page - 1) * size).limit(size)
    titles = _titles(Edition.model_validate(row.content))
    return MovePage(tuple(_move(each, titles) for each in rows), await found.count())


async def all_moves(viewer: Viewer, simulation_id: UUID, *, at_once: int = 500) -> AsyncIterator[list[MoveView]]:
    """Every move, some at a time, so that none of it is held long. Raises NotFound."""
    row = await _visible(viewer, simulation_id)
    titles, last = _titles(Edition.model_validate(row.content)), None
    while rows := await _after(row.id, last).order_by("id").limit(at_once):
        yield [_move(each, titles) for each in rows]
        last = rows[-1].id


def _after(simulation_id: UUID, last: UUID | None) -> QuerySet[SimulationMove]:
    found = SimulationMove.filter(simulation_id=simulation_id)
    return found if last is None else found.filter(id__gt=last)


async def _visible(viewer: Viewer, simulation_id: UUID) -> Simulation:
    row = await Simulation.get_or_none(id=simulation_id)
    if row is None or not viewer.may_at(Permission.SIMULATION_READ, row.place_code):
        raise NotFound("simulation")
    return row


async def _names(rows: Iterable[Simulation]) -> dict[UUID, str]:
    return await accounts.account_names({row.asked_by for row in rows if row.asked_by})


async def _stops(rows: Iterable[Simulation]) -> dict[UUID, FailedJob]:
    """Those that stand still, with the job that the queue gave up: the queue alone knows, so it is asked."""
    keys = {job_key(row.id, row.done): row.id for row in rows if row.state == State.RUNNING}
    return {keys[key]: job for key, job in (await given_up(keys)).items()}


def _choice(edition: Edition) -> EditionChoice:
    return EditionChoice(
        scheme=edition.scheme,
        edition=edition.edition,
        title=_texts(edition.title),
        in_force_from=edition.in_force_from.isoformat(),
    )


def _row(row: Simulation, names: Mapping[UUID, str], stops: Mapping[UUID, FailedJob]) -> SimulationRow:
    failed = stops.get(row.id)
    return SimulationRow(
        id=row.id,
        scheme=row.scheme,
        edition=row.edition,
        title=row.content["title"],
        draft_id=row.draft_id,
        place_code=row.place_code,
        state=State.STOPPED if failed else State(row.state),
        done=row.done,
        total=max(row.total, row.done),
        asked_at=row.asked_at,
        asked_by=names.get(row.asked_by, "") if row.asked_by else "",
        moved_at=row.moved_at,
        ended_at=row.ended_at,
        stopped=None if failed is None else Stop(failed.failed_at, failed.attempts, failed.error),
    )


def _within(counted: Mapping[str, PlaceTally], code: str) -> PlaceTally:
    return together(part for place, part in counted.items() if covers(code, place))


def _city(place: PlaceInfo, counted: PlaceTally, targets: tuple[impact.Asked, ...]) -> CityImpact:
    kinds = {kind.value: counted.kinds[kind.value] for kind in MoveKind}
    counts = Counts(counted.submissions, counted.before, counted.after, **kinds)
    name = {"zh": place.name("zh-CN"), "en": place.name("en")}
    return CityImpact(place.code, name, counts, tuple(impact.on_place(targets, place.code, counted)))


def _titles(edition: Edition) -> dict[str, Texts]:
    """What the codes of an edition's chapters and clauses are called."""
    chapters = {chapter.code: _texts(chapter.title) for chapter in edition.chapters}
    return chapters | {criterion.code: _texts(criterion.title) for criterion in edition.criteria}


def _texts(title: Text) -> Texts:
    return {"zh": title.zh, "en": title.en}


def _clauses(edition: Edition, tally: Tally) -> tuple[ClauseImpact, ...]:
    titles = _titles(edition)
    ordered = sorted(tally.clauses.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ClauseImpact(code, titles.get(code), count) for code, count in ordered)


def _move(row: SimulationMove, titles: Mapping[str, Texts]) -> MoveView:
    return MoveView(
        application_id=row.application_id,
        site_name=row.site_name,
        enterprise_name=row.enterprise_name,
        place_code=row.place_code,
        year=row.year,
        state=row.state,
        kind=MoveKind(row.kind),
        before=Brief(**row.before),
        after=Brief(**row.after),
        causes=tuple(CauseView(title=titles.get(cause["code"]), **cause) for cause in row.causes),
        lost=tuple(row.lost),
    )
