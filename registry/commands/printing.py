"""`print`: a run of the press through everything that is reserved and not printed, with several presses if wanted.

It takes the same jobs from the same queue as a worker does, so that it may run beside workers, be killed and be run
again: what was in hand is taken up, nothing is printed twice, and no number depends on it. One job is
`registry/issuance/printing.py`'s.
"""

import asyncio
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from registry import logs
from registry.accounts.schemas import SYSTEM
from registry.commands.serving import alone, prepared, told_to_stop
from registry.errors import Misconfigured
from registry.issuance.printing import order_unprinted
from registry.issuance.queries import unprinted_count_for_system
from registry.issuance.succession import PRINT
from registry.jobs import queries as queue
from registry.jobs.actions import retry_all
from registry.jobs.loop import JobLoop
from registry.press_process import PressProcess
from registry.settings import Settings
from registry.trust.actions import note_press
from registry.trust.timestamping import authority_at, roots_of
from registry.worker import PATIENCE, jobs

FAULT = 1
GLANCE = 0.25
"""Seconds between looks at how far the run is."""
HANDS = 2
"""Jobs at a time for each press: one is in the press while the other is read or kept."""
MOST = 32


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: certificates printed, those that stay unprinted, and whether it was told to stop before the end."""

    printed: int
    left: int
    stopped: bool
    seconds: float


async def print_(presses: Annotated[int, Parameter(validator=Number(gte=1, lte=MOST))] = 1) -> int:
    """Print and seal everything that waits for it; exit 1 if something stays. / 印制并签章全部待印证书。

    Parameters
    ----------
    presses
        How many presses work side by side; one for each processor is the most that helps.

    """
    settings = Settings()
    logs.configure(settings.model_copy(update={"log_level": "warning"}))  # a line for each would tear the bar
    done = await run_print(settings, presses=presses)
    out = Console(highlight=False, soft_wrap=True)
    out.print(f"{done.printed} printed and sealed in {done.seconds:.1f} s. / 已印制并签章 {done.printed} 份。")
    if done.left:
        out.print(f"{done.left} wait still: run this again, or see `check`. / 尚有 {done.left} 份未印制。")
    return FAULT if done.left else 0


async def run_print(settings: Settings, *, presses: int = 1) -> Run:
    """Work until nothing waits, or until SIGINT or SIGTERM. Jobs in other workers' hands are waited for.

    Raises Misconfigured `serve-prints` on SQLite when `serve` runs on the same folder: it prints what waits itself.
    """
    started = time.monotonic()
    async with AsyncExitStack() as stack:
        stop = stack.enter_context(told_to_stop())
        try:
            await stack.enter_async_context(alone(settings))
        except Misconfigured as reason:
            raise Misconfigured(
                "serve-prints",
                "`serve` runs on this folder and prints what waits by itself.",
                hint="Let it finish; or stop it, run `print` with several presses, and start it again.",
            ) from reason
        await stack.enter_async_context(prepared(settings))
        await retry_all(PRINT)
        await order_unprinted()
        before = await unprinted_count_for_system()
        async with AsyncExitStack() as at_work:
            for _ in range(min(presses, before)):
                await _begin(settings, at_work)
            await _watched(before, stop)
        left = await unprinted_count_for_system()
        return Run(before - left, left, stop.is_set(), time.monotonic() - started)


async def _begin(settings: Settings, at_work: AsyncExitStack) -> None:
    """One press with a job loop of its own that knows no other job."""
    authority = await asyncio.to_thread(authority_at, settings)
    press = await at_work.enter_async_context(PressProcess(settings))
    await note_press(press.opened, actor=SYSTEM, timestamp_roots=roots_of(authority))
    known = jobs(press, base=settings.base_url.rstrip("/"), authority=authority)
    loop = JobLoop({PRINT: known[PRINT]}, hands=HANDS)
    await loop.start()
    at_work.push_async_callback(loop.stop, PATIENCE)


async def _watched(before: int, stop: asyncio.Event) -> None:
    """Show how far it is until no job waits, or it is told to stop."""
    with _progress() as progress:
        bar = progress.add_task("print", total=before)
        while not stop.is_set() and await queue.waiting(PRINT):
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), GLANCE)
            if not progress.disable:
                progress.update(bar, completed=before - await unprinted_count_for_system())


def _progress() -> Progress:
    """A bar on a terminal; nothing where nobody watches."""
    terminal = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=terminal, disable=not terminal.is_terminal, transient=True)
