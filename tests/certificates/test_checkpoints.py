"""Checkpoints are signed notes as C2SP defines them: published keys and notes agree, one changed sign does not."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from certificates import checkpoints
from certificates.checkpoints import Checkpoint, key_hint, origin_of, read, read_and_verify, sign, verifier_key
from certificates.faults import Refused
from certificates.merkle import leaf_hash
from certificates.statements import PublicKey, StatementKey

KEY = StatementKey(Ed25519PrivateKey.from_private_bytes(b"k" * 32))
OTHER = StatementKey(Ed25519PrivateKey.from_private_bytes(b"o" * 32))
CHECKPOINT = Checkpoint("register.example/log", 12, leaf_hash(b"root"))
NOTE = sign(CHECKPOINT, KEY)
ROOT = base64.b64encode(CHECKPOINT.root).decode()
SAME_ROOT_SPELT_OTHERWISE = ROOT[:-2] + chr(ord(ROOT[-2]) + 1) + "="


def test_keys_are_named_as_published_ones_are():
    """The key that the format's own examples are signed with."""
    published = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    name, hint, encoded = published.split("+", 2)
    key = PublicKey(Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded)[1:]))
    assert key_hint(name, key).hex() == hint
    assert verifier_key(name, key) == published
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    raw = base64.b64decode(line)
    assert raw[:4].hex() == hint
    assert key.verifies(raw[4:], text.encode())


def test_a_note_is_the_same_each_time_and_read_back():
    assert sign(CHECKPOINT, KEY) == NOTE
    assert read_and_verify(NOTE, [OTHER.public, KEY.public]) == CHECKPOINT
    lines = NOTE.split("\n")
    assert lines[:4] == ["register.example/log", "12", base64.b64encode(CHECKPOINT.root).decode(), ""]
    assert lines[4].startswith("— register.example/log ")
    assert lines[5:] == [""]
    assert len(base64.b64decode(lines[4].split(" ")[2])) == 4 + 64


def test_other_keys_are_not_believed():
    for keys in ([], [OTHER.public]):
        with pytest.raises(Refused) as refused:
            read_and_verify(NOTE, keys)
        assert refused.value.faults[0].code == "checkpoint-unsigned"


@given(st.integers(0, len(NOTE) - 1), st.sampled_from(" \n0Aa+/=—9"))
def test_one_changed_sign_is_not_believed(place, sign_):
    changed = NOTE[:place] + sign_ + NOTE[place + 1 :]
    if changed != NOTE:
        with pytest.raises(Refused):
            read_and_verify(changed, [KEY.public])


@given(st.text())
def test_any_text_is_a_note_or_refused(text):
    with pytest.raises(Refused):
        read_and_verify(text, [KEY.public])


def test_witnesses_and_extensions_do_not_disturb():
    witness = "— witness.example " + base64.b64encode(b"hint" + b"s" * 72).decode() + "\n"
    assert read_and_verify(NOTE + witness, [KEY.public]) == CHECKPOINT
    body = CHECKPOINT.body + "extension line\n"
    raw = key_hint(CHECKPOINT.origin, KEY.public) + KEY.sign(body.encode())
    extended = f"{body}\n— {CHECKPOINT.origin} {base64.b64encode(raw).decode()}\n"
    assert read_and_verify(extended, [KEY.public]) == CHECKPOINT
    with pytest.raises(Refused):
        read_and_verify(extended.replace("extension", "other"), [KEY.public])


def test_the_signature_must_be_the_log_s_own():
    """A right signature under another name, or a right name with another hint, is not looked at."""
    renamed = NOTE.replace("— register.example/log", "— other.example/log")
    head, encoded = NOTE.removesuffix("\n").rsplit(" ", 1)
    raw = base64.b64decode(encoded)
    for note in (renamed, f"{head} {base64.b64encode(b'0000' + raw[4:]).decode()}\n"):
        assert read(note).checkpoint == CHECKPOINT
        with pytest.raises(Refused, match="checkpoint-unsigned"):
            read_and_verify(note, [KEY.public])


@pytest.mark.parametrize(
    "note",
    [
        "",
        NOTE.replace("\n\n", "\n"),
        NOTE.removesuffix("\n"),
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("\n12\n", "\n012\n"),
        NOTE.replace("\n12\n", "\n-1\n"),
        NOTE.replace("\n12\n", "\n"),
        NOTE.replace("register.example", "register example"),
        NOTE.replace(ROOT, "AAAA"),
        NOTE.replace(ROOT, "ä"),
        NOTE.replace(ROOT, SAME_ROOT_SPELT_OTHERWISE),
        NOTE.replace("— ", "- "),
        NOTE + "— short.example AAAAAA==\n",
        NOTE + "— second.example\n",
        NOTE + "x" * checkpoints.LONGEST,
    ],
)
def test_what_is_no_note_is_refused(note):
    with pytest.raises(Refused) as refused:
        read(note)
    assert refused.value.faults[0].code == "checkpoint-malformed"


def test_bytes_have_one_spelling():
    assert base64.b64decode(SAME_ROOT_SPELT_OTHERWISE) == CHECKPOINT.root


def test_what_cannot_be_a_checkpoint_is_not_signed():
    for wrong in (Checkpoint("", 1, CHECKPOINT.root), Checkpoint("a b", 1, CHECKPOINT.root), Checkpoint("a", 1, b"")):
        with pytest.raises(Refused):
            sign(wrong, KEY)


def test_a_log_is_named_after_its_address():
    assert origin_of("https://register.example.cn") == "register.example.cn/log"
    assert origin_of("http://127.0.0.1:8080/lvce/") == "127.0.0.1:8080/lvce/log"
