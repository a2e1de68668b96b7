"""A job exists if and only if the transaction that queued it was kept, and once per key."""

import asyncio
import json
from uuid import UUID

import pytest

from registry import clock
from registry.db.transactions import transaction
from registry.errors import NotFound
from registry.jobs.actions import enqueue, retry, retry_all
from registry.jobs.models import Job
from registry.jobs.queries import waiting

pytestmark = pytest.mark.usefixtures("db")


async def test_lost_with_its_transaction():
    with pytest.raises(LookupError):
        async with transaction():
            await enqueue("print", {"number": "一"})
            raise LookupError
    assert await Job.all().count() == 0
    async with transaction():
        await enqueue("print", {"number": "一"})
    assert json.loads((await Job.get()).payload) == {"number": "一"}


async def test_a_key_is_used_once_also_by_many_at_a_time():
    async def action() -> None:
        async with transaction():
            await enqueue("print", {}, key="certificate-1")
            await enqueue("mail", {})

    await asyncio.gather(*(action() for _ in range(8)))
    assert await Job.filter(name="print").count() == 1
    assert await Job.filter(name="mail").count() == 8


async def test_retry_needs_a_failed_job():
    await enqueue("print", {})
    with pytest.raises(NotFound):
        await retry((await Job.get()).id)
    with pytest.raises(NotFound):
        await retry(UUID(int=1))


async def test_all_of_a_name_are_retried():
    for name in ("a", "a", "b"):
        await enqueue(name, {})
    await Job.all().update(failed_at=clock.now(), attempts=5)
    assert await retry_all("a") == 2
    assert await Job.filter(failed_at=None, attempts=0).count() == 2
    assert await waiting("a") == 2
    assert await waiting("b") == 0
