"""taskiq's own way of sending a task ends in the same table."""

import asyncio
import json

import pytest

from registry.db.transactions import transaction
from registry.jobs.broker import DatabaseBroker
from registry.jobs.models import Job

pytestmark = pytest.mark.usefixtures("db")


async def test_kiq_joins_the_callers_transaction():
    broker = DatabaseBroker()

    async def note(name: str) -> None: ...

    task = broker.register_task(note, task_name="note")
    with pytest.raises(LookupError):
        async with transaction():
            await task.kiq(name="lost")
            raise LookupError
    await task.kiq(name="贵阳")
    job = await Job.get()
    assert (job.name, json.loads(job.payload)) == ("note", {"name": "贵阳"})


@pytest.mark.parametrize("steps", range(5))
async def test_a_stop_in_the_moment_of_an_arrival_is_a_stop(steps):
    """Else the loop that ends waits for ever: nobody tells it a second time."""
    broker = DatabaseBroker(poll=60.0)
    taking = asyncio.create_task(anext(broker.listen()))
    await asyncio.sleep(0.1)
    broker.arrived.set()
    for _ in range(steps):
        await asyncio.sleep(0)
    taking.cancel()
    await asyncio.wait([taking], timeout=2.0)
    assert taking.cancelled()
