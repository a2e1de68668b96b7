"""The credential, checked by an independent library and against the vector of the specification."""

import json
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openvc.errors import OpenvcError

from certificates import credential
from certificates.credential import base_of, did_document, did_of, is_signed, issued, key_named, secured
from certificates.statements import PublicKey, StatementKey
from certificates.status_list import ListOrder, signed_list
from tests.certificates.wallets import by_openvc, statement_key

BASE = "https://lvce.example.org"
NOON = datetime(2027, 1, 1, 4, tzinfo=UTC)


def the_lists(*revoked, suspended=()):
    """Both lists, made now, as the independent library asks for them."""
    now = datetime.now(UTC)
    orders = [
        ListOrder(base=BASE, purpose=purpose, number=1, set_places=places, made_at=now)
        for purpose, places in (("revocation", revoked), ("suspension", suspended))
    ]
    return {made["id"]: made for made in (signed_list(order, statement_key()) for order in orders)}


def test_an_independent_library_verifies_it_offline(record):
    done = by_openvc(
        issued(record, statement_key(), 5),
        statement_key(),
        base=BASE,
        lists=the_lists(4),
        now=NOON,
        expected_types=["VerifiableCredential", "OpenBadgeCredential"],
    )
    assert (done.issuer, done.format) == ("did:web:lvce.example.org", "data-integrity:eddsa-jcs-2022")
    assert (done.status.revoked, done.status.suspended, done.expired) == (False, False, False)


@pytest.mark.parametrize("lists", [the_lists(5), the_lists(suspended=(5,))])
def test_the_library_sees_revocation_and_suspension(record, lists):
    with pytest.raises(OpenvcError, match=r"revoked|suspended"):
        by_openvc(issued(record, statement_key(), 5), statement_key(), base=BASE, lists=lists, now=NOON)


def test_the_library_sees_the_window_and_a_foreign_key(record):
    secure = issued(record, statement_key())
    for day in (datetime(2026, 3, 17, 15, 58, tzinfo=UTC), datetime(2029, 3, 17, 16, 2, tzinfo=UTC)):
        with pytest.raises(OpenvcError):
            by_openvc(secure, statement_key(), base=BASE, now=day)
    by_openvc(secure, statement_key(2), statement_key(), base=BASE, now=NOON)
    with pytest.raises(OpenvcError):
        by_openvc(secure, statement_key(2), base=BASE, now=NOON)


def test_the_same_record_gives_the_same_credential(record):
    key = statement_key()
    assert issued(record, key, 7) == issued(record, key, 7)
    assert issued(record, key)["proof"]["created"] == "2026-03-18T00:00:00Z"
    assert "credentialStatus" not in issued(record, key)
    entry = credential.credential(record, credential.LIST_BITS + 3)["credentialStatus"][0]
    assert entry["statusListIndex"] == "3"
    assert entry["statusListCredential"] == f"{BASE}/credentials/status/revocation-2"


def test_it_says_what_the_record_says(record, make_record):
    said = json.dumps(credential.credential(record), ensure_ascii=False)
    for text in (record.holder, record.enterprise, record.uscc, record.identifier, record.decision_document):
        assert text in said
    for words in (record.title, record.statement, record.level, record.issuer.name, record.edition.citation):
        assert words.zh in said
        assert words.en in said
    endless = credential.credential(make_record(valid_until=None, version=2))
    assert "validUntil" not in endless
    assert endless["id"] == f"{record.verify_url}#v2"


def test_each_changed_member_breaks_the_proof(record):
    key = statement_key()
    secure = issued(record, key, 1)
    assert is_signed(secure, key.public)
    assert not is_signed(secure, statement_key(2).public)
    for name in secure:
        assert not is_signed({**secure, name: "other"}, key.public), name
        assert not is_signed({other: secure[other] for other in secure if other != name}, key.public), name
    for name, value in [
        *((name, "other") for name in secure["proof"]),
        ("proofValue", 7),
        ("proofValue", "z0"),
        ("challenge", "x"),
    ]:
        assert not is_signed({**secure, "proof": {**secure["proof"], name: value}}, key.public), name
    assert not is_signed({**secure, "more": 2**60}, key.public)
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    assert not is_signed({**secure, "more": deep}, key.public)


def test_the_key_that_a_document_names(record):
    key = statement_key()
    assert key_named(issued(record, key)).multibase == key.public.multibase
    for document in ({}, {"proof": 1}, {"proof": {"verificationMethod": "did:web:x#y"}}):
        assert key_named(document) is None


@pytest.mark.parametrize(
    ("base", "did"),
    [
        ("https://lvce.example.org", "did:web:lvce.example.org"),
        ("http://127.0.0.1:8080", "did:web:127.0.0.1%3A8080"),
        ("https://example.org/lv/ce", "did:web:example.org:lv:ce"),
    ],
)
def test_the_did_of_an_address(base, did, make_record):
    assert did_of(base) == did
    assert base_of(make_record(verify_url=f"{base}/verify/X")) == base
    assert did_document(base, [])["id"] == did


# vc-di-eddsa, B.5 "Representation: eddsa-jcs-2022": the key pair, the document and the signature of the specification.
SPECIMEN = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
SPECIMEN_KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SPECIMEN_SECRET = "c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6"
SPECIMEN_VALUE = "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"


def test_the_vector_of_the_specification():
    method = f"did:key:{SPECIMEN_KEY}#{SPECIMEN_KEY}"
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
        "@context": SPECIMEN["@context"],
    }
    key = StatementKey(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SPECIMEN_SECRET)))
    assert key.public.multibase == SPECIMEN_KEY
    assert is_signed({**SPECIMEN, "proof": {**proof, "proofValue": SPECIMEN_VALUE}}, PublicKey.read(SPECIMEN_KEY))
    ours = secured(SPECIMEN, key, base="https://vc.example", created="2023-02-24T23:36:38Z")
    assert ours["proof"]["proofPurpose"] == "assertionMethod"
    assert date.fromisoformat(ours["proof"]["created"][:10]) == date(2023, 2, 24)
