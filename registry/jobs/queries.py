"""Questions about the queue, for operators and for areas whose work waits there."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from registry import clock
from registry.jobs.models import Job, JobWorker
from registry.jobs.schemas import FailedJob

DIED = "its process died each time"
"""What is told of a job that left no error behind."""


async def failed(limit: int = 100) -> tuple[FailedJob, ...]:
    """Jobs that were given up, newest first."""
    jobs = await Job.exclude(failed_at=None).order_by("-failed_at").limit(limit)
    return tuple(_failed(job) for job in jobs)


async def given_up(keys: Collection[str]) -> dict[str, FailedJob]:
    """Those of the jobs with these keys that were given up, by key."""
    jobs = await Job.filter(key__in=list(keys)).exclude(failed_at=None) if keys else []
    return {job.key: _failed(job) for job in jobs if job.key is not None}


async def waiting(name: str | None = None) -> int:
    """How many jobs, of one name or all, are neither done nor given up, those in hand and those for later included."""
    open_ = Job.filter(done_at=None, failed_at=None)
    return await (open_ if name is None else open_.filter(name=name)).count()


async def heartbeat_age() -> timedelta | None:
    """How long ago a worker last gave a sign of life; None if none is running."""
    newest: Any = await JobWorker.all().order_by("-seen_at").first()
    return clock.now() - newest.seen_at if newest is not None else None


def _failed(job: Job) -> FailedJob:
    assert job.failed_at is not None  # noqa: S101 - only such are asked for
    return FailedJob(job.id, job.name, job.attempts, job.failed_at, job.last_error or DIED)
