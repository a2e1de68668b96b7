import hashlib

import pytest

from certificates import press
from certificates.faults import Refused
from certificates.press import print_and_seal
from certificates.signing import NoSigner
from certificates.verify import Outcome, verify
from tests.certificates.chains import elliptic_signer, small_pdf


class Forger:
    """Claims to seal and does not."""

    level = "B-B"
    subject = "forger"
    expires_on = None
    demonstration = True
    anchors_pem = b""
    certificate_pem = b""

    def seal(self, pdf):
        return pdf


def test_the_result_is_sealed_checked_and_hashed(sealed, record, signer):
    assert sealed.level == "B-B"
    assert sealed.sha256 == hashlib.sha256(sealed.pdf).hexdigest()
    verdict = verify(sealed.pdf, signer.anchors_pem, on=record.valid_from, changes=(), expected_digest=record.digest)
    assert verdict.outcome is Outcome.VALID
    assert verdict.record == record


def test_demonstration_keys_and_real_records_do_not_mix(make_record, signer):
    with pytest.raises(Refused, match="demonstration-mismatch"):
        print_and_seal(make_record(demonstration=False), signer)
    with pytest.raises(Refused, match="demonstration-mismatch"):
        print_and_seal(make_record(), elliptic_signer())
    assert print_and_seal(make_record(demonstration=False), elliptic_signer()).level == "B-B"


def test_a_result_that_does_not_verify_never_leaves(record):
    with pytest.raises(Refused, match="own-result-no-seal"):
        print_and_seal(record, Forger())


def test_without_a_key_nothing_leaves(make_record):
    with pytest.raises(Refused, match="no-signer"):
        print_and_seal(make_record(demonstration=False), NoSigner())


class Turncoat(Forger):
    """Seals well at first, so that it is believed, and then wrongly."""

    def __init__(self, signer, then):
        self.inner, self.then, self.calls = signer, then, 0
        self.anchors_pem, self.certificate_pem = signer.anchors_pem, b"turncoat " + signer.certificate_pem

    def seal(self, pdf):
        self.calls += 1
        return self.inner.seal(pdf) if self.calls == 1 else self.then(self.inner, pdf)


@pytest.mark.parametrize(
    ("then", "code"),
    [
        (lambda _, pdf: pdf, "own-result-seal"),
        (lambda signer, _: signer.seal(small_pdf()), "own-result-seal"),
        (lambda signer, pdf: signer.seal(pdf)[:-1] + b" ", "own-result-seal"),
    ],
)
def test_each_later_certificate_is_read_back_too(record, signer, then, code):
    turncoat = Turncoat(signer, then)
    assert print_and_seal(record, turncoat).level == "B-B"
    with pytest.raises(Refused, match=code):
        print_and_seal(record, turncoat)


def test_another_record_inside_is_noticed(record, make_record, signer, monkeypatch):
    other = press.pages(make_record(holder_en="Another"))
    print_and_seal(record, signer)
    monkeypatch.setattr(press, "pages", lambda *_, **__: other)
    with pytest.raises(Refused, match="own-result-record"):
        print_and_seal(record, signer)


def test_now_and_then_all_is_verified(record, signer, monkeypatch):
    print_and_seal(record, signer)
    seen = []
    monkeypatch.setattr(press, "_verify_in_full", lambda *each: seen.append(each))
    for _ in range(press.FULL_EVERY):
        print_and_seal(record, signer)
    assert len(seen) == 1
