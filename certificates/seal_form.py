"""The exact form of our seals, so that no byte of a file can change unnoticed, the padding of the seal included.

A signature covers the file outside its own field, and its signed attributes. What is left (the wrapping of the
CMS and the padding behind it) is compared with the one form in which it is written. Trust is `verify.py`'s.
"""

from functools import lru_cache
from typing import Any

from asn1crypto import algos, cms, x509  # type: ignore[import-untyped]  # ships no types
from pyhanko.sign.validation import EmbeddedPdfSignature


def is_exact(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """True when the seal's field is exactly what the press writes and the byte range spans all the rest."""
    start, before, after, rest = (int(number) for number in signature.byte_range)
    if start != 0 or after + rest != len(pdf):
        return False
    room = after - before - 2
    written = _rebuilt(signature).hex().upper().ljust(room, "0").encode()
    return pdf[before:after] == b"<" + written + b">"


def _rebuilt(signature: EmbeddedPdfSignature) -> bytes:
    """The CMS written anew from what its signature protects: the signer's certificate and the signed attributes."""
    info: Any = signature.signer_info
    certificate, *others = (_canonical(one.dump()) for one in (signature.signer_cert, *signature.other_embedded_certs))
    digest = algos.DigestAlgorithm({"algorithm": info["digest_algorithm"]["algorithm"].native})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": digest,
            "signed_attrs": cms.CMSAttributes.load(info["signed_attrs"].untag().dump(force=True)),
            "signature_algorithm": algos.SignedDigestAlgorithm(
                {"algorithm": info["signature_algorithm"]["algorithm"].native}
            ),
            "signature": info["signature"].native,
        }
    )
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": (digest,),
            "encap_content_info": {"content_type": "data"},
            "certificates": (certificate, *others),
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())


@lru_cache(maxsize=64)
def _canonical(der: bytes) -> x509.Certificate:
    """A certificate encoded anew. Few bureaus seal many certificates, and encoding one takes milliseconds."""
    return x509.Certificate.load(x509.Certificate.load(der).dump(force=True))
