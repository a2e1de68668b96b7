"""Every byte that no signature covers: the wrapping of the CMS and the padding behind it."""

import random

import pytest
from asn1crypto import cms, core

from certificates import seal_form
from certificates.verify import Outcome, verify
from tests.certificates.authorities import Authority
from tests.certificates.chains import chained, elliptic_signer, signer_below_another, small_pdf


@pytest.fixture(scope="module")
def chain_sealed(unsigned):
    signer = signer_below_another()
    return signer.seal(unsigned), signer


def field_of(pdf):
    return seal_form.span_of(pdf)


def with_field(pdf, envelope):
    """The file with another envelope in its seal's field, at the same length."""
    before, after = field_of(pdf)
    content = cms.ContentInfo({"content_type": "signed_data", "content": envelope}).dump(force=True)
    return pdf[: before + 1] + content.hex().upper().encode().ljust(after - before - 2, b"0") + pdf[after - 1 :]


def test_our_own_seals_are_exact_and_sound(sealed, unsigned, chain_sealed):
    for pdf in (sealed.pdf, elliptic_signer().seal(unsigned), chain_sealed[0], elliptic_signer().seal(small_pdf())):
        assert seal_form.is_exact(pdf)
        assert seal_form.is_sound(pdf)


def test_a_chain_is_verified_and_travels_with_the_seal(chain_sealed):
    pdf, signer = chain_sealed
    assert len(seal_form.envelope_in(pdf)["certificates"]) == 2
    assert "chain-trusted" in [reason.code for reason in verify(pdf, signer.anchors_pem).reasons]


def test_a_file_without_a_whole_byte_range_is_not_exact(sealed):
    for pdf in (sealed.pdf + b"\n", sealed.pdf + sealed.pdf, small_pdf(), sealed.pdf.replace(b"[0 ", b"[1 ")):
        assert not seal_form.is_exact(pdf)
        assert not seal_form.is_sound(pdf)
    with pytest.raises(seal_form.Strange, match="2 byte ranges"):
        seal_form.span_of(sealed.pdf + sealed.pdf)
    before, after = field_of(sealed.pdf)
    with pytest.raises(seal_form.Strange, match="no CMS"):
        seal_form.envelope_in(sealed.pdf[: before + 1] + b"x" * (after - before - 2) + sealed.pdf[after - 1 :])


def test_a_sound_form_around_another_file_is_not_sound(sealed):
    place = sealed.pdf.index(b"/Subject")
    changed = sealed.pdf[:place] + b"/Sujbect" + sealed.pdf[place + 8 :]
    assert seal_form.is_exact(changed)
    assert not seal_form.is_sound(changed)


@pytest.mark.parametrize("make", [elliptic_signer, signer_below_another])
def test_a_wrong_signature_is_not_sound(unsigned, make):
    pdf = make().seal(unsigned)
    other = seal_form.envelope_in(make().seal(unsigned + b"\n"))["signer_infos"][0]["signature"].native
    envelope = seal_form.envelope_in(pdf)
    info = envelope["signer_infos"][0]
    if len(info["signature"].native) != len(other):
        other = other[:-1] + bytes([other[-1] ^ 1])
    info["signature"] = other
    assert not seal_form.is_sound(with_field(pdf, envelope))


@pytest.mark.parametrize("part", ["head", "certificate", "attributes", "padding", "case"])
def test_one_changed_byte_of_the_seal_is_not_valid(unsigned, key_file, part):
    from certificates.signing import Pkcs12Signer

    signer = Pkcs12Signer.from_file(key_file, timestamps=True)
    sealed = signer.seal(unsigned)
    before, after = field_of(sealed)
    end = before + len(sealed[before:after].rstrip(b"0>"))
    chance = random.Random(part)  # noqa: S311 - the same bytes every time
    spans = {
        "head": range(before, before + 130),
        "certificate": range(before + 130, before + 2000),
        "attributes": range(end - 900, end),
        "padding": range(end + 8, after),
        "case": [i for i in range(before, end) if sealed[i] in b"ABCDEF"],
    }
    for place in [spans[part][0], *chance.sample(list(spans[part]), 8)]:
        changed = bytearray(sealed)
        changed[place] ^= 0x20 if part == "case" else 0x01
        verdict = verify(bytes(changed), signer.anchors_pem)
        assert verdict.outcome is Outcome.NOT_VALID, (part, place, verdict)


def test_every_other_value_of_each_byte_of_the_seal_is_noticed(unsigned, chain_sealed):
    """Not only flipped bits: an algorithm's name may differ in one byte from another that means the same."""
    sealed, _ = chain_sealed
    before, after = field_of(sealed)
    raw = bytes.fromhex(sealed[before + 1 : after - 1].decode())
    certificates = [one.chosen.dump() for one in seal_form.envelope_in(sealed)["certificates"]]
    inside = {place for one in certificates for place in range(raw.index(one), raw.index(one) + len(one))}
    for place in range(len(raw)):
        if place in inside and place % 50:
            continue  # one hash covers them all
        for value in {raw[place] ^ 1, raw[place] ^ 10, (raw[place] + 1) % 256, 0, 255} - {raw[place]}:
            changed = raw[:place] + bytes([value]) + raw[place + 1 :]
            pdf = sealed[: before + 1] + changed.hex().upper().encode() + sealed[after - 1 :]
            assert not seal_form.is_sound(pdf), (place, value)


def test_certificates_that_the_seal_does_not_name_are_noticed(sealed, chain_sealed):
    envelope = seal_form.envelope_in(sealed.pdf)
    envelope["certificates"] = [*envelope["certificates"], cms.CertificateChoices("certificate", chained()[0])]
    with pytest.raises(seal_form.Strange, match="not named when"):
        seal_form.rewritten(envelope)
    other = seal_form.envelope_in(sealed.pdf)
    other["certificates"] = seal_form.envelope_in(chain_sealed[0])["certificates"]
    with pytest.raises(seal_form.Strange, match="is not there"):
        seal_form.rewritten(other)


def test_attributes_that_nobody_signed_are_noticed(sealed):
    envelope = seal_form.envelope_in(sealed.pdf)
    envelope["signer_infos"][0]["unsigned_attrs"] = [{"type": "message_digest", "values": [core.OctetString(b"x")]}]
    with pytest.raises(seal_form.Strange, match="nobody signed"):
        seal_form.rewritten(envelope)


def test_a_chain_is_kept_only_when_each_link_holds():
    authority, between, root = chained()
    assert seal_form._up_to_root(authority, [root, between]) == [between, root]
    assert seal_form._up_to_root(authority, [between]) == []
    stranger = Authority().chain
    assert seal_form._up_to_root(authority, [stranger[1], root]) == [], "same name, another key"
    forged = root.copy()
    forged["signature_value"] = core.OctetBitString(bytes(256))
    assert seal_form._up_to_root(authority, [between, type(root).load(forged.dump())]) == []


def test_keys_of_another_kind_have_no_form(sealed):
    certificate = seal_form.envelope_in(sealed.pdf)["certificates"][0].chosen.copy()
    certificate["tbs_certificate"]["subject_public_key_info"]["algorithm"] = {"algorithm": "ed25519"}
    with pytest.raises(seal_form.Strange, match="ed25519"):
        seal_form._kind(type(certificate).load(certificate.dump()))
