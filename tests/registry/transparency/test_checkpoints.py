"""The log is signed when it has grown, once for each size, and only when it grew from what was signed before."""

import asyncio
from datetime import timedelta

import pytest
import time_machine

from certificates.checkpoints import read_and_verify
from certificates.faults import Refused
from registry import clock
from registry.transparency import queries
from registry.transparency.actions import CHECKPOINT
from registry.transparency.checkpoints import sign_checkpoint
from registry.transparency.models import LogCheckpoint, LogHead, LogNode
from tests.factories.log import KEY, ORIGIN, Signing, logged, signed

pytestmark = pytest.mark.usefixtures("db")


async def test_what_has_grown_is_signed_once():
    press = Signing()
    await sign_checkpoint(press=press, origin=ORIGIN)
    assert press.orders == []
    for size in (1, 4, 4):
        await logged(size)
        await sign_checkpoint(press=press, origin=ORIGIN)
    assert press.orders == ["checkpoint", "checkpoint"]
    for row in await LogCheckpoint.all():
        signed_ = read_and_verify(row.note, [KEY.public])
        assert (signed_.origin, signed_.size, signed_.root.hex()) == (ORIGIN, row.size, row.root)
        assert signed_.root == await queries.root_at(row.size)


async def test_two_at_once_keep_one():
    await logged(3)
    await asyncio.gather(*(sign_checkpoint(press=Signing(), origin=ORIGIN) for _ in range(3)))
    assert await LogCheckpoint.all().count() == 1


async def test_what_another_worker_signs_meanwhile_is_no_fault(monkeypatch):
    await signed(2)
    await logged(5)
    ask = queries.checkpoint

    async def while_another_signs():
        monkeypatch.setattr(queries, "checkpoint", ask)
        await signed(6)
        return await ask()

    monkeypatch.setattr(queries, "checkpoint", while_another_signs)
    await sign_checkpoint(press=Signing(), origin=ORIGIN)
    assert (await queries.checkpoint()).size == 6


async def test_what_comes_meanwhile_orders_another():
    await signed(2)
    assert not (await LogHead.get()).ordered
    await logged(3)
    assert (await LogHead.get()).ordered


async def test_a_shorter_log_is_not_signed():
    """As after restoring only a part of a backup."""
    await signed(5)
    await LogHead.all().update(size=3)
    with pytest.raises(Refused, match="log-not-grown"):
        await sign_checkpoint(press=Signing(), origin=ORIGIN)


async def test_a_rewritten_log_is_not_signed():
    await signed(5)
    await LogNode.filter(level=2, place=0).update(hash="00" * 32)
    await logged(6)
    with pytest.raises(Refused, match="log-not-grown"):
        await sign_checkpoint(press=Signing(), origin=ORIGIN)
    assert (await queries.checkpoint()).size == 5


async def test_a_clock_set_back_gives_no_negative_age():
    await signed(1)
    with time_machine.travel(clock.now() - timedelta(days=2)):
        assert (await queries.checkpoint()).age == timedelta()
    assert CHECKPOINT == "transparency.checkpoint"
