import random
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from certificates import render
from certificates.content import Bilingual
from certificates.demonstration import make_demonstration_key
from certificates.document_press import print_and_seal_document
from certificates.lifecycle import Status, StatusChange
from certificates.press import print_and_seal
from certificates.seal_form import span_of
from certificates.trust import Trust, known_certificates
from certificates.verify import Outcome, no_file, not_finished, reason, reason_codes, verify
from tests.certificates.chains import elliptic_signer, small_pdf
from tests.certificates.letters import notice, score_sheet

DAY = date(2027, 1, 1)


def codes(verdict):
    for each in verdict.reasons:
        assert each.zh
        assert each.en
    return [each.code for each in verdict.reasons]


def test_a_genuine_certificate(sealed, signer, record):
    verdict = verify(sealed.pdf, signer.anchors_pem, on=DAY, changes=())
    assert verdict.outcome is Outcome.VALID
    assert codes(verdict) == [
        *("seal-intact", "chain-trusted", "record-matches", "no-credential", "status-valid", "demonstration"),
    ]
    document = verdict.to_json()
    assert document["outcome"] == "VALID"
    assert document["number"] == record.number
    assert document["digest"] == record.digest
    assert document["signer"]
    assert document["sealed_at"]


def test_without_a_register_the_verdict_says_so(sealed, signer):
    verdict = verify(sealed.pdf, signer.anchors_pem, on=DAY)
    assert verdict.outcome is Outcome.VALID
    assert "register-not-asked" in codes(verdict)


@pytest.mark.parametrize(
    ("day", "changes", "code"),
    [
        (date(2026, 1, 1), (), "status-not_yet_valid"),
        (date(2030, 1, 1), (), "status-expired"),
        (DAY, (StatusChange(Status.SUSPENDED, DAY, "under-inquiry"),), "status-suspended"),
        (DAY, (StatusChange(Status.REVOKED, DAY, "false-material"),), "status-revoked"),
        (DAY, (StatusChange(Status.CANCELLED, DAY, "holder-request"),), "status-cancelled"),
        (DAY, (StatusChange(Status.SUPERSEDED, DAY, "reissued"),), "status-superseded"),
    ],
)
def test_a_genuine_document_of_a_certificate_that_is_not_valid(sealed, signer, day, changes, code):
    verdict = verify(sealed.pdf, signer.anchors_pem, on=day, changes=changes)
    assert verdict.outcome is Outcome.NOT_VALID
    assert code in codes(verdict)
    assert "seal-intact" in codes(verdict)


def test_nobody_can_tell_without_trust(sealed, tmp_path):
    verdict = verify(sealed.pdf, b"")
    assert (verdict.outcome, codes(verdict)[1]) == (Outcome.CANNOT_TELL, "no-trust")
    other = make_demonstration_key(tmp_path / "other.p12", "somebody else").read_bytes()
    verdict = verify(sealed.pdf, other)
    assert (verdict.outcome, codes(verdict)[1]) == (Outcome.CANNOT_TELL, "unknown-signer")
    assert no_file().outcome is Outcome.CANNOT_TELL
    assert codes(no_file()) == ["no-file"]
    assert (not_finished().outcome, codes(not_finished())) == (Outcome.CANNOT_TELL, ["examination-stopped"])


@pytest.mark.parametrize("chain", [{"may_sign": False}, {"begins_in_days": 30}])
def test_a_seal_by_a_certificate_that_may_not_seal(unsigned, chain):
    signer = elliptic_signer(**chain)
    pdf = signer.seal(unsigned)
    verdict = verify(pdf, signer.anchors_pem)
    assert verdict.outcome is Outcome.NOT_VALID
    assert "chain-refused" in codes(verdict)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", b"\x00" * 1000, b"PK\x03\x04", b"%PDF-1.7\n" + b"<<" * 20000])
def test_what_is_no_pdf_is_not_valid(pdf):
    verdict = verify(pdf, b"")
    assert verdict.outcome is Outcome.NOT_VALID
    assert codes(verdict) == ["unreadable"]
    assert verdict.to_json()["record"] is None


def test_want_of_memory_makes_no_certificate_a_false_one(sealed, signer, monkeypatch):
    def wanting(*_):
        raise MemoryError

    monkeypatch.setattr("certificates.verify.seal_findings", wanting)
    verdict = verify(sealed.pdf, signer.anchors_pem)
    assert (verdict.outcome, codes(verdict)) == (Outcome.CANNOT_TELL, ["examination-stopped"])


def test_an_unsealed_page_is_not_valid(unsigned, signer):
    assert codes(verify(unsigned, signer.anchors_pem)) == ["no-seal"]


def test_two_seals_are_one_too_many(unsigned, signer, key_file):
    pdf = unsigned
    by = signers.SimpleSigner.load_pkcs12(str(key_file), passphrase=None)
    for name in ("First", "Second"):
        metadata = signers.PdfSignatureMetadata(field_name=name, subfilter=fields.SigSeedSubFilter.PADES)
        pdf = signers.PdfSigner(metadata, by).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()
    assert codes(verify(pdf, signer.anchors_pem)) == ["several-seals"]


def test_a_later_revision_is_not_valid(sealed, signer):
    writer = IncrementalPdfFileWriter(BytesIO(sealed.pdf))
    writer.root["/PageMode"] = writer.root["/PageMode"] if "/PageMode" in writer.root else writer.root["/Type"]
    writer.update_root()
    output = BytesIO()
    writer.write(output)
    verdict = verify(output.getvalue(), signer.anchors_pem)
    assert verdict.outcome is Outcome.NOT_VALID
    assert codes(verdict) == ["seal-incomplete"]


