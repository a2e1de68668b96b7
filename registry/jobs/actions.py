"""Putting work on the queue. Taking it off is `loop.py`'s."""

import json
from collections.abc import Mapping
from datetime import datetime

from registry import clock
from registry.db.transactions import transaction
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
