"""Audit entries join their action's transaction and form one chain, whoever writes at the same time."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

import pytest
from tortoise.exceptions import TransactionManagementError

from registry.audit.actions import record
from registry.audit.models import AuditEntry
from registry.db.transactions import transaction
from registry.identifiers import new_id

pytestmark = pytest.mark.usefixtures("db")


@dataclass(frozen=True)
class Somebody:
    account_id: UUID | None = None
    name: str = "somebody"


async def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(TransactionManagementError):
        await record(actor=Somebody(), tag="mall:add", subject=("mall", new_id()))


async def test_writers_at_the_same_time_make_one_chain():
    async def one(number: int) -> None:
        async with transaction():
            await asyncio.sleep(0)
            await record(actor=Somebody(), tag="mall:add", subject=("mall", new_id()), data={"number": number})

    await asyncio.gather(*(one(number) for number in range(30)))
    entries = await AuditEntry.all().order_by("seq")
    assert [entry.seq for entry in entries] == list(range(1, 31))
    assert all(later.previous == earlier.hash for earlier, later in pairwise(entries))


async def test_lost_with_its_transaction_and_the_chain_goes_on():
    for lost in (True, False):
        with suppress(LookupError):
            async with transaction():
                await record(actor=Somebody(), tag="mall:add", subject=("mall", new_id()))
                if lost:
                    raise LookupError
    assert await AuditEntry.all().values_list("seq", flat=True) == [1]


async def test_a_slip_in_the_tag_or_the_data_is_refused():
    for tag, data in (("Mall", {}), ("mall:add", {"area_m2": 1.5})):
        with pytest.raises((ValueError, TypeError)):
            async with transaction():
                await record(actor=Somebody(), tag=tag, subject=("mall", new_id()), data=data)
    assert not await AuditEntry.exists()
