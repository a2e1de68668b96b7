"""taskiq's view of the queue: jobs come out as its messages, and its messages go in as jobs."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from datetime import timedelta

import structlog
from taskiq import AckableMessage, AsyncBroker, BrokerMessage
from taskiq.message import TaskiqMessage
from tortoise.exceptions import BaseORMException

from registry.jobs import queue
from registry.jobs.actions import enqueue
from registry.jobs.rules import LEASE

log = structlog.get_logger()


class DatabaseBroker(AsyncBroker):
    """A broker over the table of jobs; takes those that a task is registered for, in the name of `worker`."""

    def __init__(self, *, lease: timedelta = LEASE, poll: float = 1.0) -> None:
        super().__init__()
        self.worker = ""
        self.lease = lease
        self.poll = poll
        self.arrived = asyncio.Event()

    async def kick(self, message: BrokerMessage) -> None:
        """Queue a message of taskiq's own, joining the caller's transaction. Its one argument is the payload."""
        parsed = self.formatter.loads(message.message)
        await enqueue(message.task_name, parsed.kwargs)

    async def listen(self) -> AsyncGenerator[AckableMessage, None]:
        """Hand out jobs as they fall due. A database that does not answer is asked again."""
        queue.listeners.add(self.arrived)
        while True:
            self.arrived.clear()
            try:
                job = await queue.claim(self.worker, self.local_task_registry.keys(), self.lease)
            except (BaseORMException, OSError):
                log.warning("the queue cannot be read", exc_info=True)
                job = None
            if job is None:
                # Not wait_for: before Python 3.12 it swallows a cancellation that meets an arrival.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self.poll):
                        await self.arrived.wait()
                continue
            message = TaskiqMessage(
                task_id=str(job.id),
                task_name=job.name,
                labels={},
                args=[str(job.id), job.attempt, json.dumps(job.payload)],
                kwargs={},
            )
            yield AckableMessage(data=self.formatter.dumps(message).message, ack=_nothing)


def _nothing() -> None:
    """The loop says itself how a job ended: taskiq acknowledges failures too."""
