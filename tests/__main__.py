"""`python -m tests`: the whole suite, in three processes at the same time.

Two are the legs of the databases, with the tests that ask for one: the ORM shares cached SQL between dialects within one
process. The third, `alone`, has the tests that need none. With LVCE_TEST_COVERAGE=1 that one notes in `.coverage` which
branches it takes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

LEGS = ("sqlite", "postgres", "alone")
COVERED = ("-m", "coverage", "run", "--branch", "--source=scoring,certificates,registry")

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
MEMORY_NEEDED = 4 * 2**30


def _start(leg: str, arguments: list[str], folder: str, output: int | None) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "LVCE_TEST_LEG": leg, "PYTEST_DEBUG_TEMPROOT": folder}
    covered = COVERED if leg == "alone" and os.environ.get("LVCE_TEST_COVERAGE") else ()
    command = [sys.executable, *covered, "-m", "pytest", *arguments]
    return subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT if output else None)


def _quick_place() -> Path | None:
    """Where files of tests wait for no disk; None, the usual place, where memory is short or cannot be had so."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_NEEDED else None


def main(arguments: list[str]) -> int:
    """Run every leg; the first one's output is live, the others' follow. Returns pytest's exit status."""
    with tempfile.TemporaryDirectory(dir=_quick_place()) as folder:
        told = [None, *(tempfile.TemporaryFile() for _ in LEGS[1:])]  # noqa: SIM115 - gone with the process
        legs = [
            _start(leg, arguments, folder, output and output.fileno()) for leg, output in zip(LEGS, told, strict=True)
        ]
        try:
            codes = [leg.wait() for leg in legs]
        except KeyboardInterrupt:
            for leg in legs:
                leg.wait()
            codes = [pytest.ExitCode.INTERRUPTED]
    for leg, output in zip(LEGS, told, strict=True):
        if output is not None:
            sys.stdout.write(f"\n──── {leg} ────\n")
            sys.stdout.flush()
            output.seek(0)
            shutil.copyfileobj(output, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    nothing = pytest.ExitCode.NO_TESTS_COLLECTED
    failures = [code for code in codes if code not in (pytest.ExitCode.OK, nothing)]
    if failures:
        return failures[0]
    return nothing if all(code == nothing for code in codes) else pytest.ExitCode.OK


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    sys.exit(main(sys.argv[1:]))
