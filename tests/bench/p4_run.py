"""P4: a run of 10 000 certificates: memory, size, the same bytes in every process, two workers against one.

Workers write their files, as the press's parent does. `LVCE_BENCH_CERTIFICATES` makes the run shorter.
"""

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from certificates.printing import pages
from tests.bench.certificates import record
from tests.bench.peers.weasyprint_naive import naive
from tests.bench.rounds import ROOT, Missing

MANY = int(os.environ.get("LVCE_BENCH_CERTIFICATES", "10000"))
WARM = 1000


def _resident_kb() -> int:
    """Memory held now, where the system tells it; else the most held so far."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmRSS:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def work(first: int, step: int, folder: Path) -> dict[str, Any]:
    """Prints every `step`-th certificate from `first` on, one file each."""
    pages(record(0))
    digest, size, warm = hashlib.sha256(), 0, 0
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    start = time.perf_counter()
    for count, index in enumerate(range(first, MANY, step)):
        pdf = pages(record(index))
        (folder / f"{index}.pdf").write_bytes(pdf)
        digest.update(hashlib.sha256(pdf).digest())
        size += len(pdf)
        if count == min(WARM, MANY // (2 * step)):
            warm = _resident_kb()
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "bytes": size, "digest": digest.hexdigest(), "grown_kb": _resident_kb() - warm}


def _together(*shares: tuple[int, int], seed: str = "0") -> tuple[float, list[dict[str, Any]]]:
    """Seconds from the start to the last file, and what each worker says."""
    with TemporaryDirectory() as folder:
        workers = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.bench.p4_run", str(first), str(step), folder],
                cwd=ROOT,
                env=os.environ | {"PYTHONHASHSEED": seed},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for first, step in shares
        ]
        for worker in workers:
            worker.stdout.readline()
        start = time.perf_counter()
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        told = [json.loads(worker.stdout.readline()) for worker in workers]
        seconds = time.perf_counter() - start
        for worker in workers:
            worker.communicate()
    return seconds, told


def run() -> dict[str, Any]:
    """`{"ours_ms" a certificate, "grown_mb", "bytes", "same_bytes", "two_workers", "peers": {…: {"bytes", "size"}}}`."""
    alone, (one,) = _together((0, 1))
    again, (other,) = _together((0, 1), seed="1")
    both, _ = _together((0, 2), (1, 2))
    each = one["bytes"] / MANY
    try:
        theirs = len(naive()(0))
        peers: dict[str, Any] = {"WeasyPrint": {"bytes": theirs, "size": theirs / each}}
    except Missing as reason:
        peers = {"WeasyPrint": {"missing": str(reason)}}
    return {
        "ours_ms": min(alone, again) * 1000 / MANY,
        "certificates": MANY,
        "grown_mb": max(one["grown_kb"], other["grown_kb"]) / 1024,
        "bytes": each,
        "same_bytes": one["digest"] == other["digest"],
        "two_workers": min(alone, again) / both,
        "peers": peers,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(work(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))) + "\n")
