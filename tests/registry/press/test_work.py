"""The press opens its key and seals what it is given, or says why not."""

import json

import pytest

from certificates.faults import Refused
from registry.press.frames import Opening
from registry.press.work import open_signer, seal_record
from tests.factories.certificates import a_record


@pytest.fixture(autouse=True)
def _watched_loop():
    """Nobody waits for the press's own short loops: it is a process apart."""


@pytest.fixture(scope="module")
def opening(tmp_path_factory):
    return Opening(signer=str(tmp_path_factory.mktemp("key") / "demo.p12"), password="", make_key=True, name="Lvce")


@pytest.fixture(scope="module")
def signer(opening):
    return open_signer(opening)


def test_the_key_is_made_once_for_its_owner_alone(opening, signer):
    from pathlib import Path

    path = Path(opening.signer)
    content = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_signer(opening).subject == signer.subject
    assert path.read_bytes() == content
    assert path.with_suffix(".pem").read_bytes() == signer.anchors_pem


def test_no_key_is_made_unasked(opening, tmp_path):
    wanted = opening.model_copy(update={"signer": str(tmp_path / "real.p12"), "make_key": False})
    with pytest.raises(Refused):
        open_signer(wanted)
    assert list(tmp_path.iterdir()) == []


def test_a_record_is_sealed(signer):
    sealed = seal_record(a_record().canonical_json(), signer)
    assert sealed.pdf.startswith(b"%PDF")
    assert sealed.level == "B-B"


def test_a_demonstration_key_seals_no_real_certificate(signer):
    with pytest.raises(Refused):
        seal_record(a_record(demonstration=False).canonical_json(), signer)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff"])
def test_what_is_no_record_is_refused(signer, content):
    with pytest.raises(Refused) as caught:
        seal_record(content, signer)
    assert caught.value.faults[0].code == "record-unreadable"


def test_what_is_more_than_a_record_is_refused(signer):
    content = json.loads(a_record().canonical_json()) | {"surprise": 1}
    with pytest.raises(Refused):
        seal_record(json.dumps(content).encode(), signer)
