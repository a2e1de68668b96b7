"""Asking, going on part by part, giving up: once per token, nothing twice, from wherever it was cut off."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from registry.applications.models import Application
from registry.audit.models import AuditEntry
from registry.errors import Conflict, Forbidden, Invalid, NotFound, NotNow
from registry.identifiers import new_id
from registry.jobs import queue
from registry.jobs.loop import JobLoop
from registry.jobs.models import Job
from registry.jobs.rules import MAX_ATTEMPTS
from registry.simulations import actions
from registry.simulations.models import Simulation, SimulationMove
from registry.simulations.queries import simulation
from registry.simulations.rules import JOB, State, job_key
from registry.simulations.schemas import Question
from tests.factories import applications as make
from tests.factories import people, stages
from tests.factories.enterprises import places
from tests.factories.simulations import finish, question, started, stop, token, waiting

pytestmark = pytest.mark.usefixtures("db")


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110 - what is awaited is in the database
            await asyncio.sleep(0.01)


async def test_the_same_token_asks_once():
    officer, once = people.province_officer(), token()
    first = await actions.start(question(), token=once, actor=officer)
    assert await actions.start(question(), token=once, actor=officer) == first
    assert (
        await asyncio.gather(*(actions.start(question(), token=once, actor=officer) for _ in range(3))) == [first] * 3
    )
    assert (await Simulation.all().count(), await waiting()) == (1, 1)
    with pytest.raises(Conflict, match="simulation-token-used"):
        await actions.start(question(), token=once, actor=people.province_officer())
    with pytest.raises(Invalid, match="simulation-token"):
        await actions.start(question(), token="short", actor=officer)


async def test_two_at_the_same_moment_are_one():
    officer, once = people.province_officer(), token()
    found = await asyncio.gather(*(actions.start(question(), token=once, actor=officer) for _ in range(5)))
    assert len(set(found)) == 1
    assert (await Simulation.all().count(), await waiting()) == (1, 1)
    assert await AuditEntry.filter(tag="simulation:start").count() == 1


async def test_only_provinces_ask_and_only_at_home():
    for actor in (people.city_officer(), people.auditor(), people.province_decider(), people.expert()):
        with pytest.raises(Forbidden):
            await started(actor)
    with pytest.raises(Forbidden):
        await started(people.province_officer(people.SICHUAN))
    await started(asked=question(place_code=people.ZUNYI))
    with pytest.raises(NotFound):
        await started(asked=question("1999-01-01"))
    assert await Simulation.all().count() == 1


def test_a_question_names_an_edition_or_a_draft():
    for fields in ({"scheme": "green-mall"}, {}):
        with pytest.raises(ValueError, match="missing"):
            Question(place_code=people.GUIZHOU, **fields)
    assert Question(place_code=people.GUIZHOU, draft_id=new_id()).edition == ""


async def test_it_goes_on_part_by_part_to_the_end():
    for _ in range(5):
        await make.submitted()
    await make.draft()
    asked = await started()
    row = await Simulation.get(id=asked)
    assert (row.total, row.done, row.state) == (5, 0, "running")
    seen = []
    while row.state == "running":
        await actions.run(asked, at_once=2)
        row = await Simulation.get(id=asked)
        seen.append(row.done)
    assert seen == [2, 4, 5, 5]
    assert row.ended_at is not None
    assert await waiting() == 4
    assert sum(part["submissions"] for part in row.tally["places"].values()) == 5
    entries = await AuditEntry.filter(subject_id=asked).order_by("seq")
    assert [entry.tag for entry in entries] == ["simulation:start", "simulation:finish"]
    await actions.run(asked, at_once=2)
    await actions.run(new_id())
    assert await AuditEntry.filter(subject_id=asked).count() == 2


async def test_two_workers_count_nothing_twice():
    for _ in range(6):
        await make.submitted()
    asked = await started()
    while (await Simulation.get(id=asked)).state == "running":
        await asyncio.gather(
            actions.run(asked, at_once=2), actions.run(asked, at_once=2), actions.run(asked, at_once=2)
        )
    row = await Simulation.get(id=asked)
    assert (row.done, sum(part["submissions"] for part in row.tally["places"].values())) == (6, 6)
    ids = await SimulationMove.filter(simulation_id=asked).values_list("application_id", flat=True)
    assert len(ids) == len(set(ids))


async def test_what_is_cut_short_is_done_again_from_where_it_stood(monkeypatch):
    for _ in range(4):
        await make.submitted()
    asked = await started()
    await actions.run(asked, at_once=2)
    before = await Simulation.get(id=asked)
    moves = await SimulationMove.filter(simulation_id=asked).count()

    async def cut(*_, **__):
        raise ConnectionError("the machine stops")

    with monkeypatch.context() as broken:
        broken.setattr(actions, "enqueue", cut)
        with pytest.raises(ConnectionError):
            await actions.run(asked, at_once=2)
    row = await Simulation.get(id=asked)
    assert (row.done, row.cursor, row.tally) == (before.done, before.cursor, before.tally)
    assert await SimulationMove.filter(simulation_id=asked).count() == moves
    row = await finish(asked, at_once=2)
    assert (row.done, row.total) == (4, 4)


async def test_it_can_be_given_up():
    await make.submitted()
    asked = await started()
    for actor in (people.province_officer(people.SICHUAN), people.auditor(), people.city_officer()):
        with pytest.raises(NotFound):
            await actions.cancel(asked, actor=actor)
    with pytest.raises(NotFound):
        await actions.cancel(new_id(), actor=people.province_officer())
    await actions.cancel(asked, actor=people.province_officer())
    await actions.run(asked, at_once=2)
    row = await Simulation.get(id=asked)
    assert (row.state, row.done) == ("cancelled", 0)
    with pytest.raises(NotNow, match="simulation-over"):
        await actions.cancel(asked, actor=people.province_officer())


async def test_a_job_that_fails_eight_times_stops_it_and_trying_again_finishes_it(monkeypatch):
    """With the real loop: the queue gives the job up, an officer has it tried again, and it goes on from where it stood."""
    for _ in range(4):
        await make.submitted()
    asked, officer = await started(), people.province_officer()
    await actions.run(asked, at_once=2)
    await Job.filter(key=job_key(asked, 0)).delete()  # the part just done
    broken = True

    async def part(payload):
        if broken:
            raise ConnectionError("the machine stops")
        await actions.run(UUID(payload["simulation_id"]), at_once=2)

    monkeypatch.setattr(queue, "delay_after", lambda _: timedelta(0))
    loop = JobLoop({JOB: part}, poll=0.02)
    await loop.start()
    try:
        await until(lambda: Job.exclude(failed_at=None).exists())
        view = await simulation(officer, asked)
        assert (view.row.state, view.row.done, view.row.ended_at) == (State.STOPPED, 2, None)
        assert view.row.stopped.attempts == MAX_ATTEMPTS
        assert view.row.stopped.error.startswith("ConnectionError at test_actions.py:")
        broken = False
        await actions.try_again(asked, actor=officer)
        await until(lambda: Simulation.filter(id=asked, state="done").exists())
    finally:
        await loop.stop()
    row = await Simulation.get(id=asked)
    assert (row.done, sum(part["submissions"] for part in row.tally["places"].values())) == (4, 4)
    assert (await simulation(officer, asked)).row.stopped is None
    entries = await AuditEntry.filter(subject_id=asked).order_by("seq")
    assert [entry.tag for entry in entries] == ["simulation:start", "simulation:retry", "simulation:finish"]


async def test_only_what_stopped_is_tried_again_and_by_those_who_may():
    await make.submitted()
    asked, officer = await started(), people.province_officer()
    with pytest.raises(NotNow, match="simulation-not-stopped"):
        await actions.try_again(asked, actor=officer)
    await stop()
    for actor in (people.province_officer(people.SICHUAN), people.auditor(), people.city_officer()):
        with pytest.raises(NotFound):
            await actions.try_again(asked, actor=actor)
    with pytest.raises(NotFound):
        await actions.try_again(new_id(), actor=officer)
    found = await asyncio.gather(*(actions.try_again(asked, actor=officer) for _ in range(3)), return_exceptions=True)
    assert sorted(str(each)[:24] for each in found) == ["None", *["[simulation-not-stopped]"] * 2]
    assert await AuditEntry.filter(tag="simulation:retry").count() == 1
    await stop()
    await actions.cancel(asked, actor=officer)
    with pytest.raises(NotNow, match="simulation-over"):
        await actions.try_again(asked, actor=officer)


async def test_the_edition_in_question_is_kept_and_nothing_else_changes():
    made = await stages.reviewed()
    before = await Application.get(id=made.id)
    asked = await started()
    row = await finish(asked)
    assert row.content["edition"] == "2018-03-01"
    after = await Application.get(id=made.id)
    assert (after.state, after.revision, after.edition) == (before.state, before.revision, before.edition)


async def test_with_nothing_handed_in_it_ends_at_once():
    await places()
    row = await finish(await started())
    assert (row.state, row.done, row.total, row.tally) == ("done", 0, 0, {})
