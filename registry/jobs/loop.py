"""Running jobs, one or a few at a time, until told to stop. What each name means is given from above."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from taskiq.receiver import Receiver
from tortoise.connection import get_connection
from tortoise.exceptions import BaseORMException

from registry import logs
from registry.db.uninterrupted import uninterrupted
from registry.jobs import queue
from registry.jobs.broker import DatabaseBroker
from registry.jobs.rules import LEASE, describe

log = structlog.get_logger()

Handler = Callable[[dict[str, Any]], Awaitable[None]]

HEARTBEAT = 10.0
"""Seconds between signs of life."""


class JobLoop:
    """Runs the jobs whose names are in `handlers`, at least once each: handlers must bear being run again.

    `hands` jobs run at a time; `poll` is the longest a job of another process waits unseen, in seconds.
    """

    def __init__(
        self, handlers: Mapping[str, Handler], *, hands: int = 1, poll: float = 1.0, lease: timedelta = LEASE
    ) -> None:
        self.worker = ""
        self.lease = lease
        self._handlers = handlers
        self._broker = DatabaseBroker(lease=lease, poll=poll)
        for name in handlers:
            self._broker.register_task(self._task(name), task_name=name)
        self._receiver = Receiver(self._broker, max_async_tasks=hands, validate_params=False, run_startup=False)
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._running: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Begin. On SQLite, jobs of a process that was killed are taken up at once."""
        self.worker = self._broker.worker = await asyncio.to_thread(queue.worker_name)
        if get_connection("default").capabilities.dialect == "sqlite":
            await queue.release_of_the_dead()
        await queue.sign_of_life(self.worker)
        self._tasks = [
            asyncio.create_task(self._receiver.listen(self._stopping), name="jobs"),
            asyncio.create_task(self._beat(), name="heartbeat"),
        ]

    async def stop(self, patience: float = 30.0) -> None:
        """Take no new job, let the running one end within `patience` seconds, give back what is left."""
        self._stopping.set()
        jobs, heartbeat = self._tasks
        await asyncio.wait([jobs], timeout=patience)
        for task in [*self._running, jobs, heartbeat]:
            task.cancel()
        await asyncio.gather(*self._running, jobs, heartbeat, return_exceptions=True)
        self._tasks = []
        await uninterrupted(self._leave())

    async def _leave(self) -> None:
        await queue.give_back(self.worker)
        await queue.sign_off(self.worker)

    async def _beat(self) -> None:
        """Signs of life, as long as jobs are taken."""
        while not self._tasks or not self._tasks[0].done():
            with contextlib.suppress(BaseORMException, OSError):
                await queue.sign_of_life(self.worker)
            await asyncio.sleep(HEARTBEAT)
        log.error("the job loop has ended by itself")

    def _task(self, name: str) -> Callable[[str, int, str], Awaitable[None]]:
        async def run(job_id: str, attempt: int, payload: str) -> None:
            await self._run(name, UUID(job_id), attempt, json.loads(payload))

        return run

    async def _run(self, name: str, job_id: UUID, attempt: int, payload: dict[str, Any]) -> None:
        token = logs.request_id.set(f"job-{job_id}")
        work = asyncio.ensure_future(self._handlers[name](payload))
        self._running.add(work)
        keeping = asyncio.create_task(self._keep(job_id, work))
        try:
            await work
        except asyncio.CancelledError:
            if self._stopping.is_set():
                raise
            log.warning("job lost to another worker", job=name)
        except Exception as error:
            given_up = await queue.fail(job_id, self.worker, attempt, describe(error))
            log.exception("job given up" if given_up else "job failed, will be tried again", job=name, attempt=attempt)
        else:
            await queue.finish(job_id, self.worker)
            log.info("job done", job=name, attempt=attempt)
        finally:
            keeping.cancel()
            self._running.discard(work)
            logs.request_id.reset(token)

    async def _keep(self, job_id: UUID, work: "asyncio.Future[None]") -> None:
        """Renew the lease while the job runs; stop the job once it is somebody else's."""
        while True:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            try:
                kept = await queue.renew(job_id, self.worker, self.lease)
            except (BaseORMException, OSError):
                continue
            if not kept:
                work.cancel()
                return
