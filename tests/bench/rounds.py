"""Round robin: each variant of a bench in a process of its own, pinned to one processor, visited in turn.

Parent: `compare({"ours": "module:factory", …})`. Child: `python -m tests.bench.rounds module:factory`, which calls the
factory once and then, for each number it reads, the work that the factory returned.
"""

import importlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
WARM, ROUNDS = 3, 15
VISIT_MS = 60.0  # a visit repeats quick work until this long has passed, so that clocks and caches do not decide
Work = Callable[[int], bytes]


class Missing(Exception):
    """A peer is not installed. The text says what to install."""


class Variant:
    """One variant in its own process."""

    def __init__(self, place: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.rounds", place],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ms: list[float] = []
        self.bytes = 0
        hello = self._read()
        if "missing" in hello:
            self.close()
            raise Missing(hello["missing"])

    def visit(self) -> None:
        """Let it work once, or for a while if it is quick."""
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        answer = self._read()
        self.ms.append(answer["ms"])
        self.bytes = answer["bytes"]

    def forget(self) -> None:
        """What was measured so far was warming up."""
        self.ms.clear()

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()

    def _read(self) -> dict[str, Any]:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a variant ended with {self._process.wait()}")
        return json.loads(line)


def compare(variants: dict[str, str], *, rounds: int = ROUNDS) -> dict[str, Any]:
    """`{"ours_ms", "ours_bytes", "peers": {name: {"ms", "ratio", "bytes"} or {"missing"}}}`; medians of the visits.

    The first variant is ours. A peer that is not installed is named with what to install.
    """
    running: dict[str, Variant] = {}
    missing: dict[str, str] = {}
    try:
        for name, place in variants.items():
            try:
                running[name] = Variant(place)
            except Missing as reason:
                missing[name] = str(reason)
        for turn in range(WARM + rounds):
            for variant in running.values():
                if turn == WARM:
                    variant.forget()
                variant.visit()
    finally:
        for variant in running.values():
            variant.close()
    ours, *peers = running
    base = statistics.median(running[ours].ms)
    shown: dict[str, Any] = {name: {"missing": reason} for name, reason in missing.items()}
    for name in peers:
        ms = statistics.median(running[name].ms)
        shown[name] = {"ms": ms, "ratio": ms / base, "bytes": running[name].bytes}
    return {"ours_ms": base, "ours_bytes": running[ours].bytes, "peers": shown}


def _serve(place: str) -> None:
    """The child."""
    outward = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print must not garble the answers
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    module, function = place.split(":")
    try:
        work: Work = getattr(importlib.import_module(module), function)()
    except (ImportError, Missing) as reason:
        outward.write(json.dumps({"missing": str(reason)}) + "\n")
        return
    outward.write("{}\n")
    index = 0
    for _ in sys.stdin:
        times = []
        begin = time.perf_counter()
        while not times or (time.perf_counter() - begin) * 1000 < VISIT_MS:
            start = time.perf_counter()
            result = work(index)
            times.append((time.perf_counter() - start) * 1000)
            index += 1
        outward.write(json.dumps({"ms": statistics.median(times), "bytes": len(result)}) + "\n")


if __name__ == "__main__":
    _serve(sys.argv[1])
