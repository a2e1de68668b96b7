"""Puts each fault into a module of the judge and runs the judge's tests: a fault that no test finds is a survivor.

`./lvce python -m tests.mutation [--sample N] [--workers N] [--only TEXT]`, from an hour to minutes. No file is changed: the fault is in the
memory of a forked process alone. Equivalent faults, which change nothing that could be tested, are listed with the
reason in `equivalent.toml` and left out of the count.
"""

import argparse
import importlib.abc
import importlib.machinery
import os
import random
import signal
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import pydantic  # noqa: F401 - loaded once here rather than in each fork
import pytest

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
JUDGE = (
    "scoring/engine.py", "scoring/grading.py", "scoring/adjust.py", "scoring/advice.py", "scoring/split.py",
    "scoring/verdict.py", "scoring/measures/*.py",
)  # fmt: skip
TESTS = ("tests/scoring", "tests/properties")
SLOW = ("tests/scoring/test_main.py",)
"""They call the judge as a command, in processes where no fault is."""
SECONDS = 180.0
"""A fault that keeps the tests busy for longer is found."""
LEAST = 90
"""The score in percent below which this ends with a fault."""


@dataclass(frozen=True)
class Trial:
    """One fault in one module."""

    path: Path
    mutant: Mutant

    @property
    def name(self) -> str:
        """Where and what, as printed and as listed among the equivalent ones; without the line, which moves."""
        return f"{self.path.relative_to(ROOT)}: {self.mutant.what}"

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


class _Faulty(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module with its fault, and leaves all others to those who know them."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, name: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        del path, target  # the module is known by its name alone
        if name != self.name:
            return None
        package = self.path.name == "__init__.py"
        spec = importlib.machinery.ModuleSpec(name, self, origin=str(self.path), is_package=package)
        if package:
            spec.submodule_search_locations = [str(self.path.parent)]
        spec.has_location = True
        return spec

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)  # noqa: S102 - this is what it is for


def main() -> int:
    """Try all faults or a sample; 1 if the score is below `LEAST`, 2 if the tests fail without any fault."""
    asked = _arguments()
    equivalent = _equivalent()
    trials = [trial for trial in _trials() if asked.only in trial.name]
    known = [trial for trial in trials if trial.name in equivalent]
    trials = [trial for trial in trials if trial.name not in equivalent]
    if asked.sample:
        trials = random.Random(asked.seed).sample(trials, min(asked.sample, len(trials)))  # noqa: S311 - no secret
    if _wait(_begin(None)) != 0:
        print("the tests fail without any fault: mend them first")
        return 2
    survivors = []
    for done, (trial, killed) in enumerate(_tried(trials, asked.workers), start=1):
        if not killed:
            survivors.append(trial)
            print(f"SURVIVED {trial.path.relative_to(ROOT)}:{trial.mutant.line} {trial.mutant.what}", flush=True)
        if sys.stderr.isatty():
            print(f"\r{done}/{len(trials)}", end="", file=sys.stderr)
    score = 100 * (len(trials) - len(survivors)) / max(1, len(trials))
    print(
        f"{len(trials) - len(survivors)} of {len(trials)} faults found: {score:.1f} % ({len(known)} equivalent left out)"
    )
    return int(score < LEAST)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="try so many, chosen by the seed; default all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="try those whose name contains this, such as grading.py")
    return parser.parse_args()


def _trials() -> Iterator[Trial]:
    for pattern in JUDGE:
        for path in sorted(ROOT.glob(pattern)):
            for mutant in mutants_of(path.read_text(encoding="utf-8")):
                yield Trial(path, mutant)


def _equivalent() -> dict[str, str]:
    table = tomllib.loads((ROOT / "tests/mutation/equivalent.toml").read_text(encoding="utf-8"))
    return {entry["fault"]: entry["because"] for entry in table["equivalent"]}


def _tried(trials: Sequence[Trial], workers: int) -> Iterator[tuple[Trial, bool]]:
    """Each trial with whether a test found it, as they end."""
    waiting, running = list(reversed(trials)), dict[int, tuple[Trial, float]]()
    while waiting or running:
        while waiting and len(running) < workers:
            trial = waiting.pop()
            running[_begin(trial)] = (trial, time.monotonic())
        time.sleep(0.05)
        for process, (trial, since) in list(running.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            late = time.monotonic() - since > SECONDS
            if not ended and late:
                os.killpg(process, signal.SIGKILL)
                os.waitpid(process, 0)
            if ended or late:
                del running[process]
                yield trial, late or status != 0


def _wait(process: int) -> int:
    return os.waitpid(process, 0)[1]


def _begin(trial: Trial | None) -> int:
    """Run the tests in a fork, with the fault in; its exit status is that of pytest."""
    process = os.fork()
    if process:
        return process
    os.setsid()
    code = 2
    try:
        code = _tests(trial)
    finally:
        os._exit(code)


def _tests(trial: Trial | None) -> int:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.dont_write_bytecode = True
    hypothesis.settings.register_profile("mutation", deadline=None, derandomize=True, database=None)
    hypothesis.settings.load_profile("mutation")
    first: list[str] = []
    if trial is not None:
        code = compile(trial.mutant.tree, str(trial.path), "exec")
        sys.meta_path.insert(0, _Faulty(trial.module, trial.path, code))
        own = ROOT / "tests" / trial.path.relative_to(ROOT).parent / f"test_{trial.path.stem}.py"
        first = [str(own)] if own.exists() else []
    ignored = [f"--ignore={path}" for path in SLOW]
    options = [
        "-x",
        "-q",
        "--assert=plain",
        "--noconftest",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:faulthandler",
        *ignored,
    ]
    return int(pytest.main([*options, *first, *(str(ROOT / tests) for tests in TESTS)]))


if __name__ == "__main__":
    sys.exit(main())
