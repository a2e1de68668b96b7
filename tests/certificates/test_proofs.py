"""The proof in a certificate: each thing that can be wrong with it, and each thing a reader may not know."""

import json
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfWriter

from certificates import checkpoints
from certificates.checkpoints import Checkpoint
from certificates.credential import issued, secured
from certificates.papers import papers_for
from certificates.proofs import Brought, Known, examine, proof_in
from certificates.qr_payload import make
from certificates.render import render
from certificates.status_list import ListOrder, signed_list
from certificates.trust import Known as KnownKey
from certificates.trust import Trust, known_certificates
from certificates.verify import Outcome, verify
from tests.certificates.wallets import logged, statement_key

KEY = statement_key()
DAY = date(2027, 1, 1)
ORIGIN = "lvce.example.org/log"


@pytest.fixture(scope="module")
def proof(record, log):
    return papers_for(record, KEY, log.inclusion(3)).proof


def changed(proof, **changes):
    return json.dumps(json.loads(proof) | changes).encode()


def found(proof, record, *, keys=(KEY.public,), on=DAY, **brought):
    return examine(proof, record, keys, Brought(**brought), on)


def test_the_whole_certificate(proven, signer, record):
    verdict = verify(proven.pdf, signer.anchors_pem, on=DAY, keys=[KEY.public])
    assert verdict.outcome is Outcome.VALID
    assert [each.code for each in verdict.reasons] == [
        *("seal-intact", "chain-trusted", "record-matches", "credential-signed", "log-included"),
        *("status-valid", "register-not-asked", "demonstration"),
    ]
    assert verdict.knows == (Known("seal", at=verdict.sealed_at), Known("checkpoint", size=6))
    assert verdict.to_json()["knows"][1] == {"what": "checkpoint", "size": 6}
    assert verify(proven.pdf, b"", on=DAY, keys=[KEY.public]).outcome is Outcome.CANNOT_TELL


def test_whose_key_it_is(proven, signer, record, proof):
    assert found(proof, record, keys=()).codes == ["credential-own-key", "log-included"]
    assert verify(proven.pdf, signer.anchors_pem, on=DAY).outcome is Outcome.VALID
    stranger = verify(proven.pdf, signer.anchors_pem, on=DAY, keys=[statement_key(2).public])
    assert (stranger.outcome, "statement-key-unknown" in [each.code for each in stranger.reasons]) == (
        Outcome.CANNOT_TELL,
        True,
    )


@pytest.mark.parametrize(
    ("retired", "outcome"),
    [
        (None, Outcome.VALID),
        (datetime(2026, 6, 1, tzinfo=UTC), Outcome.VALID),
        (datetime(2026, 3, 17, 17, tzinfo=UTC), Outcome.VALID),  # one o'clock of the day of issue in China
        (datetime(2026, 3, 17, 15, tzinfo=UTC), Outcome.CANNOT_TELL),
        (datetime(2026, 1, 1, tzinfo=UTC), Outcome.CANNOT_TELL),
    ],
)
def test_a_key_given_up_before_the_day_of_issue_is_not_believed(proven, signer, retired, outcome):
    known = KnownKey(content=KEY.public.multibase, sha256="0" * 64, retired_at=retired)
    other = KnownKey(content=statement_key(3).public.multibase, sha256="1" * 64)
    roots = known_certificates(signer.anchors_pem)
    assert verify(proven.pdf, Trust(seal_roots=roots, statement_keys=(other, known)), on=DAY).outcome is outcome
    assert verify(proven.pdf, Trust(seal_roots=roots, statement_keys=(known,)), on=DAY).outcome is outcome


def test_what_is_no_proof_or_not_signed_is_wrong(record, proof, signer):
    document = json.loads(proof)["credential"]
    cases = [
        b"",
        b"[]",
        changed(proof, surprise=1),
        changed(proof, credential={}),
        changed(proof, credential={**document, "name": "other"}),
    ]
    for content in cases:
        assert found(content, record).codes == ["credential-broken"]
    papers = papers_for(record, KEY)
    wrong = type(papers)(papers.qr, papers.proof.replace(b"Badge", b"badge"))
    sealed = signer.seal(_pages(record, wrong))
    assert verify(sealed, signer.anchors_pem, on=DAY, keys=[KEY.public]).outcome is Outcome.NOT_VALID


def _pages(record, papers):
    return render(record, papers)


