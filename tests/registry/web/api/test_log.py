"""The log through the API: what it gives verifies with the library that verifiers use, and may be cached."""

import pytest

from certificates import merkle
from certificates.checkpoints import read_and_verify
from certificates.merkle import Inclusion, leaf_hash
from tests.factories.log import KEY, logged, signed


async def test_before_the_first_checkpoint(anybody):
    await anybody.get("/log/checkpoint")
    assert anybody.status == 404
    assert await anybody.get("/log/entries") == {"items": [], "next": None}


async def test_everything_verifies_without_us(anybody):
    await signed(7)
    told = await anybody.get("/log/checkpoint")
    checkpoint = read_and_verify(told["note"], [KEY.public])
    assert (checkpoint.size, checkpoint.root.hex()) == (told["size"], told["root"]) == (7, told["root"])
    found = await anybody.get("/log/entries", start=2, size=3)
    assert [each["index"] for each in found["items"]] == [2, 3, 4]
    assert found["next"] == 5
    for each in found["items"]:
        leaf = leaf_hash(each["entry"].encode())
        assert each["leaf_hash"] == leaf.hex()
        for query in ({"index": each["index"]}, {"leaf_hash": leaf.hex()}, {"leaf_hash": leaf.hex(), "size": 6}):
            proof = Inclusion.model_validate(await anybody.get("/log/inclusion", **query))
            assert merkle.verify_inclusion(leaf, proof)
            assert "size" in query or proof.root == told["root"]
    growth = await anybody.get("/log/consistency", first=3, second=7)
    smaller = Inclusion.model_validate(await anybody.get("/log/inclusion", index=0, size=3))
    hashes = [bytes.fromhex(each) for each in growth["hashes"]]
    assert merkle.verify_consistency(3, 7, bytes.fromhex(smaller.root), checkpoint.root, hashes)


async def test_what_is_not_signed_yet_is_proven_in_the_log_as_it_stands(anybody):
    await signed(2)
    await logged(3)
    assert (await anybody.get("/log/inclusion", index=2))["size"] == 3
    assert (await anybody.get("/log/inclusion", index=1))["size"] == 2


async def test_what_lasts_may_be_kept_and_nothing_sets_a_cookie(anybody):
    await signed(3)
    base = "/api/v1/log"
    for path, lasts in (
        ("/checkpoint", False),
        ("/entries?size=2", True),
        ("/entries?size=3", True),
        ("/entries?size=4", False),
        ("/inclusion?index=1", False),
        ("/consistency?first=1&second=3", True),
    ):
        response = await anybody.client.get(base + path)
        assert response.headers["Cache-Control"].startswith("public"), path
        assert ("immutable" in response.headers["Cache-Control"]) == lasts, path
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/log/entries", {"size": 501}, 422),
        ("/log/entries", {"start": -1}, 422),
        ("/log/inclusion", {}, 422),
        ("/log/inclusion", {"leaf_hash": "xyz"}, 422),
        ("/log/inclusion", {"leaf_hash": "00" * 32}, 404),
        ("/log/inclusion", {"index": 3}, 404),
        ("/log/inclusion", {"index": 1, "size": 9}, 422),
        ("/log/inclusion", {"index": 10**30}, 422),
        ("/log/consistency", {"first": 2}, 422),
        ("/log/consistency", {"first": 2, "second": 1}, 422),
    ],
)
async def test_what_is_not_there_is_said(anybody, path, query, status):
    await signed(3)
    await anybody.get(path, **query)
    assert anybody.status == status
