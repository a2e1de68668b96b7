"""Editions to ask about, and simulations run to their end or as far as a test wants."""

import re
from uuid import UUID

from registry import clock
from registry.accounts.schemas import Viewer
from registry.editions.actions import copy_edition
from registry.editions.models import EditionDraft
from registry.identifiers import new_id
from registry.jobs import queue
from registry.jobs.models import Job
from registry.jobs.rules import MAX_ATTEMPTS
from registry.simulations.actions import run, start
from registry.simulations.models import Simulation
from registry.simulations.rules import JOB
from registry.simulations.schemas import Question
from tests.factories import applications, people


def question(edition: str | None = None, place_code: str = people.GUIZHOU) -> Question:
    """The question about a shipped edition of green malls: the one of 2018 unless said otherwise."""
    return Question(scheme=applications.SCHEME, edition=edition or "2018-03-01", place_code=place_code)


def token() -> str:
    """A token that nobody has used."""
    return re.sub("-", "", str(new_id()))


async def started(actor: Viewer | None = None, asked: Question | None = None) -> UUID:
    """A simulation whose job waits."""
    return await start(asked or question(), token=token(), actor=actor or people.province_officer())


async def finish(simulation_id: UUID, *, at_once: int = 100) -> Simulation:
    """Run part after part until it has ended."""
    while (row := await Simulation.get(id=simulation_id)).state == "running":
        await run(simulation_id, at_once=at_once)
    return row


async def stop(error: str = "OperationalError at client.py:12") -> None:
    """Let the next job of simulations fail as often as it is tried, as a worker would."""
    for attempt in range(1, MAX_ATTEMPTS + 1):
        await Job.filter(name=JOB, done_at=None).update(run_at=clock.now())
        job = await queue.claim("a worker", [JOB])
        assert job is not None
        assert job.attempt == attempt
        await queue.fail(job.id, "a worker", attempt, error)


async def waiting() -> int:
    """How many jobs of simulations are queued."""
    return await Job.filter(name=JOB).count()


async def stricter_draft(actor: Viewer | None = None) -> UUID:
    """A draft copied from the edition of 2021 in which only full marks pass: whoever lost a point would fall."""
    officer = actor or people.province_officer()
    draft_id = await copy_edition(
        applications.SCHEME, "2021-05-25", place_code=people.GUIZHOU, actor=officer, on=clock.today()
    )
    content = (await EditionDraft.get(id=draft_id)).content
    content["pass_mark"] |= {"share": "1", "grades": []}
    content["in_force_from"] = f"{clock.today().year + 1}-01-01"
    await EditionDraft.filter(id=draft_id).update(content=content)
    return draft_id
