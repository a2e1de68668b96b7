"""The real product as other processes: started, kept up as a machine would, killed, moved on by days, stopped.

    async with running(settings, at=date(2026, 3, 2)) as product:
        … product.address …; product.kill("press"); await product.move_to(date(2026, 3, 10))

On SQLite it is `serve`; on PostgreSQL `web` and `worker` apart. Making an installation is the journey's own.
Run as a program, `python -m tests.journeys.running SECONDS COMMAND…` is `python -m registry COMMAND…` with its clock
put forward by so many seconds: a public notice lasts a week, and no journey can.
"""

import asyncio
import ctypes
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from registry import clock
from registry.settings import Settings

WORDS = {True: ("serve",), False: ("web", "worker")}
MORNING = timedelta(hours=9)
PATIENCE = 60.0
LEASE_OVER = 61.0
"""On PostgreSQL the job of a worker that was killed waits for its lease to end, so the next worker's clock is put on.
The web's is not: a worker would wait until its own clock has come to a job that the web gave it."""


def shift_to(day: date) -> float:
    """Seconds to put the clock forward (or back), so that it is the morning of `day` in Beijing."""
    return (clock.start_of(day) + MORNING - datetime.now(UTC)).total_seconds()


class Running:
    """One installation that is kept running: whatever dies is started again, until `stop`."""

    def __init__(self, settings: Settings, *, at: date | None) -> None:
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.settings = settings.model_copy(update={"base_url": self.address})
        self.starts = 0
        self.log = settings.data / "processes.log"
        self._shift = 0.0 if at is None else shift_to(at)
        self._leases = 0.0
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._stopping = False

    async def start(self) -> None:
        """Start every process and wait until the web answers."""
        self._stopping = False
        words = WORDS[self.settings.is_sqlite]
        for word in words:
            await self._spawn(word)
        self._keepers = [asyncio.create_task(self._keep(word)) for word in words]
        await self.up()

    async def up(self) -> None:
        """Wait until the web answers; AssertionError with the end of the log if it does not come up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), ClientSession(timeout=ClientTimeout(total=5)) as client:
                while not await _answers(client, f"{self.address}/healthz"):  # noqa: ASYNC110 - another process, which tells nobody
                    await asyncio.sleep(0.05)
                return
        raise AssertionError(f"the server did not come up:\n{self.tail()}")

    async def whole(self) -> None:
        """Wait until every process that was killed has been started again, and the web answers."""
        while any(process.returncode is not None for process in self._processes.values()):  # noqa: ASYNC110 - `_keep` tells nobody
            await asyncio.sleep(0.05)
        await self.up()

    def kill(self, what: str) -> bool:
        """kill -9: "web" (the process behind the door), "worker" (the one that runs jobs) or "press" (its child).

        False if it is not there to be killed just now.
        """
        worker = self._processes["serve" if self.settings.is_sqlite else "worker"]
        if what == "press":
            found = _presses_of(worker.pid)
        else:
            process = worker if what == "worker" or self.settings.is_sqlite else self._processes["web"]
            found = [process.pid] if process.returncode is None else []
        for each in found:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        return bool(found)

    async def move_to(self, day: date) -> None:
        """Stop in good order, and start again on the morning of another day."""
        await self.stop()
        self._shift, self._leases = shift_to(day), 0.0
        await self.start()

    async def stop(self) -> None:
        """Tell all to stop; AssertionError unless each ends in good order (or had not even begun when it was told)."""
        self._stopping = True
        for process in self._processes.values():
            with suppress(ProcessLookupError):
                process.terminate()
        codes = {word: await process.wait() for word, process in self._processes.items()}
        await asyncio.gather(*self._keepers)
        self._keepers = []
        if set(codes.values()) - {0, -signal.SIGTERM}:
            raise AssertionError(f"not stopped in good order: {codes}\n{self.tail()}")

    async def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        self._stopping = True
        for process in self._processes.values():
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        await asyncio.gather(*self._keepers, return_exceptions=True)

    def tail(self, most: int = 4000) -> str:
        """The end of what the processes wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-most:] if self.log.exists() else ""

    async def _keep(self, word: str) -> None:
        """What a machine's service manager does: start what has died."""
        while True:
            await self._processes[word].wait()
            if self._stopping:
                return
            if word == "worker":
                self._leases += LEASE_OVER
            await self._spawn(word)

    async def _spawn(self, word: str) -> None:
        self.starts += 1
        shift = self._shift + (self._leases if word == "worker" else 0.0)
        with self.log.open("ab") as log:
            self._processes[word] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", __name__, str(shift), word,
                env=environment(self.settings, self.port), stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip


@asynccontextmanager
async def running(settings: Settings, *, at: date | None = None) -> AsyncIterator[Running]:
    """The product on a migrated installation; `at` is the day on which it believes to be, today if not given."""
    product = Running(settings, at=at)
    try:
        await product.start()
        yield product
    finally:
        await product.end()


def environment(settings: Settings, port: int) -> dict[str, str]:
    """Environment in which a process reads these settings, and nothing of ours from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LVCE_")}
    return kept | {
        "LVCE_ENVIRONMENT": settings.environment,
        "LVCE_DATA": str(settings.data),
        "LVCE_DATABASE_URL": settings.database_url,
        "LVCE_BASE_URL": settings.base_url,
        "LVCE_MAX_UPLOAD_BYTES": str(settings.max_upload_bytes),
        "LVCE_PORT": str(port),
        "PYTHONUTF8": "1",
    }


async def _answers(client: ClientSession, address: str) -> bool:
    try:
        async with client.get(address) as answer:
            return answer.status == 200
    except (ClientError, OSError, TimeoutError):
        return False


def _presses_of(worker: int) -> list[int]:
    """The child processes of a worker that are presses."""
    with suppress(OSError):
        tasks = list(Path(f"/proc/{worker}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
        return [child for child in children if b"registry.press" in Path(f"/proc/{child}/cmdline").read_bytes()]
    return []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_program(seconds: float, arguments: list[str]) -> int:
    import time_machine

    from registry.__main__ import main

    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # die with the test session, however that ends
    if not seconds:
        return main(arguments)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True):
        return main(arguments)


if __name__ == "__main__":
    sys.exit(_as_program(float(sys.argv[1]), sys.argv[2:]))