def test_a_credential_of_another_record_is_wrong(record, make_record, proof):
    for other in (
        make_record(holder="另一商场"),
        make_record(valid_until=date(2030, 1, 1)),
        make_record(number="GM-520100-2026-0002"),
        make_record(version=2),
    ):
        assert found(proof, other).codes == ["credential-differs"]
    bare = {name: value for name, value in issued(record, KEY).items() if name in {"@context", "id"}}
    for more in ({}, {"relatedResource": 1}, {"relatedResource": [{"digestSRI": "x"}], "credentialSubject": []}):
        document = secured(bare | more, KEY, base="https://lvce.example.org", created="2026-03-18T00:00:00Z")
        assert found(json.dumps({"credential": document}).encode(), record).codes == ["credential-differs"]


def test_a_code_of_another_record_or_key_is_wrong(record, make_record, proof):
    for other in ("no code", make(make_record(holder="另一商场"), KEY), make(record, statement_key(2))):
        assert found(changed(proof, qr=other), record).codes == ["credential-broken"]


def test_without_a_log_or_without_papers_nothing_is_claimed(record):
    assert found(papers_for(record, KEY).proof, record).codes == ["credential-signed", "no-log-proof"]
    assert found(None, record).codes == ["no-credential"]


def test_a_proof_that_does_not_lead_to_a_signed_checkpoint_is_wrong(record, proof, log):
    inclusion = log.inclusion(3).model_dump(mode="json")
    stranger = checkpoints.sign(Checkpoint(ORIGIN, log.size, log.root), statement_key(2))
    elsewhere = checkpoints.sign(Checkpoint("other.example/log", log.size, log.root), KEY)
    for changes in (
        {"inclusion": inclusion | {"index": 2}},
        {"inclusion": inclusion | {"hashes": inclusion["hashes"][:-1]}},
        {"inclusion": inclusion | {"root": "0" * 64}},
        {"checkpoint": stranger},
        {"checkpoint": elsewhere},
        {"checkpoint": checkpoints.sign(Checkpoint(ORIGIN, 7, log.root), KEY)},
        {"checkpoint": "no note"},
    ):
        assert found(changed(proof, **changes), record).codes == ["credential-signed", "log-proof-broken"]


def note(tree, key=KEY, origin=ORIGIN):
    return checkpoints.sign(Checkpoint(origin, tree.size, tree.root), key)


def test_a_later_checkpoint(record, proof, log):
    later, _ = logged(record, after=9)
    other, _ = logged(record, before=4, after=1)
    hashes = [each.hex() for each in later.consistency(log.size)]
    earlier, _ = logged(record, after=0)
    back = [each.hex() for each in log.consistency(earlier.size)]

    def state(note, *, proof=None):
        return json.dumps({"checkpoint": note, "consistency": proof}).encode()

    cases = {
        "log-continues": [note(log).encode(), state(note(later), proof=hashes), state(note(earlier), proof=back)],
        "log-rewritten": [note(other).encode()],
        "log-not-connected": [note(later).encode()],
        "log-unusable": [
            b"\xff",
            b"junk",
            b"{",
            b'{"checkpoint": ' + b"[" * 100_000,
            state(note(later), proof=hashes[1:]),
            state(note(later), proof=["zz"]),
            note(later, key=statement_key(2)).encode(),
            note(later, origin="other.example/log").encode(),
        ],
    }
    for code, states in cases.items():
        for each in states:
            assert found(proof, record, log=each).codes == ["credential-signed", "log-included", code]
    known = found(proof, record, log=note(later).encode()).knows
    assert known == [Known("checkpoint", size=6), Known("later-checkpoint", size=13)]


def test_what_a_monitor_remembers(record, proof, log):
    later, _ = logged(record, after=9)
    seen = {"address": "https://lvce.example.org", "keys": [], "origin": ORIGIN, "seen_at": "2026-12-01T00:00:00Z"}
    same = seen | {"size": log.size, "root": log.root.hex()}
    findings = found(proof, record, log=json.dumps(same).encode())
    assert findings.codes[-1] == "log-continues"
    assert findings.knows[-1] == Known("later-checkpoint", at=datetime(2026, 12, 1, tzinfo=UTC), size=6)
    assert found(proof, record, log=json.dumps(same | {"root": "0" * 64}).encode()).codes[-1] == "log-rewritten"
    grown = seen | {"size": later.size, "root": later.root.hex()}
    assert found(proof, record, log=json.dumps(grown).encode()).codes[-1] == "log-not-connected"
    grown["consistency"] = [each.hex() for each in later.consistency(log.size)]
    assert found(proof, record, log=json.dumps(grown).encode()).codes[-1] == "log-continues"
    for wrong in (seen, grown | {"size": 0}):
        assert found(proof, record, log=json.dumps(wrong).encode()).codes[-1] == "log-unusable"


