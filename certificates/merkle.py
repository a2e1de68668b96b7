"""Merkle trees of RFC 6962: roots, proofs that a leaf is in a tree, proofs that a tree only grew, and how they are checked.

Pure: trees are read through a lookup of complete subtrees, whose rows are `registry/transparency/`'s. What a leaf says
is `log_entries.py`'s, who vouches for a root `checkpoints.py`'s.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Annotated, NamedTuple

from pydantic import Field

from certificates.content import Sealed

MOST_HASHES = 64
"""Of an inclusion proof: no tree has more than 2⁶⁴ leaves."""

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Node(NamedTuple):
    """A complete subtree: `level` 0 is a leaf; it covers the leaves place·2^level … (place+1)·2^level - 1."""

    level: int
    place: int


Nodes = Mapping[Node, bytes]


class Inclusion(Sealed):
    """A proof that the leaf `index` (from 0) is in the tree of the first `size` leaves, whose root is `root`.

    `hashes` lead from the leaf to the root; all in lower-case hexadecimal. It says nothing until `root` and `size` are
    those of a checkpoint that somebody signed.
    """

    index: Annotated[int, Field(ge=0, lt=1 << 64)]
    size: Annotated[int, Field(ge=1, le=1 << 64)]
    root: Hash
    hashes: Annotated[tuple[Hash, ...], Field(max_length=MOST_HASHES)]


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def root(size: int, nodes: Nodes) -> bytes:
    """The root of the first `size` leaves; `nodes` holds at least `root_nodes(size)`."""
    return _hash_of(range(size), nodes) if size else EMPTY_ROOT


def root_nodes(size: int) -> tuple[Node, ...]:
    """The complete subtrees that the root of `size` leaves is made of, from left to right."""
    return _covering(range(size))


def siblings(index: int) -> tuple[Node, ...]:
    """What must be known to append the leaf `index`: the subtrees that it completes the right halves of."""
    found = []
    for level in range(index.bit_length()):
        if not index >> level & 1:
            break
        found.append(Node(level, (index >> level) - 1))
    return tuple(found)


def appended(index: int, leaf: bytes, nodes: Nodes) -> dict[Node, bytes]:
    """The subtrees that are complete once the leaf of hash `leaf` stands at `index`; `nodes` holds `siblings(index)`."""
    grown = {Node(0, index): leaf}
    for left in siblings(index):
        leaf = node_hash(nodes[left], leaf)
        grown[Node(left.level + 1, left.place // 2)] = leaf
    return grown


def inclusion_nodes(index: int, size: int) -> frozenset[Node]:
    """The subtrees that `inclusion` of the same arguments needs, the root's own among them."""
    return frozenset(_needed([*_audit_path(index, range(size)), range(size)]))


def inclusion(index: int, size: int, nodes: Nodes) -> Inclusion:
    """RFC 6962 section 2.1.1: the proof that leaf `index` is in the tree of `size` leaves. Needs index < size."""
    hashes = tuple(_hash_of(part, nodes).hex() for part in _audit_path(index, range(size)))
    return Inclusion(index=index, size=size, root=root(size, nodes).hex(), hashes=hashes)


def consistency_nodes(first: int, second: int) -> frozenset[Node]:
    """The subtrees that `consistency` of the same arguments needs."""
    return frozenset(_needed(_consistency_path(first, second)))


def consistency(first: int, second: int, nodes: Nodes) -> tuple[bytes, ...]:
    """RFC 6962 section 2.1.2: the proof that the tree of `first` leaves is the beginning of that of `second`.

    Empty where nothing needs to be proven: first = 0 or first = second. Needs 0 ≤ first ≤ second.
    """
    return tuple(_hash_of(part, nodes) for part in _consistency_path(first, second))


def verify_inclusion(leaf: bytes, proof: Inclusion) -> bool:
    """RFC 9162 section 2.1.3.2: whether the leaf of this hash is where the proof says, under the proof's own root.

    Whether that root is one to be believed is for the caller to ask a checkpoint.
    """
    node, last, found = proof.index, proof.size - 1, leaf
    if node > last:
        return False
    for text in proof.hashes:
        beside = bytes.fromhex(text)
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(beside, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        node, last = node >> 1, last >> 1
    return last == 0 and found.hex() == proof.root


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162 section 2.1.4.2: whether the tree of `first` leaves is the beginning of the tree of `second` leaves."""
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        same = first_root == (EMPTY_ROOT if first == 0 else second_root)
        return same and not proof and (second > 0 or second_root == EMPTY_ROOT)
    # A complete first tree is itself the node to begin with, so that the proof need not name it.
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path or len(proof) > MOST_HASHES:
        return False
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    """The largest power of two below `size` (RFC 6962: k), for size > 1."""
    return 1 << (size - 1).bit_length() - 1


def _covering(part: range) -> tuple[Node, ...]:
    """The complete subtrees of a part of the tree; a part begins where the RFC's halving puts it, so they are aligned."""
    found, start = [], part.start
    while left := part.stop - start:
        level = left.bit_length() - 1
        found.append(Node(level, start >> level))
        start += 1 << level
    return tuple(found)


def _needed(parts: Iterable[range]) -> Iterable[Node]:
    return (node for part in parts for node in _covering(part))


def _hash_of(part: range, nodes: Nodes) -> bytes:
    first, *others = (nodes[node] for node in reversed(_covering(part)))
    return reduce(lambda right, left: node_hash(left, right), others, first)


def _audit_path(index: int, tree: range) -> list[range]:
    """PATH(m, D[n]): the parts beside the way from the leaf to the root, the lowest first."""
    path = []
    while len(tree) > 1:
        middle = tree.start + _split(len(tree))
        left, right = range(tree.start, middle), range(middle, tree.stop)
        tree, beside = (left, right) if index < middle else (right, left)
        path.append(beside)
    return path[::-1]


def _consistency_path(first: int, second: int) -> list[range]:
    """PROOF(m, D[n]): the parts of which both roots can be made."""
    if first in (0, second):
        return []
    path, tree, whole = [], range(second), True
    while tree.stop != first:
        middle = tree.start + _split(len(tree))
        if first <= middle:
            path.append(range(middle, tree.stop))
            tree = range(tree.start, middle)
        else:
            path.append(range(tree.start, middle))
            tree, whole = range(middle, tree.stop), False
    if not whole:
        path.append(tree)
    return path[::-1]
