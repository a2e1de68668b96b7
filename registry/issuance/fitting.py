"""Whether the press could print a record, asked before anything is reserved: a number that was given cannot be taken back.

What fits is `certificates/preflight.py`'s; it needs the typefaces, not the press.
"""

import asyncio
from threading import Lock

from certificates.content import CertificateRecord
from certificates.faults import Refused
from certificates.preflight import plan
from registry.issuance.records import unprintable

_TYPEFACES = Lock()
"""Typefaces are read from their files bit by bit, which two threads must not do at once."""


async def check_fits(record: CertificateRecord) -> CertificateRecord:
    """The record again; Invalid `certificate-record` naming every text that is too long or has a character without glyph."""
    try:
        await asyncio.to_thread(_plan, record)
    except Refused as reason:
        raise unprintable(reason) from reason
    return record


def _plan(record: CertificateRecord) -> None:
    with _TYPEFACES:
        plan(record)
