"""What is done with simulations: asked, carried on part by part, tried again where they stopped, given up."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from registry import clock
from registry.accounts.rules import Permission
from registry.accounts.schemas import SYSTEM, Viewer
from registry.applications import archive
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.errors import Conflict, Forbidden, NotFound, NotNow
from registry.identifiers import new_id
from registry.jobs.actions import enqueue, retry
from registry.jobs.queries import given_up
from registry.simulations import rules
from registry.simulations.judging import judged_part
from registry.simulations.models import Simulation, SimulationMove
from registry.simulations.queries import asked_edition
from registry.simulations.rules import State, Tally
from registry.simulations.schemas import Question
from scoring.digest import plain
from scoring.editions import Edition


async def start(question: Question, *, token: str, actor: Viewer) -> UUID:
    """Ask what an edition would do to everything handed in until now; returns the simulation. Its job begins at once.

    The same token again gives the simulation that it started. Raises Forbidden (no right there), NotFound (no such
    edition or draft), Invalid `simulation-token`, Conflict where the token is somebody else's.
    """
    if not actor.may_at(Permission.SIMULATION_RUN, question.place_code):
        raise Forbidden(Permission.SIMULATION_RUN)
    rules.check_token(token)
    edition = await asked_edition(actor, question)
    known = await Simulation.get_or_none(token=token)
    if known is not None:
        return _same(known, actor)
    try:
        return await _start(question, edition, token=token, actor=actor)
    except IntegrityError:
        # The other click was a moment faster.
        return _same(await Simulation.get(token=token), actor)


async def _start(question: Question, edition: Edition, *, token: str, actor: Viewer) -> UUID:
    now = clock.now()
    total = await archive.count(edition.scheme, question.place_code, until=now)
    async with transaction():
        row = await Simulation.create(
            id=new_id(),
            token=token,
            scheme=edition.scheme,
            edition=edition.edition,
            draft_id=question.draft_id,
            content=plain(edition.model_dump(exclude_defaults=True)),
            digest=edition.digest,
            place_code=question.place_code,
            state=State.RUNNING,
            total=total,
            tally={},
            asked_at=now,
            asked_by=actor.account_id,
            moved_at=now,
        )
        await _go_on(row.id, 0)
        await record(
            actor=actor,
            tag="simulation:start",
            subject=("simulation", row.id),
            data={"scheme": row.scheme, "edition": row.edition, "digest": row.digest, "total": total},
            place_code=row.place_code,
        )
    return row.id


async def cancel(simulation_id: UUID, *, actor: Viewer) -> None:
    """Give up a simulation that runs or stopped; what it found so far stays. Raises NotFound, NotNow `simulation-over`."""
    async with transaction():
        row = await _locked(simulation_id, actor)
        now = clock.now()
        await Simulation.filter(id=simulation_id).update(state=State.CANCELLED, ended_at=now, moved_at=now)
        await record(
            actor=actor,
            tag="simulation:cancel",
            subject=("simulation", simulation_id),
            data={"done": row.done},
            place_code=row.place_code,
        )


async def try_again(simulation_id: UUID, *, actor: Viewer) -> None:
    """Let a simulation that stopped go on from where it stood. Its next job gets its eight attempts anew.

    Raises NotFound, NotNow `simulation-over` or `simulation-not-stopped`.
    """
    async with transaction():
        row = await _locked(simulation_id, actor)
        key = rules.job_key(row.id, row.done)
        failed = (await given_up({key})).get(key)
        if failed is None:
            raise NotNow(
                "simulation-not-stopped",
                "This simulation has not stopped: it goes on by itself.",
                hint="Open its page again to see how far it is.",
            )
        await retry(failed.id)
        await Simulation.filter(id=row.id).update(moved_at=clock.now())
        await record(
            actor=actor,
            tag="simulation:retry",
            subject=("simulation", row.id),
            data={"done": row.done, "error": failed.error},
            place_code=row.place_code,
        )


async def run(simulation_id: UUID, *, at_once: int = rules.AT_ONCE) -> None:
    """Judge the next part and queue the one after it, so that no other job waits long for a large simulation.

    Part, counts, progress and the next job are kept together or not at all: whatever is cut short is done again from
    where it stood, and a part that two workers did is kept once. Doing it after the end does nothing.
    """
    row = await Simulation.get_or_none(id=simulation_id)
    if row is None or row.state != State.RUNNING:
        return
    edition = Edition.model_validate(row.content)
    part = await judged_part(edition, row.place_code, until=row.asked_at, after=row.cursor, at_once=at_once)
    mine = Simulation.filter(id=row.id, state=State.RUNNING, done=row.done)
    now = clock.now()
    async with transaction():
        if part is None:
            if await mine.update(state=State.DONE, total=row.done, ended_at=now, moved_at=now):
                await record(
                    actor=SYSTEM,
                    tag="simulation:finish",
                    subject=("simulation", row.id),
                    data={"done": row.done},
                    place_code=row.place_code,
                )
            return
        tally, done = Tally.of(row.tally), row.done + part.count
        tally.add(part.tally)
        if await mine.update(done=done, cursor=part.cursor, tally=tally.to_json(), moved_at=now):
            await SimulationMove.bulk_create([SimulationMove(simulation_id=row.id, **move) for move in part.moves])
            await _go_on(row.id, done)


async def _go_on(simulation_id: UUID, done: int) -> None:
    await enqueue(rules.JOB, {"simulation_id": str(simulation_id)}, key=rules.job_key(simulation_id, done))


async def _locked(simulation_id: UUID, actor: Viewer) -> Simulation:
    """One that has not ended, locked until the transaction does, for whoever may run it; NotFound otherwise."""
    row = await Simulation.filter(id=simulation_id).select_for_update().first()
    if row is None or not actor.may_at(Permission.SIMULATION_RUN, row.place_code):
        raise NotFound("simulation")
    rules.check_running(State(row.state))
    return row


def _same(known: Simulation, actor: Viewer) -> UUID:
    """The simulation that a token started, for the one who started it."""
    if known.asked_by != actor.account_id:
        raise Conflict(
            "simulation-token-used",
            "This token has started another simulation.",
            hint="Choose a new one.",
            field="token",
        )
    return known.id
