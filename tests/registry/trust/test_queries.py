"""The list of keys as anybody may read it."""

import pytest

from certificates.demonstration import make_demonstration_key
from certificates.signing import Pkcs12Signer
from certificates.trust import read_trust
from registry.accounts.schemas import SYSTEM
from registry.press.frames import Ready
from registry.trust.actions import note_press
from registry.trust.queries import anchors_pem, keys, statement_keys, trust


async def test_an_empty_list_believes_nothing(db):
    assert (await anchors_pem(), await statement_keys(), await keys()) == (b"", (), ())


@pytest.fixture
def signer(tmp_path):
    make_demonstration_key(tmp_path / "a.p12", "A")
    return Pkcs12Signer.from_file(tmp_path / "a.p12")


async def test_the_whole_list_is_what_verification_reads(db, signer):
    pem = signer.certificate_pem.decode()
    await note_press(Ready(ok=True, anchors=signer.anchors_pem.decode(), certificate=pem), actor=SYSTEM)
    found = await trust()
    assert read_trust(found.model_dump_json().encode()) == found
    assert [one.content for one in found.seals] == [pem]
    (shown,) = [key for key in await keys() if key.content == pem]
    assert shown.expires_on == signer.expires_on
    assert len(shown.spaced) == 95
    assert shown.spaced.replace(":", "").lower() == shown.fingerprint
