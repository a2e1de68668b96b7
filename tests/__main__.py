"""`python -m tests`: the whole suite, the SQLite leg and the PostgreSQL leg as two processes at the same time.

Two legs are two processes because the ORM shares cached SQL between dialects within one process.
The PostgreSQL leg keeps only the tests that touch the database (`conftest.py` deselects the others).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

LEGS = ("sqlite", "postgres")


MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
MEMORY_NEEDED = 4 * 2**30


def _start(leg: str, arguments: list[str], folder: str, output: int | None) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "LVCE_TEST_LEG": leg, "PYTEST_DEBUG_TEMPROOT": folder}
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT if output else None)


def _quick_place() -> Path | None:
    """Where files of tests wait for no disk; None, the usual place, where memory is short or cannot be had so."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_NEEDED else None


def main(arguments: list[str]) -> int:
    """Run both legs; the first one's output is live, the second's follows. Returns pytest's exit status."""
    with tempfile.TemporaryFile() as second_output, tempfile.TemporaryDirectory(dir=_quick_place()) as folder:
        first = _start(LEGS[0], arguments, folder, None)
        second = _start(LEGS[1], arguments, folder, second_output.fileno())
        try:
            codes = [first.wait(), second.wait()]
        except KeyboardInterrupt:
            first.wait()
            second.wait()
            codes = [pytest.ExitCode.INTERRUPTED]
        second_output.seek(0)
        sys.stdout.write(f"\n──── {LEGS[1]} leg ────\n")
        sys.stdout.flush()
        sys.stdout.buffer.write(second_output.read())
        sys.stdout.buffer.flush()
    nothing = pytest.ExitCode.NO_TESTS_COLLECTED
    failures = [code for code in codes if code not in (pytest.ExitCode.OK, nothing)]
    if failures:
        return failures[0]
    return nothing if all(code == nothing for code in codes) else pytest.ExitCode.OK


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    sys.exit(main(sys.argv[1:]))
