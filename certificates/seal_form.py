"""The exact form of our seals, so that no byte of a file can change unnoticed, the padding of the seal included.

A signature covers the file outside its own field, and its signed attributes, which name every certificate by its hash.
What is left (the wrapping of the CMS, the padding behind it, and a time-stamp, for which the same holds) is written
anew from what is covered, and compared. Trust is `verify.py`'s.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Any, cast

from asn1crypto import algos, cms, core, x509  # type: ignore[import-untyped]  # ships no types
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import Certificate, load_der_x509_certificate

from certificates.cms import FIELD_0, OCTETS, SEQUENCE, SET, assembled, der

_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_KINDS = {"rsa": "rsa", "ec": "ecdsa"}
_DIGESTS = {"sha256", "sha384", "sha512"}
_TOKEN = bytes.fromhex("060b2a864886f70d0109100104")


ODD = (ValueError, LookupError, TypeError, AttributeError)
"""What reading hostile ASN.1 ends with."""


class Strange(ValueError):
    """A seal or time-stamp in a form in which none is written here. The text says what."""


def span_of(pdf: bytes) -> tuple[int, int]:
    """Where the seal's field begins and ends, its < and > included, by the one byte range of the file. Raises Strange."""
    ranges = _RANGE.findall(pdf)
    if len(ranges) != 1:
        raise Strange(f"{len(ranges)} byte ranges")
    before, after, rest = (int(number) for number in ranges[0])
    if not 0 < before < after or after + rest != len(pdf):
        raise Strange("a byte range that leaves something out")
    return before, after


def envelope_in(pdf: bytes) -> Any:
    """The CMS SignedData of the file's one seal. Raises Strange."""
    before, after = span_of(pdf)
    try:
        return cms.ContentInfo.load(bytes.fromhex(pdf[before + 1 : after - 1].decode()))["content"]
    except ValueError as error:
        raise Strange("no CMS in the seal's field") from error


def is_exact(pdf: bytes) -> bool:
    """True when the seal's field is exactly what the press writes and the byte range spans all the rest."""
    try:
        before, after = span_of(pdf)
        written = rewritten(envelope_in(pdf)).hex().upper().ljust(after - before - 2, "0").encode()
    except ODD:
        return False
    return pdf[before:after] == b"<" + written + b">"


def is_sound(pdf: bytes) -> bool:
    """True when the file is sealed exactly as the press does it, and hash and signature are right.

    Whose seal it is, and what the file says, is not asked: this is how the press looks at its own work.
    """
    if not is_exact(pdf):
        return False
    before, after = span_of(pdf)
    digest = hashlib.sha256(pdf[:before] + pdf[after:]).digest()
    envelope = envelope_in(pdf)
    info = envelope["signer_infos"][0]
    try:
        stated = [one["values"][0].native for one in _read(info) if one["type"].native == "message_digest"]
    except ODD:
        return False
    return stated == [digest] and _signs(_parties(envelope)[0][0], info)


def rewritten(envelope: Any, timestamp: bytes | None = None) -> bytes:
    """A seal's CMS written anew from what its signature protects.

    `timestamp` is a token to put in, in the form of `token_rewritten`; None keeps what is there. Raises Strange.
    """
    info = _only(envelope["signer_infos"])
    parties, rest = _parties(envelope)
    if rest or len(parties) != len(_names(info)):
        raise Strange("a certificate that was not named when the seal was made, or one that is missing")
    if timestamp is None:
        token = token_in(envelope)
        timestamp = b"" if token is None else token_rewritten(token)
    algorithm = algos.SignedDigestAlgorithm({"algorithm": f"sha256_{_kind(parties[0])}"}).dump()
    return assembled(parties, _attributes(info), algorithm, info["signature"].native, timestamp=timestamp)


def token_in(envelope: Any) -> Any:
    """The time-stamp of a seal: its CMS ContentInfo; None if it has none. Raises Strange."""
    attributes = _only(envelope["signer_infos"])["unsigned_attrs"]
    if isinstance(attributes, core.Void):
        return None
    attribute = _only(attributes)
    if attribute["type"].native != "signature_time_stamp_token":
        raise Strange("an attribute that nobody signed")
    return _only(attribute["values"])


