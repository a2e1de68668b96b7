"""Appending to the audit chain. Reading it is `queries.py`'s."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Protocol
from uuid import UUID

from tortoise.exceptions import TransactionManagementError

from registry import clock, logs
from registry.audit.models import AuditEntry, AuditHead
from registry.audit.rules import GENESIS, Sealed, canonical, check_tag
from registry.db.transactions import in_open_transaction

HEAD = UUID(int=0)


class Actor(Protocol):
    """Whoever did it; a viewer is one."""

    @property
    def account_id(self) -> UUID | None:
        """The account, or None for the system itself."""
        ...

    @property
    def name(self) -> str:
        """How the person was called at the time; kept even if the account is renamed."""
        ...


async def record(
    *,
    actor: Actor,
    tag: str,
    subject: tuple[str, UUID],
    data: Mapping[str, object] | None = None,
    on: date | None = None,
    place_code: str | None = None,
) -> None:
    """Append one entry inside the caller's transaction; best as its last step, as it orders all writers.

    `tag` is `subject:verb[:detail]`; `data` holds exact values only (no floats, no secrets); `on` is the day on which
    the act takes effect. Raises TransactionManagementError outside a transaction.
    """
    if not in_open_transaction():
        raise TransactionManagementError("an audit entry is written inside the transaction of its action")
    check_tag(tag)
    head = await _locked_head()
    sealed = Sealed(
        seq=head.seq + 1,
        at=clock.now(),
        on_day=on,
        actor_id=actor.account_id,
        actor_label=actor.name,
        tag=tag,
        subject_kind=subject[0],
        subject_id=subject[1],
        place_code=place_code,
        data=canonical(data or {}),
        request_id=logs.request_id.get(),
        previous=head.hash,
    )
    entry = await AuditEntry.create(**asdict(sealed), hash=sealed.hash())
    await AuditHead.filter(id=HEAD).update(seq=entry.seq, hash=entry.hash)


async def _locked_head() -> AuditHead:
    """The head, locked until the transaction ends (on SQLite the transaction itself is the lock)."""
    locked = AuditHead.filter(id=HEAD).select_for_update()
    head = await locked.first()
    if head is None:
        await AuditHead.bulk_create([AuditHead(id=HEAD, seq=0, hash=GENESIS)], ignore_conflicts=True)
        head = await AuditHead.select_for_update().get(id=HEAD)
    return head
