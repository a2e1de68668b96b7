"""Putting work on the queue. Taking it off is `loop.py`'s."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from registry import clock
from registry.db.transactions import after_commit, transaction
from registry.errors import NotFound
from registry.jobs import queue
from registry.jobs.models import Job


async def enqueue(
    name: str, payload: Mapping[str, object], *, key: str | None = None, run_at: datetime | None = None
) -> None:
    """Queue a job inside the caller's transaction: it exists if and only if the transaction is kept.

    `payload` is plain JSON. A second job with the same `key` is not made, whether the first is waiting or done.
    `run_at` (aware) delays it; default now.
    """
    job = Job(name=name, payload=json.dumps(dict(payload), ensure_ascii=False), key=key, run_at=run_at or clock.now())
    async with transaction():
        await Job.bulk_create([job], ignore_conflicts=True)
        after_commit(queue.wake)


async def retry_all(name: str) -> int:
    """Try every job of a name that was given up once more from the start. Gives how many."""
    async with transaction():
        failed = Job.filter(name=name).exclude(failed_at=None)
        after_commit(queue.wake)
        return await failed.update(failed_at=None, attempts=0, run_at=clock.now())


async def retry(job_id: UUID) -> None:
    """Try a job that was given up once more from the start. Raises NotFound if there is no such failed job."""
    async with transaction():
        failed = Job.filter(id=job_id).exclude(failed_at=None)
        if not await failed.update(failed_at=None, attempts=0, run_at=clock.now()):
            raise NotFound("job")
        after_commit(queue.wake)
