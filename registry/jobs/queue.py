"""The table as a queue: who takes a job, keeps it, finishes it or gives it back. Running it is `loop.py`'s.

A job is taken for a limited time, the lease. Whoever lets it lapse loses the job to the next; whoever lost it can
neither finish nor fail it any more.
"""

import asyncio
import json
import os
import platform
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from weakref import WeakSet

from tortoise.expressions import F, Q

from registry import clock
from registry.db.transactions import transaction
from registry.jobs.models import Job, JobWorker
from registry.jobs.rules import LEASE, MAX_ATTEMPTS, delay_after

listeners: WeakSet[asyncio.Event] = WeakSet()
"""Events of this process's loops, set when a job arrives, so that nobody waits for the next look at the table."""


@dataclass(frozen=True)
class Claimed:
    """A job in hand."""

    id: UUID
    name: str
    payload: dict[str, Any]
    attempt: int


def wake() -> None:
    """Tell the loops of this process to look at the table now."""
    for listener in listeners:
        listener.set()


def worker_name() -> str:
    """A name for a worker, from which its machine and process can be told. Reads a file: call it in a thread."""
    return f"{platform.node()}:{os.getpid()}:{_started(os.getpid())}:{uuid4().hex[:8]}"


async def claim(worker: str, names: Collection[str], lease: timedelta = LEASE) -> Claimed | None:
    """Take the job that has waited longest among those called `names`, or None.

    A job that was begun so often without an end (its process died each time) is given up instead.
    """
    now = clock.now()
    due = Job.filter(
        Q(locked_until=None) | Q(locked_until__lt=now),
        done_at=None,
        failed_at=None,
        run_at__lte=now,
        name__in=list(names),
    )
    # A glance first: on SQLite a transaction would hold up every writer, twice a second.
    while await due.exists():
        async with transaction():
            job = await due.order_by("run_at", "id").select_for_update(skip_locked=True).first()
            if job is None:
                return None
            mine = Job.filter(id=job.id)
            if job.attempts >= MAX_ATTEMPTS:
                await mine.update(failed_at=now, locked_until=None, locked_by=None)
                continue
            await mine.update(locked_until=now + lease, locked_by=worker, attempts=F("attempts") + 1)
        return Claimed(job.id, job.name, json.loads(job.payload), job.attempts + 1)
    return None


async def renew(job_id: UUID, worker: str, lease: timedelta = LEASE) -> bool:
    """Keep the job for another lease; False if it is lost."""
    return bool(await _held(job_id, worker).update(locked_until=clock.now() + lease))


async def finish(job_id: UUID, worker: str) -> bool:
    """The job is done; False if it was lost before."""
    done = _held(job_id, worker).update(done_at=clock.now(), locked_until=None, locked_by=None, last_error=None)
    return bool(await done)


async def fail(job_id: UUID, worker: str, attempt: int, error: str) -> bool:
    """The attempt failed: try again later, or give up after `MAX_ATTEMPTS`. True if given up."""
    now = clock.now()
    over = attempt >= MAX_ATTEMPTS
    fate = {"failed_at": now} if over else {"run_at": now + delay_after(attempt)}
    await _held(job_id, worker).update(locked_until=None, locked_by=None, last_error=error, **fate)
    return over


async def give_back(worker: str) -> int:
    """Let others have what this worker still holds; an attempt cut short does not count. Gives how many."""
    held = Job.filter(locked_by=worker, done_at=None)
    return await held.update(locked_until=None, locked_by=None, attempts=F("attempts") - 1)


async def release_of_the_dead() -> int:
    """Free the jobs held by processes of this machine that are no more. Gives how many.

    Only for SQLite, where all workers are on this machine; elsewhere a like-named machine may be another.
    """
    freed = 0
    for worker in await Job.filter(done_at=None).exclude(locked_by=None).distinct().values_list("locked_by", flat=True):
        if await asyncio.to_thread(_is_dead, str(worker)):
            freed += await Job.filter(locked_by=worker, done_at=None).update(locked_until=None, locked_by=None)
    return freed


async def sign_of_life(worker: str) -> None:
    """Note that this worker is alive now."""
    async with transaction():
        if not await JobWorker.filter(worker=worker).update(seen_at=clock.now()):
            await JobWorker.filter(seen_at__lt=clock.now() - timedelta(days=1)).delete()
            await JobWorker.create(worker=worker, seen_at=clock.now())


async def sign_off(worker: str) -> None:
    """Note that a worker has ended in good order."""
    await JobWorker.filter(worker=worker).delete()


def _held(job_id: UUID, worker: str) -> Any:
    return Job.filter(id=job_id, locked_by=worker, done_at=None)


def _is_dead(worker: str) -> bool:
    node, process, started, _ = worker.rsplit(":", 3)
    if node != platform.node():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _started(int(process)) != started  # the number was given to another process since


def _started(process: int) -> str:
    """When a process began, as the kernel counts; empty where there is no /proc."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""