def test_one_changed_byte_anywhere_is_not_valid(sealed, signer):
    chance = random.Random(7)  # noqa: S311 - the same bytes every time
    places = [0, 7, len(sealed.pdf) - 1, len(sealed.pdf) - 200, *chance.sample(range(len(sealed.pdf)), 60)]
    for place in places:
        changed = bytearray(sealed.pdf)
        changed[place] ^= 1 << chance.randrange(7)
        verdict = verify(bytes(changed), signer.anchors_pem, on=DAY)
        assert verdict.outcome is Outcome.NOT_VALID, (place, codes(verdict))


def test_changed_words_break_the_seal(sealed, signer):
    place = sealed.pdf.index(b"/Subject")
    changed = bytearray(sealed.pdf)
    changed[place + 12] ^= 1
    assert codes(verify(bytes(changed), signer.anchors_pem)) == ["seal-broken"]


def test_a_seal_written_in_another_way_is_not_in_its_form(sealed, signer):
    """The same bytes in small letters: every reader takes them, and still it is not our file."""
    start, end = span_of(sealed.pdf)
    place = next(place for place in range(end - 1, start, -1) if sealed.pdf[place] in b"ABCDEF")
    changed = bytearray(sealed.pdf)
    changed[place] |= 0x20
    assert codes(verify(bytes(changed), signer.anchors_pem)) == ["seal-form"]


@pytest.mark.parametrize("case", ["none", "garbage", "spaces"])
def test_a_sealed_file_without_a_sound_record_is_no_certificate(record, signer, case):
    attachment = {"none": None, "garbage": b"{}", "spaces": record.canonical_json() + b" "}[case]
    verdict = verify(signer.seal(small_pdf(attachment=attachment)), signer.anchors_pem, on=DAY)
    assert verdict.outcome is Outcome.NOT_VALID
    assert "record-missing" in codes(verdict)


@pytest.mark.parametrize("document", [notice(), score_sheet()], ids=lambda one: one.kind)
def test_another_sealed_document_is_no_certificate_and_no_forgery(document, signer):
    sealed = print_and_seal_document(document, signer).pdf
    verdict = verify(sealed, signer.anchors_pem, on=DAY)
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert {"seal-intact", "chain-trusted", "other-document"} <= set(codes(verdict))
    assert verify(sealed[:-200] + b"0" + sealed[-199:], signer.anchors_pem).outcome is Outcome.NOT_VALID


def test_a_page_that_does_not_say_what_the_record_says(record, signer):
    pdf = signer.seal(small_pdf(attachment=record.canonical_json()))
    assert "page-differs" in codes(verify(pdf, signer.anchors_pem))


@pytest.mark.parametrize("field", ["title", "statement", "issuer"])
def test_a_page_of_another_level_or_bureau_is_noticed(record, make_record, signer, monkeypatch, field):
    """Whoever has the key can seal such a page around a record that is registered."""
    other = {
        "title": Bilingual(zh="绿色饭店认定证书", en="Certificate"),
        "statement": Bilingual(zh=record.statement.zh.replace("省级", "国家级"), en="Recognised."),
        "issuer": record.issuer.model_copy(update={"name": Bilingual(zh="云南省商务厅", en="Yunnan")}),
    }[field]
    monkeypatch.setattr(render, "embedded", lambda *_: {"record.json": record.canonical_json()})
    pdf = signer.seal(render.render(make_record(**{field: other})))
    assert "page-differs" in codes(verify(pdf, signer.anchors_pem))


def test_a_demonstration_key_seals_no_real_certificate(make_record, signer):
    """An installation that began as a demonstration keeps that key on its list, and many hands have had it."""
    pdf = signer.seal(render.render(make_record(demonstration=False)))
    verdict = verify(pdf, signer.anchors_pem)
    assert (verdict.outcome, codes(verdict)[-1]) == (Outcome.NOT_VALID, "demonstration-seal")


def test_a_record_other_than_the_registered_one(sealed, signer):
    verdict = verify(sealed.pdf, signer.anchors_pem, expected_digest="0" * 64)
    assert verdict.outcome is Outcome.NOT_VALID
    assert "record-differs" in codes(verdict)


def rotated(first, second, given_up):
    """What a registry publishes that sealed with `first` until `given_up` and with `second` since."""
    (old,) = known_certificates(first.certificate_pem)
    return Trust(
        seal_roots=known_certificates(second.anchors_pem + first.anchors_pem),
        seals=(*known_certificates(second.certificate_pem), old.model_copy(update={"retired_at": given_up})),
    )


def test_after_a_change_of_keys_both_seals_are_good(sealed, signer, make_record):
    successor = elliptic_signer()
    trust = rotated(signer, successor, datetime.now(UTC) + timedelta(seconds=2))
    newer = print_and_seal(make_record(demonstration=False), successor)
    for document in (sealed, newer):
        assert verify(document.pdf, trust, on=DAY).outcome is Outcome.VALID
        assert verify(document.pdf, trust.model_dump_json().encode(), on=DAY).outcome is Outcome.VALID


def test_a_seal_of_a_key_that_was_given_up_before_is_reported(sealed, signer):
    verdict = verify(sealed.pdf, rotated(signer, elliptic_signer(), datetime.now(UTC) - timedelta(days=1)), on=DAY)
    assert (verdict.outcome, codes(verdict)[2]) == (Outcome.CANNOT_TELL, "sealed-after-retirement")


def test_every_reason_is_asserted_here():
    """A reason that no test reaches is a promise that nobody checks."""
    assert [reason(code).code for code in reason_codes()] == list(reason_codes())
    source = "".join(
        Path(__file__).with_name(name).read_text()
        for name in ("test_verify.py", "test_proofs.py", "test_timestamps.py")
    )
    assert [code for code in reason_codes() if f'"{code}"' not in source] == []