MADE = datetime(2026, 12, 30, 20, tzinfo=UTC)  # the 31st in China


def a_list(purpose="revocation", *places, key=KEY, number=1, base="https://lvce.example.org"):
    order = ListOrder(base=base, purpose=purpose, number=number, set_places=places, made_at=MADE)
    return json.dumps(signed_list(order, key)).encode()


@pytest.mark.parametrize(
    ("content", "on", "code"),
    [
        (a_list(), DAY, "status-list-clear"),
        (a_list("revocation", 2, 4), None, "status-list-clear"),
        (a_list("suspension"), date(2026, 12, 31), "status-list-clear"),
        (a_list("revocation", 3), DAY, "status-list-ended"),
        (a_list("revocation", 3), None, "status-list-ended"),
        (a_list("revocation", 3), date(2028, 1, 1), "status-list-ended"),
        (a_list("revocation", 3), date(2026, 12, 30), "status-list-stale"),
        (a_list("suspension", 3), DAY, "status-suspended"),
        (a_list("suspension", 3), date(2028, 1, 1), "status-list-stale"),
        (a_list(), date(2027, 1, 8), "status-list-stale"),
        (a_list(), date(2026, 12, 30), "status-list-stale"),
        (a_list(key=statement_key(2)), DAY, "status-list-unusable"),
        (a_list(number=2), DAY, "status-list-unusable"),
        (a_list(base="https://other.example"), DAY, "status-list-unusable"),
        (b"junk", DAY, "status-list-unusable"),
        (b"[]", DAY, "status-list-unusable"),
        (b"[" * 100_000, DAY, "status-list-unusable"),
    ],
)
def test_a_list_that_the_reader_kept(record, proof, content, on, code):
    findings = found(proof, record, on=on, lists=(content,))
    assert findings.codes == ["credential-signed", "log-included", code]
    assert not findings.status_known


def test_both_lists_spare_the_register(proven, signer):
    brought = Brought(lists=(a_list(), a_list("suspension")))
    verdict = verify(proven.pdf, signer.anchors_pem, on=DAY, keys=[KEY.public], brought=brought)
    assert verdict.outcome is Outcome.VALID
    assert "register-not-asked" not in [each.code for each in verdict.reasons]
    assert verdict.knows[-1] == Known("status-list-suspension", at=MADE)
    brought = Brought(lists=(a_list("revocation", 3), a_list("suspension")))
    verdict = verify(proven.pdf, signer.anchors_pem, on=DAY, brought=brought)
    codes = [each.code for each in verdict.reasons]
    assert (verdict.outcome, "status-list-ended" in codes, "status-valid" in codes) == (Outcome.NOT_VALID, True, False)


def test_a_credential_without_places_in_lists_has_no_use_for_one(record):
    findings = found(papers_for(record, KEY).proof, record, lists=(a_list(),))
    assert findings.codes == ["credential-signed", "no-log-proof", "status-list-unusable"]


def test_the_proof_of_a_file_of_ours(proven, sealed, proof):
    assert proof_in(proven.pdf) == json.loads(proof)
    assert proof_in(sealed.pdf) == {}


def test_two_proofs_are_none(record, signer):
    """A file with two attachments of the name could show each reader another one."""
    papers = papers_for(record, KEY)
    writer = PdfWriter(clone_from=BytesIO(_pages(record, papers)))
    writer.add_attachment("proof.json", papers.proof)
    output = BytesIO()
    writer.write(output)
    verdict = verify(signer.seal(output.getvalue()), signer.anchors_pem, on=DAY)
    assert "credential-broken" in [each.code for each in verdict.reasons]


def test_each_changed_byte_of_the_proof_is_seen(record, proof):
    for place in range(0, len(proof), 7):
        other = bytearray(proof)
        other[place] ^= 1
        assert {"credential-broken", "credential-differs", "log-proof-broken", "no-log-proof"} & set(
            found(bytes(other), record).codes
        ), proof[place - 20 : place + 20]
