"""P3: a document that no plate serves, set by WeasyPrint: letters, reports, certificates with rare names."""

from typing import Any

from certificates.printing import pages
from tests.bench.certificates import record
from tests.bench.rounds import Work, compare

VARIANTS = {
    "ours": "tests.bench.p3_documents:ours",
    "WeasyPrint": "tests.bench.peers.weasyprint_naive:naive",
    "WeasyPrint, all that can be kept": "tests.bench.peers.weasyprint_naive:reused",
}


def ours() -> Work:
    """The plain way, checks included."""
    return lambda index: pages(record(index), plates=False)


def run() -> dict[str, Any]:
    """`{"ours_ms", "ours_bytes", "peers": {name: {"ms", "ratio", "bytes"}}}`."""
    return compare(VARIANTS)
