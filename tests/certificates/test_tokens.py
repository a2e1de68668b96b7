"""Keys in tokens: a real token of SoftHSM, RSA and elliptic, opened, lost and opened again."""

import sys

import pkcs11
import pytest

from certificates.faults import Refused
from certificates.press import print_and_seal
from certificates.seal_form import is_sound
from certificates.signing import seal
from certificates.tokens import Pkcs11Signer, Place
from certificates.verify import Outcome, verify
from tests.certificates import tokens
from tests.certificates.chains import elliptic_chain


@pytest.fixture(scope="module")
def address(tmp_path_factory, key_file):
    return tokens.from_pkcs12(tmp_path_factory.mktemp("softhsm"), key_file)


@pytest.fixture(scope="module")
def token_signer(address):
    return Pkcs11Signer.from_uri(address, tokens.PIN)


def test_a_token_seals_like_a_file(record, token_signer, signer):
    document = print_and_seal(record, token_signer)
    assert verify(document.pdf, signer.anchors_pem).outcome is Outcome.VALID
    told = [(one.subject, one.expires_on, one.anchors_pem, one.certificate_pem) for one in (token_signer, signer)]
    assert told[0] == told[1]
    assert token_signer.demonstration


def test_a_session_that_was_lost_is_opened_again(unsigned, address):
    signer = Pkcs11Signer.from_uri(address, tokens.PIN)
    signer._sign.__self__._session.close()
    assert is_sound(seal(unsigned, signer).pdf)


def test_a_token_that_stays_away_is_no_refusal_of_the_document(unsigned, address, monkeypatch):
    """What is refused is not tried again; what failed is."""
    signer = Pkcs11Signer.from_uri(address, tokens.PIN)
    held = signer._sign.__self__
    held._session.close()
    monkeypatch.setattr(held, "_place", Place(tokens.module(), "taken out", "bureau"))
    with pytest.raises(pkcs11.PKCS11Error):
        seal(unsigned, signer)


def test_a_wrong_pin_is_tried_once(unsigned, key_file, tmp_path, monkeypatch):
    """Tokens lock themselves after a few."""
    signer = Pkcs11Signer.from_uri(tokens.from_pkcs12(tmp_path, key_file), tokens.PIN)
    held = signer._sign.__self__
    held._session.close()
    monkeypatch.setattr(held, "_pin", "31415926")
    with pytest.raises(pkcs11.PKCS11Error):
        seal(unsigned, signer)
    monkeypatch.setattr(held, "_open", lambda: pytest.fail("opened once more"))
    with pytest.raises(pkcs11.PKCS11Error):
        seal(unsigned, signer)


def test_an_elliptic_key_in_a_token_seals(unsigned, tmp_path):
    key, certificate, root = elliptic_chain()
    address = tokens.made(tmp_path, key, {"bureau": certificate, "root": root})
    signer = Pkcs11Signer.from_uri(address, tokens.PIN)
    assert is_sound(seal(unsigned, signer).pdf)
    assert b"BEGIN CERTIFICATE" in signer.anchors_pem


def test_a_token_without_the_certificate_of_its_key_is_unfit(tmp_path):
    key, certificate, _ = elliptic_chain()
    address = tokens.made(tmp_path, key, {"another": certificate})
    with pytest.raises(Refused, match="signer-unfit"):
        Pkcs11Signer.from_uri(address, tokens.PIN)


@pytest.mark.parametrize("wrong", ["pin", "token", "object", "module"])
def test_what_does_not_open_is_refused_without_telling_the_pin(key_file, tmp_path, wrong):
    address = tokens.from_pkcs12(tmp_path, key_file)
    pin = "31415926" if wrong == "pin" else tokens.PIN
    changed = {
        "pin": address,
        "token": address.replace("token=", "token=not-"),
        "object": address.replace("object=", "object=not-"),
        "module": address.replace("module-path=", "module-path=/not"),
    }[wrong]
    with pytest.raises(Refused, match="signer-pin" if wrong == "pin" else "signer-unreadable") as refusal:
        Pkcs11Signer.from_uri(changed, pin)
    assert pin not in str(refusal.value)


def test_addresses_are_read_as_rfc_7512_says():
    place = Place.read("pkcs11:token=The%20Seal;object=a%3bb;type=private?module-path=/usr/lib/x.so")
    assert place == Place("/usr/lib/x.so", "The Seal", "a;b")


@pytest.mark.parametrize(
    "uri",
    [
        "pkcs11:",
        "pkcs11:token=a;object=b",
        "pkcs11:token=a?module-path=/x",
        "pkcs11:token=a;object=b;slot-id=3?module-path=/x",
        "pkcs11:token=a;object=b?module-path=/x&pin-value=1",
    ],
)
def test_other_addresses_are_refused(uri):
    with pytest.raises(Refused, match="signer-unreadable"):
        Place.read(uri)


def test_without_the_extra_it_says_what_to_install(address, monkeypatch):
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(Refused, match="signer-extra"):
        Pkcs11Signer.from_uri(address, tokens.PIN)
    assert pkcs11.lib
