"""What is remembered survives being killed; only what was signed or proven convicts a log."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import merkle
from certificates.checkpoints import Checkpoint, sign
from certificates.merkle import leaf_hash
from certificates.statements import StatementKey
from registry import clock
from registry.commands import watching
from registry.commands.watching import (
    Outage,
    Rebuilding,
    Rewritten,
    State,
    check_growth,
    compare,
    read_state,
    signer_of,
    taken_apart,
    write_state,
)

pytestmark = pytest.mark.may_block
KEY = StatementKey(Ed25519PrivateKey.from_private_bytes(b"k" * 32))
OTHER = StatementKey(Ed25519PrivateKey.from_private_bytes(b"o" * 32))
HERE = "https://register.example"
ORIGIN = "register.example/log"


def tree(count, *, changed=None):
    nodes = {}
    for index in range(count):
        nodes |= merkle.appended(index, leaf_hash(b"%d" % index + b"!" * (index == changed)), nodes)
    return nodes


def checkpoint(size, nodes=None):
    return Checkpoint(ORIGIN, size, merkle.root(size, nodes or tree(size)))


def state(size=3, **changes):
    values = {
        "address": HERE,
        "keys": (KEY.public.multibase,),
        "origin": ORIGIN,
        "size": size,
        "root": checkpoint(size).root.hex(),
        "seen_at": clock.now(),
    }
    return State(**values | changes)


def test_what_is_remembered_is_read_back(tmp_path):
    file = tmp_path / "state.json"
    assert read_state(file, HERE) is None
    write_state(file, state())
    assert read_state(file, HERE).checkpoint == checkpoint(3)
    write_state(file, state(4))
    assert read_state(file, HERE).size == 4
    assert [each.name for each in tmp_path.iterdir()] == ["state.json"]


def test_killed_while_writing_the_old_state_stays(tmp_path, monkeypatch):
    file = tmp_path / "state.json"
    write_state(file, state())

    def killed(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(watching.os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        write_state(file, state(4))
    assert read_state(file, HERE).size == 3


@pytest.mark.parametrize("content", ["", "{}", "[]", "\0", json.dumps({"size": -1})])
def test_another_file_is_not_taken_for_a_state(tmp_path, content):
    file = tmp_path / "state.json"
    file.write_text(content)
    with pytest.raises(Outage, match="no state file"):
        read_state(file, HERE)
    with pytest.raises(Outage, match="cannot be read"):
        read_state(tmp_path, HERE)


def test_a_state_that_cannot_be_kept_accuses_nobody(tmp_path):
    with pytest.raises(Outage, match="cannot be written"):
        write_state(tmp_path / "absent" / "state.json", state())


def test_a_state_is_of_one_address(tmp_path):
    write_state(tmp_path / "state.json", state())
    with pytest.raises(Outage, match="remembers"):
        read_state(tmp_path / "state.json", "https://other.example")


def test_a_state_without_time_zone_is_none(tmp_path):
    told = state().model_dump(mode="json") | {"seen_at": "2026-03-01T00:00:00"}
    (tmp_path / "state.json").write_text(json.dumps(told))
    with pytest.raises(Outage):
        read_state(tmp_path / "state.json", HERE)


def test_a_page_of_a_proxy_is_an_outage_and_a_strange_signature_is_not():
    with pytest.raises(Outage):
        taken_apart("<html>Please sign in</html>")
    note = taken_apart(sign(checkpoint(3), KEY))
    assert signer_of(note, [OTHER.public.multibase, KEY.public.multibase]) == KEY.public.multibase
    with pytest.raises(Rewritten, match="pinned key"):
        signer_of(note, [OTHER.public.multibase])


def test_two_checkpoints():
    assert compare(checkpoint(3), checkpoint(5))
    assert not compare(checkpoint(3), checkpoint(3))
    with pytest.raises(Rewritten, match="went back from 5"):
        compare(checkpoint(5), checkpoint(3))
    with pytest.raises(Rewritten, match="two different logs"):
        compare(checkpoint(3), checkpoint(3, tree(3, changed=1)))


def test_growth_is_proven_or_not():
    nodes, other = tree(9), tree(9, changed=1)
    proof = [each.hex() for each in merkle.consistency(4, 9, nodes)]
    check_growth(checkpoint(4, nodes), checkpoint(9, nodes), proof)
    for hashes, now in ((proof, other), ([], nodes), ([each.hex() for each in merkle.consistency(4, 9, other)], other)):
        with pytest.raises(Rewritten, match="does not begin with"):
            check_growth(checkpoint(4, nodes), checkpoint(9, now), hashes)


def entries(start, count, changed=None):
    return [("kind", f"{index}" + "!" * (index == changed)) for index in range(start, start + count)]


def test_the_root_is_made_anew_page_by_page():
    rebuilding = Rebuilding(checkpoint(11), checkpoint(4))
    for start, count in rebuilding.wanted(3):
        rebuilding.take(entries(start, count), count)
    assert (rebuilding.read, rebuilding.kinds) == (11, {"kind": 11})


def test_other_entries_than_the_signed_ones_are_found():
    for now, before, changed, told in (
        (checkpoint(5), None, 2, "first 5"),
        (checkpoint(5, tree(5, changed=1)), checkpoint(3), 1, "first 3"),
    ):
        rebuilding = Rebuilding(now, before)
        with pytest.raises(Rewritten, match=told):
            rebuilding.take(entries(0, 5, changed), 5)
    with pytest.raises(Rewritten, match="from 2 on are signed but not shown"):
        Rebuilding(checkpoint(5)).take(entries(0, 2), 5)


def test_a_look_in_the_future_is_still_a_look():
    assert state(seen_at=clock.now() + timedelta(days=400)).seen_at > clock.now()
