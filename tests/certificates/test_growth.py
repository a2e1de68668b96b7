"""The press signs a log that grew from what it is shown, and nothing else."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import merkle
from certificates.checkpoints import Checkpoint, read_and_verify, sign
from certificates.faults import Refused
from certificates.growth import Growth, sign_growth
from certificates.merkle import leaf_hash
from certificates.statements import StatementKey

KEY = StatementKey(Ed25519PrivateKey.from_private_bytes(b"k" * 32))
ORIGIN = "register.example/log"


def tree(count, *, changed=None):
    nodes = {}
    for index in range(count):
        nodes |= merkle.appended(index, leaf_hash(b"%d" % index + b"!" * (index == changed)), nodes)
    return nodes


TREE = tree(9)


def note(size):
    return sign(Checkpoint(ORIGIN, size, merkle.root(size, TREE)), KEY)


def growth(first, second, nodes=TREE, **changes):
    proof = merkle.consistency(first, second, nodes) if first <= second else ()
    values = {
        "origin": ORIGIN,
        "size": second,
        "root": merkle.root(second, nodes).hex(),
        "before": note(first) if first else "",
        "consistency": tuple(each.hex() for each in proof),
    }
    return Growth(**values | changes)


@pytest.mark.parametrize(("first", "second"), [(0, 1), (0, 9), (1, 2), (4, 9), (7, 8), (9, 9)])
def test_what_grew_is_signed(first, second):
    signed = sign_growth(growth(first, second), KEY)
    assert read_and_verify(signed, [KEY.public]) == Checkpoint(ORIGIN, second, merkle.root(second, TREE))
    assert signed == note(second)


def test_what_was_shortened_or_rewritten_is_not():
    rewritten = tree(9, changed=2)
    for wrong in (growth(9, 7), growth(4, 9, rewritten), growth(9, 9, rewritten), growth(4, 9, consistency=())):
        with pytest.raises(Refused, match="log-not-grown"):
            sign_growth(wrong, KEY)
    with pytest.raises(Refused, match="checkpoint-malformed"):
        sign_growth(growth(4, 9, before="junk"), KEY)


def test_the_log_may_have_moved_since():
    assert sign_growth(growth(4, 9, origin="new.example/log"), KEY).startswith("new.example/log\n9\n")
