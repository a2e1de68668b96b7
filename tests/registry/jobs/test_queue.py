"""A job is in one hand at a time, and comes back from a hand that has gone limp."""

import asyncio
from datetime import timedelta

import pytest

from registry import clock
from registry.db.transactions import transaction
from registry.jobs import queue
from registry.jobs.actions import enqueue, retry
from registry.jobs.models import Job
from registry.jobs.queries import failed, waiting
from registry.jobs.rules import MAX_ATTEMPTS

pytestmark = pytest.mark.usefixtures("db")
NAMES = ("print",)
SOON = timedelta(seconds=60)
PAST = timedelta(seconds=-1)


async def test_taken_once_however_many_ask():
    for number in range(10):
        await enqueue("print", {"number": number})
    taken = await asyncio.gather(*(queue.claim(f"w{hand}", NAMES) for hand in range(20)))
    numbers = [job.payload["number"] for job in taken if job]
    assert len(numbers) == len(set(numbers))
    while job := await queue.claim("last", NAMES):
        numbers.append(job.payload["number"])
    assert sorted(numbers) == list(range(10))


async def test_only_what_is_due_and_known_is_taken():
    await enqueue("print", {}, run_at=clock.now() + SOON)
    await enqueue("mail", {})
    assert await queue.claim("w", NAMES) is None
    assert await waiting() == 2


async def test_a_lapsed_lease_loses_the_job():
    await enqueue("print", {})
    first = await queue.claim("first", NAMES, PAST)
    second = await queue.claim("second", NAMES, SOON)
    assert first
    assert second
    assert first.id == second.id
    assert second.attempt == 2
    assert not await queue.renew(first.id, "first")
    assert not await queue.finish(first.id, "first")
    await queue.fail(first.id, "first", 1, "late")
    assert await queue.renew(second.id, "second")
    assert await queue.finish(second.id, "second")
    assert await queue.claim("third", NAMES) is None


async def test_a_failed_attempt_is_tried_later_and_in_the_end_given_up():
    await enqueue("print", {}, key="k")
    job_id = (await Job.get()).id
    for attempt in range(1, MAX_ATTEMPTS + 1):
        await Job.all().update(run_at=clock.now())
        job = await queue.claim("w", NAMES)
        assert job
        assert job.attempt == attempt
        assert await queue.fail(job.id, "w", attempt, "OSError") is (attempt == MAX_ATTEMPTS)
        assert await queue.claim("w", NAMES) is None
    assert [(job.id, job.name, job.error) for job in await failed()] == [(job_id, "print", "OSError")]
    await retry(job_id)
    again = await queue.claim("w", NAMES)
    assert again
    assert again.attempt == 1


async def test_a_job_that_kills_its_process_is_given_up_too():
    await enqueue("print", {})
    for _ in range(MAX_ATTEMPTS):
        assert await queue.claim("w", NAMES, PAST)
    assert await queue.claim("w", NAMES) is None
    assert [job.error for job in await failed()] == ["its process died each time"]


async def test_given_back_it_is_free_and_the_attempt_does_not_count():
    await enqueue("print", {})
    await queue.claim("w", NAMES)
    assert await queue.give_back("other") == 0
    assert await queue.give_back("w") == 1
    job = await queue.claim("v", NAMES)
    assert job
    assert job.attempt == 1


async def test_what_the_dead_held_is_free_and_the_living_keep_theirs():
    for _ in range(3):
        await enqueue("print", {})
    alive = await asyncio.to_thread(queue.worker_name)
    node, process, started, nonce = alive.rsplit(":", 3)
    await queue.claim(alive, NAMES)
    await queue.claim(f"{node}:{process}:{started}0:{nonce}", NAMES)  # the number belongs to another process now
    await queue.claim(f"elsewhere{node}:99999999:1:{nonce}", NAMES)
    assert await queue.release_of_the_dead() == 1
    await queue.claim(f"{node}:99999999:1:{nonce}", NAMES)
    assert await queue.release_of_the_dead() == 1


async def test_wakes_the_loops_only_after_the_commit():
    listener = asyncio.Event()
    queue.listeners.add(listener)
    async with transaction():
        await enqueue("print", {})
        assert not listener.is_set()
    assert listener.is_set()
