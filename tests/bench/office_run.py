"""`python -m registry print` on a database of its own: every certificate reserved, the run killed in the middle by
kill -9, run again; then whether any number was lost or doubled, and how the memory of program and presses grew.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from registry.db.lifecycle import connected
from registry.db.migrate import migrate
from registry.db.transactions import transaction
from registry.issuance.models import Certificate
from registry.issuance.queries import unprinted_count_for_system
from registry.issuance.reserving import reserve
from registry.settings import Settings
from tests.bench.memory import children_of, resident_kb
from tests.bench.rounds import ROOT
from tests.factories.certificates import DAY, office, recognition

PRESSES = 2
BATCH = 100
"""Reservations in one transaction, as a big decision makes them."""
GLANCE = 0.5
WARM_SHARE = 0.2
"""Of a run, what counts as warming up."""


def office_run(many: int) -> dict[str, Any]:
    """`{"seconds", "per_second", "grown_mb", "most_mb", "killed_at", "lost", "doubled"}` for `many` certificates."""
    with TemporaryDirectory() as folder:
        settings = Settings(environment="test", data=Path(folder), base_url="http://127.0.0.1:8080")
        numbers = asyncio.run(_reserved(settings, many))
        killed_at = many - _until(settings, many // 3)
        seconds, samples = _watched(settings)
        printed = asyncio.run(_printed(settings))
        files = {name.name for name in (Path(folder) / "files").rglob("*") if name.is_file()}
    warm = samples[int(len(samples) * WARM_SHARE) :] or samples
    return {
        "seconds": seconds,
        "per_second": (many - killed_at) / seconds,
        "killed_at": killed_at,
        "grown_mb": (max(warm) - warm[0]) / 1024,
        "most_mb": max(samples) / 1024,
        "lost": len(numbers - printed.keys()),
        "doubled": len(printed) - len(set(printed.values())),
        "files_missing": len(set(printed.values()) - files),
    }


async def _reserved(settings: Settings, many: int) -> set[str]:
    numbers = set()
    async with connected(settings):
        await migrate(settings)
        await office()
        for first in range(0, many, BATCH):
            async with transaction():
                for _ in range(min(BATCH, many - first)):
                    numbers.add((await reserve(recognition(), on=DAY)).number)
    return numbers


def _started(settings: Settings) -> subprocess.Popen[bytes]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LVCE_")}
    return subprocess.Popen(
        [sys.executable, "-m", "registry", "print", "--presses", str(PRESSES)],
        cwd=ROOT,
        env=ours | {"LVCE_ENVIRONMENT": settings.environment, "LVCE_DATA": str(settings.data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _until(settings: Settings, printed: int) -> int:
    """Let it run until so many are printed, then kill it. Gives how many are left."""
    process = _started(settings)
    whole = asyncio.run(_left(settings))
    while process.poll() is None and asyncio.run(_left(settings)) > whole - printed:
        time.sleep(GLANCE)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()
    return asyncio.run(_left(settings))


def _watched(settings: Settings) -> tuple[float, list[int]]:
    """Run it to its end. Seconds, and the memory of the program with its presses, in kB, twice a second."""
    start = time.perf_counter()
    process = _started(settings)
    samples = []
    while process.poll() is None:
        presses = children_of(process.pid)
        if len(presses) == PRESSES:
            samples.append(sum(resident_kb(each) for each in (process.pid, *presses)))
        time.sleep(GLANCE)
    error = process.stderr.read().decode()
    if process.returncode:
        raise RuntimeError(error[-2000:])
    return time.perf_counter() - start, samples or [0]


async def _left(settings: Settings) -> int:
    async with connected(settings):
        return await unprinted_count_for_system()


async def _printed(settings: Settings) -> dict[str, str]:
    """The hash of each number's document."""
    async with connected(settings):
        rows = await Certificate.exclude(printed_at=None).values("number", "pdf_sha256")
    return {row["number"]: row["pdf_sha256"] for row in rows}
