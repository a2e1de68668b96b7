"""How certificates stand on a day, for the lists of the revoked and suspended; the lists are `registry/credentials/`'s."""

from datetime import date
from uuid import UUID

from certificates.lifecycle import Status, StatusChange, Window, status_on
from registry.issuance.models import Certificate
from registry.issuance.models import StatusChange as Line

SIGN_LISTS = "credentials.lists"
"""The job that has the lists signed anew; it stands above us and is called by name."""


async def standing_on(day: date) -> list[tuple[int, Status]]:
    """Of every certificate in the log whose status was ever changed: its place in the log, and what it is on a day."""
    changes = await _changes()
    rows = await Certificate.filter(id__in=list(changes), log_index__isnull=False).order_by("log_index")
    return [(row.log_index, status_on(_window(row), changes[row.id], day).status) for row in rows]


async def _changes() -> dict[UUID, list[StatusChange]]:
    found: dict[UUID, list[StatusChange]] = {}
    for line in await Line.all().order_by("certificate_id", "ordinal"):
        change = StatusChange(Status(line.status), line.effective_on, line.reason, line.document_number)
        found.setdefault(line.certificate_id, []).append(change)
    return found


def _window(row: Certificate) -> Window:
    return Window.of(valid_from=row.valid_from, issued_on=row.issued_on, valid_until=row.valid_until)
