"""Proofs that the log gives verify under its own roots; what is not there is not found."""

import pytest

from certificates import merkle
from certificates.merkle import leaf_hash
from registry.errors import Invalid, NotFound
from registry.transparency import queries
from tests.factories.log import signed

pytestmark = pytest.mark.usefixtures("db")


async def test_a_log_without_entries():
    head = await queries.head()
    assert (head.size, head.root) == (0, merkle.EMPTY_ROOT.hex())
    assert await queries.checkpoint() is None
    assert await queries.consistency(0, 0) == ()
    assert await queries.entries(0, 10) == ()


async def test_every_entry_is_proven_at_every_size():
    await signed(7)
    for size in range(1, 8):
        for index in range(size):
            proof = await queries.inclusion(index, size)
            assert merkle.verify_inclusion(leaf_hash(b'{"n":%d}' % index), proof)
            assert proof.root == (await queries.root_at(size)).hex()
    assert (await queries.inclusion(3)).size == 7


async def test_every_size_is_proven_the_beginning_of_every_later_one():
    await signed(6)
    for second in range(7):
        for first in range(second + 1):
            proof = [bytes.fromhex(each) for each in await queries.consistency(first, second)]
            roots = await queries.root_at(first), await queries.root_at(second)
            assert merkle.verify_consistency(first, second, *roots, proof)


async def test_what_is_not_there_is_not_found():
    await signed(3)
    for index in (-1, 3):
        with pytest.raises(NotFound):
            await queries.inclusion(index)
        with pytest.raises(NotFound):
            await queries.entry(index)
    with pytest.raises(NotFound):
        await queries.index_of("00" * 32)
    for size in (0, 1, 4):
        with pytest.raises(Invalid):
            await queries.inclusion(1, size)
    for first, second in ((-1, 2), (2, 1), (1, 4)):
        with pytest.raises(Invalid):
            await queries.consistency(first, second)


async def test_entries_are_read_in_order_and_by_what_they_are_about(monkeypatch):
    await signed(5)
    assert [each.index for each in await queries.entries(1, 3)] == [1, 2, 3]
    assert [each.index for each in await queries.entries(4, 3)] == [4]
    monkeypatch.setattr(queries, "MOST_ENTRIES", 2)
    assert [each.index for each in await queries.entries(0, 10**6)] == [0, 1]
    (found,) = await queries.entries_about("GM-3")
    assert found == await queries.entry(3)
    assert await queries.index_of(found.leaf_hash.upper()) == 3
    assert await queries.entries_about("GM-") == ()


async def test_the_latest_checkpoint_is_the_largest():
    await signed(2)
    await signed(4)
    found = await queries.checkpoint()
    assert (found.size, found.root) == (4, (await queries.head()).root)
    assert found.age.total_seconds() >= 0


async def test_a_proof_is_one_question(counted_queries):
    await signed(31)
    with counted_queries() as asked:
        await queries.inclusion(5, 29)
    assert len(asked) == 2, asked  # how large the log is, and the subtrees
