"""P4: a run of 10 000 certificates, printed and sealed: memory, size, the same bytes in every process, two presses
against one; then the product's own `print` on a database, killed in the middle and run again.

Workers write their files, as the press's parent does. `bench P4 --size 200` makes the run shorter, for trying.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from certificates.press import print_and_seal
from certificates.seal_form import span_of
from certificates.signing import Pkcs12Signer
from tests.bench.certificates import record
from tests.bench.memory import resident_kb
from tests.bench.office_run import office_run
from tests.bench.p2_sealed import key_file, naive
from tests.bench.rounds import ROOT, Missing

MANY = int(os.environ.get("LVCE_BENCH_CERTIFICATES", "10000"))
WARM = 1000
SAMPLES = 20
_END = b"%%EOF\n"


def work(first: int, step: int, folder: Path, key: Path) -> dict[str, Any]:
    """Prints and seals every `step`-th certificate from `first` on, one file each."""
    signer = Pkcs12Signer.from_file(key)
    print_and_seal(record(0), signer)
    digest, size, resident = hashlib.sha256(), 0, []
    share = range(first, MANY, step)
    warm = min(WARM, len(share) // 2)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    start = time.perf_counter()
    for count, index in enumerate(share):
        pdf = print_and_seal(record(index), signer).pdf
        (folder / f"{index}.pdf").write_bytes(pdf)
        # The seal names its moment; what stands before it must be the same in every process.
        digest.update(pdf[: pdf.rindex(_END, 0, span_of(pdf)[0])])
        size += len(pdf)
        if count >= warm and (count - warm) % max(1, (len(share) - warm) // SAMPLES) == 0:
            resident.append(resident_kb())
    seconds = time.perf_counter() - start
    resident.append(resident_kb())
    return {
        "seconds": seconds,
        "bytes": size,
        "digest": digest.hexdigest(),
        "resident_kb": resident,
        "grown_kb": max(resident) - resident[0],
    }


def _together(*shares: tuple[int, int], seed: str = "0") -> tuple[float, list[dict[str, Any]]]:
    """Seconds from the start to the last file, and what each worker says."""
    with TemporaryDirectory() as folder:
        workers = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.bench.p4_run", str(first), str(step), folder, str(key_file())],
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
    """`{"ours_ms" a certificate, "grown_mb", "bytes", "same_bytes", "two_workers", "print": {…}, "peers": {…}}`."""
    alone, (one,) = _together((0, 1))
    again, (other,) = _together((0, 1), seed="1")
    both, _ = _together((0, 2), (1, 2))
    each = one["bytes"] / MANY
    try:
        theirs = len(naive()(0))
        peers: dict[str, Any] = {"WeasyPrint, SimpleSigner": {"bytes": theirs, "size": theirs / each}}
    except Missing as reason:
        peers = {"WeasyPrint, SimpleSigner": {"missing": str(reason)}}
    return {
        "ours_ms": min(alone, again) * 1000 / MANY,
        "certificates": MANY,
        "grown_mb": max(one["grown_kb"], other["grown_kb"]) / 1024,
        "resident_mb": [kb // 1024 for kb in one["resident_kb"]],
        "bytes": each,
        "same_bytes": one["digest"] == other["digest"],
        "two_workers": min(alone, again) / both,
        "print": office_run(MANY),
        "peers": peers,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(work(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))) + "\n")
