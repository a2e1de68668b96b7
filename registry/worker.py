"""What each job means, and the job loop with its press as one thing to start and stop.

The queue itself is `registry/jobs/`'s; who starts this is `registry/commands/serving.py`.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol
from uuid import UUID

from tortoise.exceptions import BaseORMException

from certificates.checkpoints import origin_of
from registry import clock
from registry.accounts.schemas import SYSTEM
from registry.assessments.actions import score_submission
from registry.credentials import listing
from registry.documents.printing import Press as Printing
from registry.documents.printing import print_document
from registry.documents.requesting import PRINT
from registry.duties.actions import remind
from registry.issuance.printing import Press as Sealing
from registry.issuance.printing import print_certificate
from registry.issuance.standing import SIGN_LISTS
from registry.jobs.actions import enqueue
from registry.jobs.loop import Handler, JobLoop
from registry.press_process import PressProcess
from registry.public_register.actions import refresh
from registry.settings import Settings
from registry.simulations.actions import run as run_simulation
from registry.storage.actions import settle_quarantine
from registry.transparency.actions import CHECKPOINT
from registry.transparency.checkpoints import Press as Signing
from registry.transparency.checkpoints import sign_checkpoint
from registry.trust.actions import note_press
from registry.trust.timestamping import NO_AUTHORITY, TimestampAuthority, authority_at, roots_of

Payload = dict[str, Any]

REMIND = "duties.remind"
"""The job that writes the reminders that are up; its key names the day."""

PATIENCE = 8.0
"""Seconds that the job in hand gets to end when we are told to stop; what is cut short is taken up again."""
HOUR = 3600.0
"""Seconds until the calendar is looked at again."""


class Press(Sealing, Printing, Signing, listing.Press, Protocol):
    """All that our jobs want of a press; `press_process.py` has the real one."""


def jobs(press: Press, *, base: str, authority: TimestampAuthority = NO_AUTHORITY) -> Mapping[str, Handler]:
    """Every job by its name. Each may run again after it was done, or half done. `base` is our public address."""

    async def score(payload: Payload) -> None:
        await score_submission(UUID(payload["submission_id"]))

    async def print_(payload: Payload) -> None:
        await print_certificate(UUID(payload["certificate_id"]), press=press, authority=authority)

    async def print_paper(payload: Payload) -> None:
        await print_document(UUID(payload["document_id"]), press=press, authority=authority)

    async def show(payload: Payload) -> None:
        await refresh(UUID(payload["certificate_id"]))

    async def sign(payload: Payload) -> None:
        del payload  # the log is signed as it stands
        await sign_checkpoint(press=press, origin=origin_of(base))

    async def list_(payload: Payload) -> None:
        del payload  # lists say what is so now
        await listing.sign_lists(press=press, base=base)

    async def scan(payload: Payload) -> None:
        await settle_quarantine(UUID(payload["file_id"]), actor=SYSTEM)

    async def simulate(payload: Payload) -> None:
        await run_simulation(UUID(payload["simulation_id"]))

    async def remind_all(payload: Payload) -> None:
        del payload
        await remind()

    return {
        "assessments.score": score,
        REMIND: remind_all,
        "issuance.print": print_,
        PRINT: print_paper,
        "public_register.refresh": show,
        "storage.scan": scan,
        "simulations.run": simulate,
        CHECKPOINT: sign,
        SIGN_LISTS: list_,
    }


async def _order_daily() -> None:
    """Order what is done once a day: each order has the day in its key, so that the second one does nothing."""
    while True:
        with suppress(BaseORMException, OSError):
            await listing.daily()
            await enqueue(REMIND, {}, key=f"{REMIND}:{clock.today()}")
        await asyncio.sleep(HOUR)


@asynccontextmanager
async def working(settings: Settings, *, hands: int = 1) -> AsyncIterator[JobLoop]:
    """The job loop and its press, for the length of the block; the database must be connected.

    Leaving lets the job in hand end, then the press. Raises Misconfigured when the press has no key.
    """
    authority = await asyncio.to_thread(authority_at, settings)
    async with PressProcess(settings) as press:
        await note_press(press.opened, actor=SYSTEM, timestamp_roots=roots_of(authority))
        loop = JobLoop(jobs(press, base=settings.base_url.rstrip("/"), authority=authority), hands=hands)
        await loop.start()
        calendar = asyncio.create_task(_order_daily(), name="daily")
        try:
            yield loop
        finally:
            calendar.cancel()
            await asyncio.gather(calendar, return_exceptions=True)
            await loop.stop(PATIENCE)
