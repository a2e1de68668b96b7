"""The envelope is what asn1crypto would write, and names every certificate by its hash."""

import hashlib

from asn1crypto import cms

from certificates import cms as envelope
from tests.certificates.chains import chained


def test_lengths_are_written_as_x690_says():
    assert envelope.der(4, b"ab") == b"\x04\x02ab"
    assert envelope.der(4, bytes(127))[:2] == b"\x04\x7f"
    assert envelope.der(4, bytes(128))[:3] == b"\x04\x81\x80"
    assert envelope.der(4, bytes(300))[:4] == b"\x04\x82\x01\x2c"


def test_the_envelope_is_der_and_reads_back():
    signer, between, _ = chained()
    one = envelope.Envelope([signer, between], "sha256_rsa")
    attributes = one.attributes(b"\x07" * 32)
    written = one.closed(attributes, b"signature")
    read = cms.ContentInfo.load(written, strict=True)
    assert read.copy().dump(force=True) == written, "DER already"
    info = read["content"]["signer_infos"][0]
    said = {part["type"].native: part["values"][0] for part in cms.CMSAttributes.load(attributes)}
    assert said["message_digest"].native == b"\x07" * 32
    assert said["content_type"].native == "data"
    hashes = [named["cert_hash"].native for named in said["signing_certificate_v2"]["certs"]]
    assert hashes == [hashlib.sha256(each.dump()).digest() for each in (signer, between)]
    assert info["sid"].chosen.dump() == envelope.named(signer)
    assert info["signature"].native == b"signature"
    assert {each.chosen.subject.native["common_name"] for each in read["content"]["certificates"]} == {
        "time-stamp authority",
        "time-stamp between",
    }
