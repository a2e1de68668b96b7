import hashlib

import pytest

from certificates.faults import Refused
from certificates.press import print_and_seal
from certificates.signing import NoSigner
from certificates.verify import Outcome, verify
from tests.certificates.chains import elliptic_signer


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
