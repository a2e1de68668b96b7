"""The loop runs each job to its end, at least once, whatever is stopped, cancelled or killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from registry import logs
from registry.jobs import loop as under_test
from registry.jobs import queue
from registry.jobs.actions import enqueue
from registry.jobs.loop import Handler, JobLoop
from registry.jobs.models import Job
from registry.jobs.queries import heartbeat_age, waiting
from tests.databases import LEG

pytestmark = pytest.mark.usefixtures("db")


@asynccontextmanager
async def running(handlers: dict[str, Handler], **options: Any) -> AsyncIterator[JobLoop]:
    loop = JobLoop(handlers, poll=0.02, **options)
    await loop.start()
    try:
        yield loop
    finally:
        await loop.stop(patience=5)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110 - what is awaited is in the database
            await asyncio.sleep(0.01)


async def all_done() -> bool:
    return await waiting() == 0


async def test_runs_what_is_queued_with_the_jobs_id_in_the_logs():
    seen: list[tuple[dict[str, Any], str]] = []

    async def note(payload: dict[str, Any]) -> None:
        seen.append((payload, logs.request_id.get()))

    async with running({"note": note}):
        await enqueue("note", {"name": "贵阳"})
        await until(all_done)
    assert seen == [({"name": "贵阳"}, f"job-{(await Job.get()).id}")]


async def test_two_loops_never_run_a_job_twice():
    seen: list[int] = []

    async def note(payload: dict[str, Any]) -> None:
        await asyncio.sleep(0.002)
        seen.append(payload["number"])

    async with running({"note": note}, hands=2), running({"note": note}, hands=2):
        for number in range(30):
            await enqueue("note", {"number": number})
        await until(all_done)
    assert sorted(seen) == list(range(30))


async def test_an_error_is_tried_again_and_does_not_stop_the_loop(monkeypatch):
    monkeypatch.setattr(queue, "delay_after", lambda _: timedelta(0))
    tries = 0

    async def third_time(_: dict[str, Any]) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError("secret")

    async with running({"try": third_time}):
        await enqueue("try", {})
        await until(all_done)
    job = await Job.get()
    assert (tries, job.attempts, job.last_error) == (3, 3, None)


async def test_a_job_nobody_knows_waits():
    async def never(_: dict[str, Any]) -> None:
        raise AssertionError

    async with running({"other": never}):
        await enqueue("unknown", {})
        await asyncio.sleep(0.1)
    job = await Job.get()
    assert (job.attempts, job.done_at, job.failed_at) == (0, None, None)


async def test_a_long_job_keeps_its_lease():
    started = 0

    async def slow(_: dict[str, Any]) -> None:
        nonlocal started
        started += 1
        await asyncio.sleep(0.9)

    lease = timedelta(seconds=0.3)
    async with running({"slow": slow}, lease=lease), running({"slow": slow}, lease=lease):
        await enqueue("slow", {})
        await until(all_done)
    assert started == 1


async def test_a_job_lost_to_another_is_stopped():
    stopped = asyncio.Event()

    async def slow(_: dict[str, Any]) -> None:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            stopped.set()
            raise

    async with running({"slow": slow}, lease=timedelta(seconds=0.2)):
        await enqueue("slow", {})
        await until(Job.exclude(locked_by=None).exists)
        await Job.all().update(locked_by="thief")
        async with asyncio.timeout(5):
            await stopped.wait()
    assert (await Job.get()).locked_by == "thief"


async def test_stop_lets_the_running_job_end_and_takes_no_new_one():
    order: list[str] = []

    async def slow(payload: dict[str, Any]) -> None:
        order.append("begun")
        await asyncio.sleep(0.2)
        order.append("ended")

    loop = JobLoop({"slow": slow}, poll=0.02)
    await loop.start()
    await enqueue("slow", {})
    await enqueue("slow", {})
    await until(Job.exclude(locked_by=None).exists)
    await asyncio.sleep(0.05)
    await loop.stop()
    assert order == ["begun", "ended"]
    assert await Job.exclude(done_at=None).count() == 1
    assert await Job.exclude(locked_by=None).count() == 0
    assert await heartbeat_age() is None


async def test_stop_out_of_patience_gives_the_job_back():
    async def endless(_: dict[str, Any]) -> None:
        await asyncio.sleep(60)

    loop = JobLoop({"endless": endless}, poll=0.02)
    await loop.start()
    await enqueue("endless", {})
    await until(Job.exclude(locked_by=None).exists)
    await loop.stop(patience=0.05)
    job = await Job.get()
    assert (job.locked_by, job.attempts, job.done_at) == (None, 0, None)


async def test_signs_of_life_while_it_runs(monkeypatch):
    monkeypatch.setattr(under_test, "HEARTBEAT", 0.01)
    async with running({}):
        first = await queue.JobWorker.get()
        await until(lambda: queue.JobWorker.filter(seen_at__gt=first.seen_at).exists())


async def test_a_database_that_does_not_answer_for_a_while_is_asked_again(monkeypatch):
    claim = queue.claim
    failures = 3

    async def flaky(*args: Any) -> Any:
        nonlocal failures
        if failures:
            failures -= 1
            raise OSError
        return await claim(*args)

    async def nothing(_: dict[str, Any]) -> None: ...

    monkeypatch.setattr(queue, "claim", flaky)
    async with running({"nothing": nothing}):
        await enqueue("nothing", {})
        await until(all_done)


KILLED = """
import asyncio, sys
from registry.db.lifecycle import connected
from registry.jobs.loop import JobLoop
from registry.settings import Settings

async def stuck(payload):
    print("begun", flush=True)
    await asyncio.sleep(600)

async def main():
    async with connected(Settings()):
        await JobLoop({"stuck": stuck}, poll=0.02).start()
        await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.mark.may_block
async def test_killed_in_the_middle_it_runs_again_after_the_restart(db, settings):
    """On SQLite at once; elsewhere when the lease has lapsed."""
    await enqueue("stuck", {})
    environment = os.environ | {"LVCE_DATA": str(settings.data), "LVCE_DATABASE_URL": settings.database_url}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, env=environment, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"begun\n"
    finally:
        process.send_signal(signal.SIGKILL)
        await process.communicate()
    ran = asyncio.Event()

    async def unstuck(_: dict[str, Any]) -> None:
        ran.set()

    if LEG == "postgres":
        await Job.all().update(locked_until=(await Job.get()).run_at)
    async with running({"stuck": unstuck}):
        async with asyncio.timeout(10):
            await ran.wait()
        await until(all_done)
    assert (await Job.get()).attempts == 2
