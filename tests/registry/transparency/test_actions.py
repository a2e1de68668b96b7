"""Entries join their act's transaction, stand in one order without gaps, and have the tree kept above them."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from tortoise.exceptions import TransactionManagementError

from certificates import merkle
from certificates.merkle import Node, leaf_hash
from registry import clock
from registry.accounts.schemas import SYSTEM
from registry.audit.models import AuditEntry
from registry.db.transactions import transaction
from registry.jobs.models import Job
from registry.transparency import queries
from registry.transparency.actions import CHECKPOINT, append, backfill
from registry.transparency.models import LogHead, LogLeaf, LogNode
from registry.transparency.schemas import Fact
from tests.factories.log import KIND, logged

pytestmark = pytest.mark.usefixtures("db")


async def test_outside_a_transaction_nothing_is_appended():
    with pytest.raises(TransactionManagementError):
        await append(b"{}", kind=KIND, subject="a")


async def test_entries_are_counted_from_0_and_kept_as_they_are():
    assert await logged(3) == [0, 1, 2]
    leaf = await LogLeaf.get(index=1)
    assert (leaf.subject, leaf.about, leaf.entry) == ("GM-1/1", "GM-1", '{"n":1}')
    assert leaf.leaf_hash == leaf_hash(b'{"n":1}').hex()
    assert (await queries.head()).size == 3


@pytest.mark.parametrize("count", [1, 2, 5, 8, 13])
async def test_the_tree_above_is_the_definition_s(count):
    await logged(count)
    expected = {}
    for index in range(count):
        expected |= merkle.appended(index, leaf_hash(b'{"n":%d}' % index), expected)
    rows = await LogNode.all()
    assert {Node(row.level, row.place): bytes.fromhex(row.hash) for row in rows} == expected
    assert (await queries.head()).root == merkle.root(count, expected).hex()


async def test_sixteen_at_once_have_no_gap_and_no_double():
    async def one(number):
        async with transaction():
            await asyncio.sleep(0)
            return await append(b'{"n":%d}' % number, kind=KIND, subject=f"at-once-{number}")

    indexes = await asyncio.gather(*(one(number) for number in range(16)))
    assert sorted(indexes) == list(range(16))
    leaves = await LogLeaf.all().order_by("index")
    nodes = {}
    for leaf in leaves:
        nodes |= merkle.appended(leaf.index, leaf_hash(leaf.entry.encode()), nodes)
    assert (await queries.head()).root == merkle.root(16, nodes).hex()


async def test_a_lost_transaction_leaves_no_gap():
    for lost in (True, False):
        with suppress(LookupError):
            async with transaction():
                await append(b"{}", kind=KIND, subject=f"lost-{lost}")
                if lost:
                    raise LookupError
    assert await LogLeaf.all().values_list("index", "subject") == [(0, "lost-False")]
    assert await LogNode.all().count() == 1


async def test_the_same_fact_has_one_entry():
    await logged(2)
    assert await logged(2) == [0, 1]
    assert await LogLeaf.all().count() == 2
    async with transaction():
        assert await append(b'{"n":0}', kind="notice-departure", subject="GM-0/1") == 2


async def test_a_fact_does_not_change_and_kinds_are_known():
    await logged(1)
    for entry, kind in ((b'{"n":9}', KIND), (b'{"n":0}', "tea")):
        with pytest.raises(ValueError, match=r"the log says something else|no kind of entry"):
            async with transaction():
                await append(entry, kind=kind, subject="GM-0/1")
    assert await LogLeaf.all().count() == 1


async def test_one_checkpoint_waits_however_much_comes():
    await logged(5)
    assert await Job.filter(name=CHECKPOINT).count() == 1
    await LogHead.all().update(ordered=False)  # as the job does when it begins
    await logged(7)
    assert await Job.filter(name=CHECKPOINT).count() == 2


async def test_appending_takes_a_handful_of_questions(counted_queries):
    await logged(31)
    async with transaction():
        with counted_queries() as asked:
            await append(b"{}", kind=KIND, subject="one-more")
    assert len(asked) <= 6, asked


async def told(*facts):
    for fact in facts:
        yield fact


async def test_what_was_done_before_there_was_a_log_is_entered_oldest_first():
    await logged(1)
    now = clock.now()
    facts = [
        Fact(KIND, "GM-new/1", b'{"n":"new"}', now),
        Fact(KIND, "GM-old/1", b'{"n":"old"}', now - timedelta(days=9)),
        Fact(KIND, "GM-0/1", b'{"n":"says something else"}', now),
        Fact(KIND, "GM-unreadable/1", b"", now),
    ]
    sources = [partial(told, *facts[:1]), partial(told, *facts[1:])]
    assert await backfill(sources, actor=SYSTEM) == 2
    assert await LogLeaf.all().order_by("index").values_list("subject", flat=True) == ["GM-0/1", "GM-old/1", "GM-new/1"]
    assert (await AuditEntry.get(tag="log:backfill")).data == '{"entries":2}'
    assert await backfill(sources, actor=SYSTEM) == 0
    assert await AuditEntry.all().count() == 1
