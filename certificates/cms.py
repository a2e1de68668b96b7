"""The envelope of a seal: CMS SignedData in one exact form, put together from constant bytes and three slots.

RFC 5652 with the signed attributes that PAdES B-B asks for (ETSI EN 319 142-1, 6.3), DER throughout. Who signs is
`signing.py`'s; `seal_form.py` writes envelopes anew from what it reads, to compare.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from asn1crypto import algos, cms, tsp, x509  # type: ignore[import-untyped]  # ships no types

SEQUENCE, SET, INTEGER, OCTETS, FIELD_0, FIELD_1 = 0x30, 0x31, 0x02, 0x04, 0xA0, 0xA1
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("300b06092a864886f70d010701")
"""What is said of content that is not inside: it is the file around the envelope."""
_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
_TIMESTAMP = bytes.fromhex("060b2a864886f70d010910020e")
SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()


def der(tag: int, *parts: bytes) -> bytes:
    """One DER value: tag, length, content."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:  # noqa: PLR2004 - X.690, 8.1.3: shorter lengths stand for themselves
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def assembled(
    certificates: Sequence[x509.Certificate],
    attributes: bytes,
    algorithm: bytes,
    signature: bytes,
    *,
    timestamp: bytes = b"",
    digest_algorithm: bytes = SHA256,
    content: bytes = DATA,
) -> bytes:
    """The envelope. The first certificate is the signer's.

    `attributes` is what was signed, a SET in DER; `algorithm` and `digest_algorithm` are AlgorithmIdentifiers, `content`
    an EncapsulatedContentInfo in DER; `timestamp` is a token of RFC 3161, which no signature of ours covers.
    """
    signer = certificates[0]
    stamped = der(FIELD_1, der(SEQUENCE, _TIMESTAMP, der(SET, timestamp))) if timestamp else b""
    info = der(
        SEQUENCE,
        der(INTEGER, b"\x01"),
        named(signer),
        digest_algorithm,
        bytes((FIELD_0,)) + attributes[1:],
        algorithm,
        der(OCTETS, signature),
        stamped,
    )
    data = der(
        SEQUENCE,
        der(INTEGER, b"\x01" if content == DATA else b"\x03"),  # RFC 5652, 5.1
        der(SET, digest_algorithm),
        content,
        der(FIELD_0, *sorted(one.dump() for one in certificates)),
        der(SET, info),
    )
    return der(SEQUENCE, _SIGNED_DATA, der(FIELD_0, data))


def named(certificate: x509.Certificate) -> bytes:
    """IssuerAndSerialNumber of a certificate, DER."""
    return bytes(
        cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number}).dump()
    )


class Envelope:
    """The envelope of one key's seals."""

    def __init__(self, certificates: Sequence[x509.Certificate], algorithm: str) -> None:
        """`certificates`: the signer's, then those between it and the root; each is named in what is signed, so that
        none can be changed. `algorithm`: as asn1crypto calls it, `sha256_rsa` or `sha256_ecdsa`.
        """
        self._certificates = list(certificates)
        self._algorithm: bytes = algos.SignedDigestAlgorithm({"algorithm": algorithm}).dump()
        kind = cms.CMSAttribute({"type": "content_type", "values": ["data"]}).dump()
        held = cms.CMSAttribute({"type": "signing_certificate_v2", "values": [_named_by_hash(certificates)]}).dump()
        # In DER a set is sorted; of the digest's attribute only the last 32 bytes change, so its place never does.
        self._before, self._after = (
            b"".join(sorted(one for one in (kind, held) if (one < _digest_attribute(bytes(32))) is first))
            for first in (True, False)
        )

    def attributes(self, digest: bytes) -> bytes:
        """What is signed for a file of this SHA-256."""
        return der(SET, self._before, _digest_attribute(digest), self._after)

    def closed(self, attributes: bytes, signature: bytes) -> bytes:
        """The envelope with the signature over the attributes."""
        return assembled(self._certificates, attributes, self._algorithm, signature)


def _digest_attribute(digest: bytes) -> bytes:
    return der(SEQUENCE, _MESSAGE_DIGEST, der(SET, der(OCTETS, digest)))


def _named_by_hash(certificates: Sequence[x509.Certificate]) -> Any:
    """ESSCertIDv2 of each (RFC 5035), SHA-256."""
    return tsp.SigningCertificateV2(
        {
            "certs": [
                {
                    "cert_hash": hashlib.sha256(one.dump()).digest(),
                    "issuer_serial": {
                        "issuer": [x509.GeneralName({"directory_name": one.issuer})],
                        "serial_number": one.serial_number,
                    },
                }
                for one in certificates
            ]
        }
    )
