"""P1: one A4 certificate: two weights of a Chinese face, border, translucent seal, QR code, tagged PDF/A-3a, unsigned.

Each process prints the same certificates, one after the other, another mall each.
"""

from typing import Any

from certificates.printing import pages
from tests.bench.certificates import record
from tests.bench.rounds import Work, compare

VARIANTS = {
    "ours": "tests.bench.p1_certificate:ours",
    "WeasyPrint": "tests.bench.peers.weasyprint_naive:naive",
    "WeasyPrint, all that can be kept": "tests.bench.peers.weasyprint_naive:reused",
    "Typst kept open": "tests.bench.peers.typst_kept:kept_open",
    "Chromium kept open": "tests.bench.peers.chromium:kept_open",
}


def ours() -> Work:
    """From the record to the unsigned file, checks included."""
    return lambda index: pages(record(index))


def run() -> dict[str, Any]:
    """`{"ours_ms", "ours_bytes", "peers": {name: {"ms", "ratio", "bytes"}}}`."""
    return compare(VARIANTS)


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=1))