def token_rewritten(token: Any, roots: Sequence[x509.Certificate] = ()) -> bytes:
    """A token of RFC 3161 written anew from what its signature protects, so that none of its bytes can change unseen.

    Of the certificates that came with it, those stay whose issuers are there too, up to a root, beside the authority's
    own; `roots` may add what is missing above. Raises Strange for a token of another form.
    """
    envelope = token["content"]
    info = _only(envelope["signer_infos"])
    (authority, *others), rest = _parties(envelope)
    digest = info["digest_algorithm"]["algorithm"].native
    if digest not in _DIGESTS:
        raise Strange(f"a time-stamp by {digest}")
    statement = envelope["encap_content_info"]["content"].parsed.dump()
    return assembled(
        [authority, *_up_to_root(authority, [*others, *rest, *roots])],
        _attributes(info),
        algos.SignedDigestAlgorithm({"algorithm": f"{digest}_{_kind(authority)}"}).dump(),
        info["signature"].native,
        digest_algorithm=algos.DigestAlgorithm({"algorithm": digest}).dump(),
        content=der(SEQUENCE, _TOKEN, der(FIELD_0, der(OCTETS, statement))),
    )


def _attributes(info: Any) -> bytes:
    """What was signed, as the SET it was when it was signed."""
    return der(SET, info["signed_attrs"].contents)


def _read(info: Any) -> Any:
    """A copy of what was signed: asn1crypto forgets how something was written once it is looked into."""
    return cms.CMSAttributes.load(_attributes(info))


def _parties(envelope: Any) -> tuple[list[x509.Certificate], list[x509.Certificate]]:
    """The certificates that are named in what is signed, the signer's first, and the rest. Raises Strange."""
    held = [one.chosen for one in envelope["certificates"]]
    names = _names(_only(envelope["signer_infos"]))
    named = [one for name, value in names for one in held if hashlib.new(name, one.dump()).digest() == value]
    if not named or hashlib.new(names[0][0], named[0].dump()).digest() != names[0][1]:
        raise Strange("a signer whose certificate is not there")
    return named, [one for one in held if all(one is not other for other in named)]


def _names(info: Any) -> list[tuple[str, bytes]]:
    """The certificates that the signed attributes name, the signer's first: hash function and hash."""
    for attribute in _read(info):
        if attribute["type"].native == "signing_certificate_v2":
            named = _only(attribute["values"])["certs"]
            return [(one["hash_algorithm"]["algorithm"].native, one["cert_hash"].native) for one in named]
        if attribute["type"].native == "signing_certificate":
            return [("sha1", one["cert_hash"].native) for one in _only(attribute["values"])["certs"]]
    raise Strange("a signature that names no certificate")


def _up_to_root(below: x509.Certificate, held: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """The certificates above one, each proven by the next and the last by itself; none if one is missing."""
    above: list[x509.Certificate] = []
    while below.issuer != below.subject:
        issuer = next((one for one in held if one not in above and _issued(below, one)), None)
        if issuer is None:
            return []
        above.append(issuer)
        below = issuer
    return above if _issued(below, below) else []


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    try:
        _loaded(below).verify_directly_issued_by(_loaded(above))
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _signs(signer: x509.Certificate, info: Any) -> bool:
    public, signature, signed = _loaded(signer).public_key(), info["signature"].native, _attributes(info)
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
        else:
            cast("ec.EllipticCurvePublicKey", public).verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _loaded(certificate: x509.Certificate) -> Certificate:
    return load_der_x509_certificate(certificate.dump())


def _kind(certificate: x509.Certificate) -> str:
    kind = _KINDS.get(certificate.public_key.algorithm)
    if kind is None:
        raise Strange(f"a key of {certificate.public_key.algorithm}")
    return kind


def _only(items: Any) -> Any:
    if len(items) != 1:
        raise Strange(f"{len(items)} where one is expected")
    return items[0]
