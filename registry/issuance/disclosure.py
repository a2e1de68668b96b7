"""What the certificate book tells the transparency log: each issue and each change of status, with nothing private.

The log itself is `registry/transparency/`'s; this joins the transaction of whoever issues or changes.
"""

from collections.abc import AsyncIterator

from pydantic import ValidationError

from certificates.content import CertificateRecord
from certificates.lifecycle import Status
from certificates.lifecycle import StatusChange as Change
from certificates.log_entries import Kind, issue_entry, status_entry
from registry.issuance.models import Certificate, StatusChange
from registry.transparency.actions import append
from registry.transparency.queries import find
from registry.transparency.schemas import Fact

PAGE = 500


async def disclose_issue(record: CertificateRecord) -> int:
    """Log that a certificate, or a new version of one, is issued; gives the entry's index."""
    subject = f"{record.number}/{record.version}"
    return await append(issue_entry(record), kind=Kind.ISSUE, subject=subject)


async def disclose_change(certificate: Certificate, ordinal: int, change: Change) -> None:
    """Log the change `ordinal` of a certificate's status."""
    await append(
        _change_entry(certificate, ordinal, change), kind=Kind.STATUS, subject=_change_subject(certificate, ordinal)
    )


async def facts() -> AsyncIterator[Fact]:
    """Every issue and every change that the tables hold, as the log must have them."""
    last = 0
    while page := await Certificate.all().order_by("reserved_at", "id").offset(last).limit(PAGE):
        for row in page:
            yield Fact(Kind.ISSUE, f"{row.number}/{row.version}", _issue_entry(row), row.reserved_at, row.log_index)
        last += len(page)
    last = 0
    lines = StatusChange.all().order_by("at", "id").prefetch_related("certificate")
    while found := await lines.offset(last).limit(PAGE):
        for line in found:
            change = Change(Status(line.status), line.effective_on, line.reason, line.document_number)
            entry = _change_entry(line.certificate, line.ordinal, change)
            yield Fact(Kind.STATUS, _change_subject(line.certificate, line.ordinal), entry, line.at)
        last += len(found)


async def note_indexes() -> int:
    """Note on certificates of before there was a log where their issue stands, now that it was entered; how many."""
    noted = 0
    for row in await Certificate.filter(log_index=None).order_by("reserved_at"):
        found = await find(Kind.ISSUE, f"{row.number}/{row.version}")
        if found is not None:
            noted += await Certificate.filter(id=row.id).update(log_index=found.index)
    return noted


def _issue_entry(row: Certificate) -> bytes:
    try:
        return issue_entry(CertificateRecord.model_validate(row.record))
    except ValidationError:
        return b""  # no record was frozen like this


def _change_subject(certificate: Certificate, ordinal: int) -> str:
    return f"{certificate.number}/{certificate.version}.{ordinal}"


def _change_entry(certificate: Certificate, ordinal: int, change: Change) -> bytes:
    return status_entry(
        certificate.number,
        version=certificate.version,
        ordinal=ordinal,
        status=change.status,
        effective_on=change.effective_on,
        reason=change.reason,
        document_number=change.document,
    )
