"""Whatever is changed in the log's tables, or in the tables of those who told it, is found and named."""

from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import merkle
from certificates.checkpoints import Checkpoint, sign
from certificates.merkle import leaf_hash
from certificates.statements import StatementKey
from registry import clock
from registry.db.transactions import transaction
from registry.transparency import verifying
from registry.transparency.actions import append
from registry.transparency.models import LogCheckpoint, LogHead, LogLeaf, LogNode
from registry.transparency.schemas import Fact
from registry.transparency.verifying import verify_log
from tests.factories.log import KEY, KIND, ORIGIN, logged, signed

pytestmark = pytest.mark.usefixtures("db")
OTHER = StatementKey(Ed25519PrivateKey.from_private_bytes(b"o" * 32))


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch):
    monkeypatch.setattr(verifying, "PAGE", 4)


async def told(count):
    for number in range(count):
        yield Fact(KIND, f"GM-{number}/1", b'{"n":%d}' % number, clock.now(), number)


async def verdict(count=11, *, keys=(KEY.public,), source=None):
    return await verify_log([source or partial(told, count)], list(keys))


async def faults(**more):
    return [(each.code, each.where) for each in (await verdict(**more)).faults]


async def test_an_empty_log_and_a_grown_one_are_whole():
    assert (await verdict(0)).whole
    await signed(4)
    await signed(11)
    heard = []
    found = await verify_log([partial(told, 11)], [OTHER.public, KEY.public], heard.append)
    assert (found.whole, found.entries, found.checkpoints, heard) == (True, 11, 2, [4, 8, 11])


async def rewrite(index, entry):
    """As somebody would who may write to every table: the entry, its hash and the whole tree above, consistently."""
    await LogLeaf.filter(index=index).update(entry=entry, leaf_hash=leaf_hash(entry.encode()).hex())
    nodes = {}
    for leaf in await LogLeaf.all().order_by("index"):
        nodes |= merkle.appended(leaf.index, leaf_hash(leaf.entry.encode()), nodes)
    for node, value in nodes.items():
        await LogNode.filter(level=node.level, place=node.place).update(hash=value.hex())
    return nodes


@pytest.mark.parametrize(
    ("model", "where", "change", "expected"),
    [
        (LogLeaf, {"index": 5}, {"entry": '{"n":9}'}, [
            ("altered", "5"), ("different", f"5 {KIND} GM-5/1"), ("tree", "0/5"), ("tree", "1/2"), ("tree", "2/1"),
            ("tree", "3/0"), ("checkpoint-root", "11"), ("checkpoint-note", "11"),
        ]),
        (LogLeaf, {"index": 5}, {"leaf_hash": "00" * 32}, [("altered", "5")]),
        (LogLeaf, {"index": 5}, {"subject": "GM-x/1"}, [
            ("unfounded", f"5 {KIND} GM-x/1"), ("unlogged", f"{KIND} GM-5/1"),
        ]),
        (LogLeaf, {"index": 5}, {"index": 99}, [("beyond-head", "99"), ("missing", "5")]),
        (LogNode, {"level": 1, "place": 2}, {"hash": "00" * 32}, [("tree", "1/2")]),
        (LogNode, {"level": 0, "place": 10}, {"place": 77}, [("tree", "0/10")]),
        (LogHead, {}, {"size": 10}, [("beyond-head", "10"), ("checkpoint-beyond", "11")]),
        (LogHead, {}, {"size": 12}, [("missing", "11")]),
        (LogCheckpoint, {}, {"root": "00" * 32}, [("checkpoint-root", "11")]),
        (LogCheckpoint, {}, {"size": 7}, [("checkpoint-root", "7"), ("checkpoint-note", "7")]),
        (LogCheckpoint, {}, {"note": "junk"}, [("checkpoint-signature", "11")]),
    ],
)  # fmt: skip
async def test_each_changed_row_is_found(model, where, change, expected):
    await signed(11)
    await model.filter(**where).update(**change)
    assert sorted(await faults()) == sorted(expected)


async def test_a_consistent_rewriting_does_not_fit_what_was_signed():
    await signed(11)
    await rewrite(5, '{"n":9}')

    async def lying():
        async for fact in told(11):
            yield fact if fact.index != 5 else Fact(KIND, fact.subject, b'{"n":9}', fact.at, 5)

    assert await faults(source=lying) == [("checkpoint-root", "11"), ("checkpoint-note", "11")]


async def test_with_the_checkpoint_forged_too_the_signature_is_missing():
    await signed(11)
    nodes = await rewrite(5, '{"n":9}')
    root = merkle.root(11, nodes)
    await LogCheckpoint.all().update(root=root.hex(), note=sign(Checkpoint(ORIGIN, 11, root), OTHER))
    assert ("checkpoint-signature", "11") in await faults()


async def test_an_entry_taken_out_is_missed():
    await signed(11)
    await LogLeaf.filter(index=10).delete()
    assert await faults() == [("missing", "10")]
    await LogLeaf.filter(index=2).delete()
    assert await faults() == [("missing", "2")]


async def test_facts_and_entries_answer_for_each_other():
    await signed(11)
    assert await faults(count=10) == [("unfounded", f"10 {KIND} GM-10/1")]
    assert await faults(count=12) == [("unlogged", f"{KIND} GM-11/1")]

    async def elsewhere():
        async for fact in told(11):
            yield Fact(fact.kind, fact.subject, b"" if fact.index == 3 else fact.entry, fact.at, 10 - fact.index)

    found = await faults(source=elsewhere)
    assert ("different", f"3 {KIND} GM-3/1") in found
    assert ("elsewhere", f"4 {KIND} GM-4/1") in found
    assert not any(where.startswith("5 ") for _, where in found)


async def test_what_is_written_meanwhile_is_not_held_against_anybody():
    await signed(11)

    async def meanwhile():
        for number in (11, 12):
            async with transaction():
                await append(b'{"n":%d}' % number, kind=KIND, subject=f"GM-{number}/1")
        async for fact in told(13):
            yield fact if fact.index != 12 else Fact(KIND, fact.subject, b"{}", fact.at)

    assert await faults(source=meanwhile) == [("different", f"12 {KIND} GM-12/1")]


async def test_much_that_is_wrong_is_not_told_to_the_end():
    await logged(30)
    await LogNode.all().update(hash="00" * 32)
    found = await verdict(30)
    assert len(found.faults) == verifying.MOST_FAULTS
    assert found.entries < 30
