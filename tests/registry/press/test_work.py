"""The press opens its key and seals what it is given, or says why not."""

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from certificates import merkle
from certificates.checkpoints import read_and_verify
from certificates.credential import is_signed
from certificates.faults import Refused
from certificates.growth import Growth
from certificates.log_entries import issue_entry
from certificates.papers import CertificateOrder, papers_for
from certificates.status_list import read_list
from registry.press.frames import Opening
from registry.press.work import fill, open_keys, seal_record
from tests.certificates.letters import notice
from tests.factories.certificates import a_record


@pytest.fixture(autouse=True)
def _watched_loop():
    """Nobody waits for the press's own short loops: it is a process apart."""


@pytest.fixture(scope="module")
def opening(tmp_path_factory):
    folder = tmp_path_factory.mktemp("key")
    return Opening(
        signer=str(folder / "demo.p12"),
        password="",
        statements=str(folder / "statements.pem"),
        make_key=True,
        make_statements=True,
        name="Lvce",
    )


@pytest.fixture(scope="module")
def keys(opening):
    return open_keys(opening)


def test_the_key_is_made_once_for_its_owner_alone(opening, keys):
    from pathlib import Path

    path = Path(opening.signer)
    content = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_keys(opening).seal.subject == keys.seal.subject
    assert path.read_bytes() == content
    assert path.with_suffix(".pem").read_bytes() == keys.seal.anchors_pem


def test_no_key_is_made_unasked(opening, tmp_path):
    wanted = opening.model_copy(update={"signer": str(tmp_path / "real.p12"), "make_key": False})
    with pytest.raises(Refused):
        open_keys(wanted)
    assert list(tmp_path.iterdir()) == []


def test_a_record_is_sealed(keys):
    sealed = seal_record(CertificateOrder(record=a_record()).content(), keys)
    assert sealed.content.startswith(b"%PDF")
    assert sealed.facts["level"] == "B-B"


def test_a_demonstration_key_seals_no_real_certificate(keys):
    with pytest.raises(Refused):
        seal_record(CertificateOrder(record=a_record(demonstration=False)).content(), keys)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff"])
def test_what_is_no_record_is_refused(keys, content):
    with pytest.raises(Refused) as caught:
        seal_record(content, keys)
    assert caught.value.faults[0].code == "record-unreadable"


def test_what_is_more_than_a_record_is_refused(keys):
    content = json.loads(CertificateOrder(record=a_record()).content()) | {"surprise": 1}
    with pytest.raises(Refused):
        seal_record(json.dumps(content).encode(), keys)


def test_with_a_place_in_the_log_the_certificate_carries_it(keys):
    record = a_record()
    leaf = merkle.leaf_hash(issue_entry(record))
    inclusion = merkle.inclusion(0, 1, {merkle.Node(0, 0): leaf})
    sealed = seal_record(CertificateOrder(record=record, inclusion=inclusion).content(), keys)
    [proof] = PdfReader(BytesIO(sealed.content)).attachments["proof.json"]
    assert proof == papers_for(record, keys.statements, inclusion).proof


def test_status_lists_are_signed_and_no_other_statement(keys):
    order = {"base": "https://lvce.example.org", "purpose": "revocation", "number": 1, "set_places": [3]}
    made = fill("status-list", json.dumps(order | {"made_at": "2026-11-01T00:00:00Z"}).encode(), keys)
    document = json.loads(made.content)
    assert is_signed(document, keys.statements.public)
    assert read_list(document).is_set(3)
    for content in (b"", b"{}", json.dumps(order | {"made_at": "2026-11-01T00:00:00Z", "claim": "any"}).encode()):
        with pytest.raises(Refused) as caught:
            fill("status-list", content, keys)
        assert caught.value.faults[0].code == "list-unreadable"


def test_what_nobody_knows_is_refused(keys):
    with pytest.raises(Refused) as caught:
        fill("tea", b"", keys)
    assert caught.value.faults[0].code == "unknown-order"


def test_a_configured_statement_key_is_not_replaced(opening, tmp_path):
    missing = opening.model_copy(update={"statements": str(tmp_path / "none.pem"), "make_statements": False})
    with pytest.raises(Refused):
        open_keys(missing)
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_grew_is_signed_with_the_key_of_statements(keys):
    growth = Growth(origin="register.example/log", size=1, root="ab" * 32)
    note = fill("checkpoint", growth.model_dump_json().encode(), keys).content.decode()
    assert read_and_verify(note, [keys.statements.public]).root.hex() == "ab" * 32
    smaller = growth.model_copy(update={"size": 2, "before": note})
    with pytest.raises(Refused, match="log-not-grown"):
        fill("checkpoint", smaller.model_dump_json().encode(), keys)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"origin":"a","size":0,"root":"00"}'])
def test_what_is_no_growth_is_refused(keys, content):
    with pytest.raises(Refused, match="growth-unreadable"):
        fill("checkpoint", content, keys)


def test_a_document_is_sealed_and_a_strange_one_refused(opening):
    keys = open_keys(opening)
    product = fill("document", notice().canonical_json(), keys)
    assert PdfReader(BytesIO(product.content)).attachments["content.json"] == [notice().canonical_json()]
    assert product.facts == {"level": "B-B"}
    with pytest.raises(Refused, match="document-unreadable"):
        fill("document", b"{}", keys)
