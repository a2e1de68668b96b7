"""Reading and checking the audit chain. Who may read it is for the caller to ask: viewers are a floor above."""

import json
from collections.abc import AsyncIterator, Callable
from uuid import UUID

from registry.audit.actions import HEAD
from registry.audit.models import AuditEntry, AuditHead
from registry.audit.rules import GENESIS, Sealed
from registry.audit.schemas import ChainVerdict, Entry

PAGE = 500


async def history_of(subject: tuple[str, UUID]) -> tuple[Entry, ...]:
    """Everything that was done to one thing, oldest first."""
    rows = await AuditEntry.filter(subject_kind=subject[0], subject_id=subject[1]).order_by("seq")
    return tuple(_entry(row) for row in rows)


async def latest(
    limit: int = 50, *, before: int | None = None, tag: str = "", kind: str = "", subject_id: UUID | None = None
) -> tuple[Entry, ...]:
    """The newest entries first; `before` a sequence number for the next page; `tag` is the beginning of tags.

    `kind` and `subject_id` narrow to what was done to one kind of thing, or to one thing.
    """
    rows = AuditEntry.all() if before is None else AuditEntry.filter(seq__lt=before)
    if kind:
        rows = rows.filter(subject_kind=kind)
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    if tag:
        rows = rows.filter(tag__startswith=tag)
    return tuple(_entry(row) for row in await rows.order_by("-seq").limit(limit))


async def verify_chain(progress: Callable[[int], None] = lambda _: None) -> ChainVerdict:
    """Recompute every hash from the first entry to the head, a page at a time; stops at the first fault.

    Entries written meanwhile are not looked at. `progress` hears how many were checked.
    """
    head = await AuditHead.get_or_none(id=HEAD)
    end, end_hash = (head.seq, head.hash) if head else (0, GENESIS)
    previous, checked = GENESIS, 0
    async for row in _up_to(end):
        if fault := _fault(row, checked + 1, previous):
            return ChainVerdict(checked, fault, checked + 1)
        previous, checked = row.hash, row.seq
        if checked % PAGE == 0:
            progress(checked)
    if checked != end:
        return ChainVerdict(checked, "missing", checked + 1)
    if previous != end_hash:
        return ChainVerdict(checked, "replaced", checked)
    if end == 0 and await AuditEntry.exists():
        return ChainVerdict(0, "headless", 1)
    return ChainVerdict(checked)


def _fault(row: AuditEntry, expected: int, previous: str) -> str:
    if row.seq != expected:
        return "missing"
    if row.previous != previous:
        return "unlinked"
    return "" if _sealed(row).hash() == row.hash else "altered"


def _sealed(row: AuditEntry) -> Sealed:
    return Sealed(**{name: getattr(row, name) for name in Sealed.__dataclass_fields__})


async def _up_to(end: int) -> AsyncIterator[AuditEntry]:
    last = 0
    while page := await AuditEntry.filter(seq__gt=last, seq__lte=end).order_by("seq").limit(PAGE):
        for row in page:
            yield row
        last = page[-1].seq


def _entry(row: AuditEntry) -> Entry:
    shown = (name for name in Entry.__dataclass_fields__ if name != "data")
    return Entry(data=json.loads(row.data), **{name: getattr(row, name) for name in shown})
