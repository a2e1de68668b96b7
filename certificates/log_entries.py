"""What the transparency log says: one canonical JSON text for each public fact, rebuilt by anybody from that fact alone.

No personal data stands in an entry, and no time of day: when a fact came into the log, checkpoints bound. The tree over
the entries is `merkle.py`'s; keeping them is `registry/transparency/`'s.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import rfc8785

from certificates.content import CertificateRecord

SCHEMA = "lvce-log/1"
"""Stands in each entry, so that none can be taken for a text of another purpose or of a later form."""


class Kind(StrEnum):
    """What an entry is about."""

    ISSUE = "certificate-issue"
    STATUS = "certificate-status"
    EDITION = "edition-publication"
    NOTICE = "notice-publication"
    DEPARTURE = "notice-departure"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One application that stands in a notice, as published: `application` is its id in the public addresses."""

    application: str
    site_name: str
    enterprise_name: str
    place: str


def issue_entry(record: CertificateRecord) -> bytes:
    """That a certificate was issued, or issued anew. `record_sha256` is the digest of its canonical JSON."""
    return _entry(Kind.ISSUE, number=record.number, version=record.version, record_sha256=record.digest)


def status_entry(
    number: str, *, version: int, ordinal: int, status: str, effective_on: date, reason: str, document_number: str
) -> bytes:
    """The change `ordinal` (from 1) of the status of one version; `reason` is a code of `lifecycle.toml`."""
    return _entry(
        Kind.STATUS,
        number=number,
        version=version,
        ordinal=ordinal,
        status=status,
        effective_on=effective_on.isoformat(),
        reason=reason,
        document_number=document_number,
    )


def edition_entry(scheme: str, *, edition: str, digest: str, in_force_on: date, document_number: str) -> bytes:
    """That an edition of criteria was published; `digest` is the edition's own, 64 hexadecimal digits."""
    return _entry(
        Kind.EDITION,
        scheme=scheme,
        edition=edition,
        edition_sha256=digest,
        in_force_on=in_force_on.isoformat(),
        document_number=document_number,
    )


def notice_entry(
    notice: str,
    *,
    scheme: str,
    place: str,
    opens_on: date,
    closes_on: date,
    document_number: str,
    titles: tuple[str, str],
    lines: Sequence[NoticeLine],
) -> bytes:
    """That a public notice was published, with its window. `titles` are the Chinese and the English one.

    What stands in it is covered by `content_sha256`: SHA-256 of canonical JSON of titles and lines, the lines sorted by
    application.
    """
    content: dict[str, Any] = {
        "title_zh": titles[0],
        "title_en": titles[1],
        "lines": [asdict(line) for line in sorted(lines, key=lambda line: line.application)],
    }
    return _entry(
        Kind.NOTICE,
        notice=notice,
        scheme=scheme,
        place=place,
        opens_on=opens_on.isoformat(),
        closes_on=closes_on.isoformat(),
        document_number=document_number,
        content_sha256=hashlib.sha256(rfc8785.dumps(content)).hexdigest(),
    )


def departure_entry(notice: str, *, application: str, left_on: date) -> bytes:
    """That an application no longer stands in a notice, because an objection was upheld."""
    return _entry(Kind.DEPARTURE, notice=notice, application=application, left_on=left_on.isoformat())


def _entry(kind: Kind, **facts: str | int) -> bytes:
    return rfc8785.dumps({"schema": SCHEMA, "kind": kind.value, **facts})
