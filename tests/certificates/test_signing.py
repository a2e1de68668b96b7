import hashlib
import subprocess
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pypdf import PdfReader

from certificates.faults import Refused
from certificates.signing import NoSigner, PadesSigner, Pkcs12Signer, seal
from certificates.tokens import Pkcs11Signer
from certificates.verify import Outcome, verify
from tests.certificates import tokens
from tests.certificates.chains import ed25519_certificate, elliptic_signer, signer_below_another, small_pdf


@pytest.fixture(params=["rsa", "elliptic", "chain", "token", "none"])
def any_signer(request, signer, key_file, tmp_path):
    def in_token():
        return Pkcs11Signer.from_uri(tokens.from_pkcs12(tmp_path, key_file), tokens.PIN)

    made = {
        "rsa": lambda: signer,
        "elliptic": elliptic_signer,
        "chain": signer_below_another,
        "token": in_token,
        "none": NoSigner,
    }
    return made[request.param]()


def test_a_signer_seals_or_refuses_and_never_passes_a_page_through(any_signer, unsigned):
    """The contract of the port, for the real adapter and for its Null twin."""
    assert any_signer.subject
    assert isinstance(any_signer.demonstration, bool)
    try:
        document = seal(unsigned, any_signer)
    except Refused as refusal:
        fault = refusal.faults[0]
        assert (any_signer.level, fault.code) == ("UNSEALED", "no-signer")
        assert (any_signer.expires_on, any_signer.anchors_pem, any_signer.certificate_pem) == (None, b"", b"")
    else:
        assert document.level == any_signer.level == "B-B"
        assert document.sha256 == hashlib.sha256(document.pdf).hexdigest()
        assert document.pdf.startswith(unsigned)
        assert any_signer.certificate_pem.startswith(b"-----BEGIN CERTIFICATE")
        assert any_signer.expires_on > datetime.now(UTC).date()
        assert verify(document.pdf, any_signer.anchors_pem).outcome is Outcome.VALID


def test_independent_programs_agree(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed.pdf)
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "DEMONSTRATION 贵州省商务厅" in said
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


def test_the_producer_is_the_same_in_both_places_that_name_it(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed.pdf)
    reader = PdfReader(path)
    named = reader.metadata.producer
    assert f'pdf:Producer="{named}"' in reader.trailer["/Root"]["/Metadata"].get_data().decode()


def test_a_pdf_without_information_can_be_sealed(signer):
    assert seal(small_pdf(), signer).level == "B-B"


def test_files_that_hold_no_key_are_refused(tmp_path):
    with pytest.raises(Refused, match="signer-unreadable"):
        Pkcs12Signer.from_file(tmp_path / "absent.p12")
    broken = tmp_path / "broken.p12"
    broken.write_bytes(b"not a key")
    with pytest.raises(Refused, match="signer-unreadable"):
        Pkcs12Signer.from_file(broken)
    other = tmp_path / "other.p12"
    other.write_bytes(
        pkcs12.serialize_key_and_certificates(b"x", ed25519.Ed25519PrivateKey.generate(), None, None, NoEncryption())
    )
    with pytest.raises(Refused, match="signer-unfit"):
        Pkcs12Signer.from_file(other)


def test_a_passphrase_is_needed_when_one_is_set(key_file, tmp_path):
    key, certificate, others = pkcs12.load_key_and_certificates(key_file.read_bytes(), None)
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption

    locked = tmp_path / "locked.p12"
    locked.write_bytes(
        pkcs12.serialize_key_and_certificates(b"x", key, certificate, others, BestAvailableEncryption(b"s3cret"))
    )
    assert Pkcs12Signer.from_file(locked, b"s3cret").demonstration
    with pytest.raises(Refused) as refusal:
        Pkcs12Signer.from_file(locked, b"wrong")
    assert "wrong" not in str(refusal.value).replace("wrong passphrase", "")


def test_a_key_that_does_not_belong_to_its_certificate_is_noticed(unsigned):
    one, other = elliptic_signer(), elliptic_signer()
    one._sign = other._sign
    with pytest.raises(Refused, match="signer-wrong"):
        seal(unsigned, one)


def test_a_certificate_of_another_kind_of_key_seals_nothing():
    with pytest.raises(Refused, match="signer-unfit"):
        PadesSigner(bytes, ed25519_certificate(), [])


def test_an_expired_signer_refuses(unsigned):
    with pytest.raises(Refused, match="signer-expired"):
        seal(unsigned, elliptic_signer(begins_in_days=-10, lasts_days=5))
