"""taskiq's own way of sending a task ends in the same table."""

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
