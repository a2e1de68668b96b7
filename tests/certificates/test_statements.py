"""Statements are signed the same way each time, and only with an Ed25519 key."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from certificates.faults import Refused
from certificates.statements import PublicKey, StatementKey, make_statement_key, text_of


@pytest.fixture
def path(tmp_path):
    make_statement_key(tmp_path / "keys" / "statements.pem")
    return tmp_path / "keys" / "statements.pem"


def test_a_signature_is_the_same_each_time_and_the_key_s_own(path):
    key = StatementKey.from_file(path)
    signature = key.sign(b"text")
    assert signature == StatementKey.from_file(path).sign(b"text")
    public = PublicKey.read(key.public.multibase)
    assert public.raw == key.public.raw
    assert public.verifies(signature, b"text")
    assert not public.verifies(signature, b"Text")


def test_a_key_is_made_once_for_its_owner_alone(path):
    content = path.read_bytes()
    make_statement_key(path)
    assert path.read_bytes() == content
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_other_keys_are_refused(tmp_path):
    rsa_key = rsa.generate_private_key(65537, 2048)
    (tmp_path / "rsa.pem").write_bytes(rsa_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "junk.pem").write_bytes(b"junk")
    for name in ("rsa.pem", "junk.pem", "none.pem"):
        with pytest.raises(Refused):
            StatementKey.from_file(tmp_path / name)


# A did:key of the specification's examples, and the same bytes as an X25519 key.
KNOWN = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"


@pytest.mark.parametrize(
    "text", ["", "z", KNOWN[1:], KNOWN[:-1], "z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc", "z0"]
)
def test_what_is_no_key_is_refused(text):
    assert len(PublicKey.read(KNOWN).raw) == 32
    with pytest.raises(Refused):
        PublicKey.read(text)


def test_bytes_in_addresses():
    assert text_of(b"\xff\xfe\x00") == "__4A"
