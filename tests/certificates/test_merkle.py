"""Trees are RFC 6962's: its published vectors, another library's roots, and the definition itself, written naively."""

import hashlib
from itertools import pairwise

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from certificates import merkle
from certificates.merkle import EMPTY_ROOT, Inclusion, Node, leaf_hash, node_hash

# The entries of Certificate Transparency's published test tree, and its roots for each size.
CT_ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
MOST = 40
LEAVES = [leaf_hash(b"entry %d" % number) for number in range(MOST)]


def grown(leaves):
    nodes = {}
    for index, leaf in enumerate(leaves):
        known = {node: nodes[node] for node in merkle.siblings(index)}
        nodes |= merkle.appended(index, leaf, known)
    return nodes


NODES = grown(LEAVES)


def defined(leaves):
    """MTH of section 2.1, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(defined(leaves[:k]), defined(leaves[k:]))


def only(nodes, wanted):
    return {node: nodes[node] for node in wanted}


def proof_of(index, size):
    return merkle.inclusion(index, size, only(NODES, merkle.inclusion_nodes(index, size)))


def growth_of(first, second):
    return merkle.consistency(first, second, only(NODES, merkle.consistency_nodes(first, second)))


def root_of(size):
    return merkle.root(size, only(NODES, merkle.root_nodes(size)))


def test_the_published_vectors():
    nodes = grown(leaf_hash(entry) for entry in CT_ENTRIES)
    assert [merkle.root(size, nodes).hex() for size in range(1, 9)] == CT_ROOTS
    assert merkle.root(0, {}) == EMPTY_ROOT == hashlib.sha256(b"").digest()
    # Audit paths and consistency proofs of the same published tree.
    assert merkle.inclusion(0, 8, nodes).hashes == (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    )
    assert merkle.inclusion(2, 3, nodes).hashes == ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)
    assert [each.hex() for each in merkle.consistency(2, 5, nodes)] == [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ]
    assert [each.hex() for each in merkle.consistency(6, 8, nodes)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_another_library_makes_the_same_roots_and_the_same_paths():
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for number in range(MOST):
        tree.append_entry(b"entry %d" % number)
    for size in range(MOST + 1):
        assert root_of(size) == tree.get_root(size)
        for index in range(size):
            theirs = tree.prove_inclusion(index + 1, size)
            assert {each.hex() for each in theirs.path} == {LEAVES[index].hex(), *proof_of(index, size).hashes}


def test_the_definition_makes_the_same_roots():
    for size in range(MOST + 1):
        assert root_of(size) == defined(LEAVES[:size])


def test_every_leaf_of_every_size_verifies_and_no_other():
    for size in range(1, MOST + 1):
        for index in range(size):
            proof = proof_of(index, size)
            assert proof.root == root_of(size).hex()
            assert merkle.verify_inclusion(LEAVES[index], proof)
            assert not merkle.verify_inclusion(LEAVES[index - 1], proof) or size == 1
            for other in range(size + 1):
                moved = proof.model_copy(update={"index": other})
                assert merkle.verify_inclusion(LEAVES[index], moved) == (other == index)


def test_every_size_is_the_beginning_of_every_later_one():
    for second in range(MOST + 1):
        for first in range(second + 1):
            proof, old, new = growth_of(first, second), root_of(first), root_of(second)
            assert merkle.verify_consistency(first, second, old, new, proof)
            assert not merkle.verify_consistency(second + 1, second, old, new, proof)
            assert not merkle.verify_consistency(-1, second, old, new, proof)
            assert not merkle.verify_consistency(first, second, old, new, [*proof, old])
            assert not merkle.verify_consistency(first, second, new, old, proof) or first == second
            if proof:
                assert not merkle.verify_consistency(first, second, old, new, proof[:-1])
                assert not merkle.verify_consistency(first, second, old, new, [])


@given(st.data())
def test_one_changed_bit_anywhere_proves_nothing(data):
    size = data.draw(st.integers(1, MOST))
    index = data.draw(st.integers(0, size - 1))
    proof = proof_of(index, size)
    flip = 1 << data.draw(st.integers(0, 255))
    parts = [LEAVES[index].hex(), proof.root, *proof.hashes]
    place = data.draw(st.integers(0, len(parts) - 1))
    parts[place] = f"{int(parts[place], 16) ^ flip:064x}"
    leaf, root, *hashes = parts
    changed = proof.model_copy(update={"root": root, "hashes": tuple(hashes)})
    assert not merkle.verify_inclusion(bytes.fromhex(leaf), changed)
    longer = proof.model_copy(update={"hashes": (*proof.hashes, parts[place])})
    assert not merkle.verify_inclusion(LEAVES[index], longer)
    shorter = proof.model_copy(update={"hashes": proof.hashes[1:]})
    assert size == 1 or not merkle.verify_inclusion(LEAVES[index], shorter)


@given(st.data())
def test_one_changed_bit_of_a_growth_proves_nothing(data):
    second = data.draw(st.integers(2, MOST))
    first = data.draw(st.integers(1, second - 1))
    parts = [root_of(first), root_of(second), *growth_of(first, second)]
    place = data.draw(st.integers(0, len(parts) - 1))
    flip = 1 << data.draw(st.integers(0, 255))
    parts[place] = (int.from_bytes(parts[place], "big") ^ flip).to_bytes(32, "big")
    old, new, *proof = parts
    assert not merkle.verify_consistency(first, second, old, new, proof)


@given(st.integers(1, 2**40), st.data())
def test_proofs_of_large_trees_need_few_nodes(size, data):
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    bits = size.bit_length()
    assert len(merkle.siblings(size - 1)) <= bits
    assert len(merkle.inclusion_nodes(index, size)) <= 2 * bits
    assert len(merkle.consistency_nodes(first, size)) <= 2 * bits
    assert Node(0, index ^ 1) in merkle.inclusion_nodes(index, size) or index in (size - 1, 0)


@given(st.integers(0, 2**50))
def test_subtrees_of_a_root_cover_each_leaf_once(size):
    edges = [edge for level, index in merkle.root_nodes(size) for edge in (index << level, (index + 1) << level)]
    assert edges == sorted(edges)
    assert not edges or (edges[0], edges[-1]) == (0, size)
    assert all(a == b for a, b in list(pairwise(edges))[1::2])


def test_a_tree_of_nothing_grows_from_nothing():
    assert merkle.verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    assert not merkle.verify_consistency(0, 0, EMPTY_ROOT, LEAVES[0], [])
    assert not merkle.verify_consistency(0, 3, LEAVES[0], root_of(3), [])
    assert not merkle.verify_consistency(3, 5, root_of(3), root_of(5), [LEAVES[0]] * 65)


def test_a_proof_is_read_back_from_json_and_nothing_else_is():
    proof = proof_of(5, 13)
    assert Inclusion.model_validate_json(proof.model_dump_json()) == proof
    assert list(proof.model_dump()) == ["index", "size", "root", "hashes"]
    whole = proof.model_dump()
    for wrong in (
        {"index": -1},
        {"size": 0},
        {"root": proof.root.upper() + "g"},
        {"hashes": ["00"]},
        {"hashes": [proof.root] * 65},
        {"more": 1},
    ):
        with pytest.raises(ValidationError):
            Inclusion.model_validate(whole | wrong)
    assert not merkle.verify_inclusion(LEAVES[0], proof.model_copy(update={"index": 13}))
