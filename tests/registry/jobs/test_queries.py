"""Operators see what waits, what was given up, and whether anybody works."""

from datetime import timedelta

import pytest

from registry import clock
from registry.jobs import queue
from registry.jobs.actions import enqueue
from registry.jobs.models import Job
from registry.jobs.queries import failed, given_up, heartbeat_age, waiting

pytestmark = pytest.mark.usefixtures("db")


async def test_signs_of_life():
    assert await heartbeat_age() is None
    await queue.sign_of_life("w")
    await queue.sign_of_life("w")
    age = await heartbeat_age()
    assert age is not None
    assert age < timedelta(seconds=60)
    await queue.sign_off("w")
    assert await heartbeat_age() is None


async def test_the_newest_sign_counts_and_old_ones_are_swept():
    await queue.sign_of_life("old")
    await queue.JobWorker.filter(worker="old").update(seen_at=clock.now() - timedelta(days=2))
    age = await heartbeat_age()
    assert age is not None
    assert age > timedelta(days=1)
    await queue.sign_of_life("new")
    assert await queue.JobWorker.all().values_list("worker", flat=True) == ["new"]


async def test_waiting_and_given_up():
    now = clock.now()
    for fate in (
        {},
        {"done_at": now},
        {"failed_at": now},
        {"failed_at": now + timedelta(seconds=1), "last_error": "x"},
    ):
        await Job.create(name="print", payload="{}", run_at=now, **fate)
    await enqueue("print", {}, run_at=now + timedelta(days=1))
    assert await waiting() == 2
    assert [job.error for job in await failed()] == ["x", "its process died each time"]
    assert len(await failed(limit=1)) == 1


async def test_given_up_by_key():
    now = clock.now()
    await Job.create(name="print", payload="{}", run_at=now, key="a", failed_at=now, attempts=8)
    await Job.create(name="print", payload="{}", run_at=now, key="b")
    found = await given_up({"a", "b", "c"})
    assert {key: job.attempts for key, job in found.items()} == {"a": 8}
    assert await given_up(()) == {}
