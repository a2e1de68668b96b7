"""Sealing: the Signer port, its PKCS#12 adapter, its loud Null twin, and `seal`.

The only module that touches a private key. It runs in the press process and nowhere else; checking is `verify.py`'s.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Protocol

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]  # ships no types
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.faults import Fault, Refused

FIELD = "Seal"
_CMS_ROOM = 2048
"""Bytes of a seal beside its certificates: attributes, and a signature of at most 512 bytes. Stating the room saves
pyHanko a trial signature for each certificate."""


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """A sealed certificate: its bytes, their SHA-256 in hexadecimal, and the PAdES level reached (`B-B`)."""

    pdf: bytes
    sha256: str
    level: str


class Signer(Protocol):
    """Whoever can put a seal on a PDF: a key in a file, a token, or a domestic seal service.

    `seal` gets an unsigned PDF and returns it with one electronic seal that covers every byte, added as a last
    revision; it never returns the PDF unsealed and never with a lower level than `level` says; it raises Refused
    when it cannot. It blocks, so it is called outside an event loop. `anchors_pem` holds the root certificates by
    which a reader trusts the seal, `certificate_pem` the one it seals with; `expires_on` is the last day on which it can seal; `demonstration` is True for
    a key that nobody outside answers for.
    """

    @property
    def level(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def expires_on(self) -> date | None: ...
    @property
    def demonstration(self) -> bool: ...
    @property
    def anchors_pem(self) -> bytes: ...
    @property
    def certificate_pem(self) -> bytes: ...
    def seal(self, pdf: bytes) -> bytes: ...


def seal(pdf: bytes, signer: Signer) -> SealedDocument:
    """The PDF sealed by `signer`. Raises Refused when the signer cannot seal. Blocks: not inside an event loop."""
    sealed = signer.seal(pdf)
    return SealedDocument(sealed, hashlib.sha256(sealed).hexdigest(), signer.level)


class _KeptKey(signers.Signer):
    """pyHanko's signer over a key object that stays loaded: reading an RSA key anew costs more than signing."""

    def __init__(
        self,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        certificate: x509.Certificate,
        chain: list[x509.Certificate],
    ) -> None:
        self._key = key
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # not annotated upstream
        store.register_multiple([_asn1(one) for one in chain])
        # Roots are not embedded: a reader brings its own, and every embedded byte must be covered by a signature.
        super().__init__(signing_cert=_asn1(certificate), cert_registry=store, embed_roots=False)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's signature
        if isinstance(self._key, rsa.RSAPrivateKey):
            if dry_run:
                return bytes(self._key.key_size // 8)
            return self._key.sign(data, padding.PKCS1v15(), _HASHES[digest_algorithm])
        return self._key.sign(data, ec.ECDSA(_HASHES[digest_algorithm]))


_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


class Pkcs12Signer:
    """Seals with a key from a PKCS#12 file, read once. PAdES B-B, SHA-256, certified: no later change allowed."""

    level = "B-B"

    def __init__(
        self,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        certificate: x509.Certificate,
        chain: list[x509.Certificate],
    ) -> None:
        self._certificate = certificate
        self._chain = chain
        self._pyhanko = _KeptKey(key, certificate, chain)
        held = sum(len(one.public_bytes(Encoding.DER)) for one in (certificate, *chain))
        self._room = 2 * (held + _CMS_ROOM)

    @classmethod
    def from_file(cls, path: Path, passphrase: bytes | None = None) -> "Pkcs12Signer":
        """The signer of a PKCS#12 file. Raises Refused when it cannot be read or holds no usable key."""
        try:
            key, certificate, others = pkcs12.load_key_and_certificates(path.read_bytes(), passphrase)
        except (OSError, ValueError) as error:
            raise Refused(
                Fault(
                    "signer-unreadable",
                    f"无法读取签章密钥文件 {path.name}：文件不存在、口令错误或已损坏。",
                    f"The signing key {path.name} cannot be read: no such file, wrong passphrase or damaged.",
                )
            ) from error
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or certificate is None:
            raise Refused(
                Fault(
                    "signer-unfit",
                    f"签章密钥文件 {path.name} 中没有可用的 RSA 或椭圆曲线密钥及其证书。",
                    f"{path.name} holds no RSA or elliptic-curve key with its certificate.",
                )
            )
        return cls(key, certificate, others)

    @property
    def subject(self) -> str:
        """The name in the signing certificate, RFC 4514."""
        return self._certificate.subject.rfc4514_string()

    @property
    def expires_on(self) -> date:
        """The day (UTC) on which the signing certificate ends."""
        return self._certificate.not_valid_after_utc.date()

    @property
    def demonstration(self) -> bool:
        """True when the certificate itself says that it is for demonstration."""
        return "DEMONSTRATION" in self.subject

    @property
    def anchors_pem(self) -> bytes:
        """The self-signed certificates of the file, PEM."""
        roots = [one for one in self._chain if one.issuer == one.subject]
        return b"".join(one.public_bytes(Encoding.PEM) for one in roots)

    @property
    def certificate_pem(self) -> bytes:
        """The sealing certificate, PEM."""
        return self._certificate.public_bytes(Encoding.PEM)

    def seal(self, pdf: bytes) -> bytes:
        """The PDF with its seal as a last revision. Raises Refused when the signing certificate has expired."""
        if self._certificate.not_valid_after_utc < datetime.now(UTC):
            raise Refused(
                Fault(
                    "signer-expired",
                    f"签章证书已于 {self.expires_on} 到期，请更换后再签章。",
                    f"The signing certificate expired on {self.expires_on}. Replace it before sealing.",
                )
            )
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        revision = IncrementalPdfFileWriter(BytesIO(pdf))
        with suppress(KeyError):
            # pyHanko names itself as producer, alone in XMP but after ours in the older place; PDF/A wants them equal.
            revision.trailer["/Info"].pop("/Producer")
        output = signers.PdfSigner(metadata, self._pyhanko).sign_pdf(revision, bytes_reserved=self._room)
        return bytes(output.getbuffer())


class NoSigner:
    """The Null twin: no key is configured, so nothing is sealed, and every attempt says so."""

    level = "UNSEALED"
    subject = "NO SIGNER CONFIGURED"
    expires_on = None
    demonstration = False
    anchors_pem = b""
    certificate_pem = b""

    def seal(self, pdf: bytes) -> bytes:
        """Never returns. Raises Refused."""
        raise Refused(
            Fault(
                "no-signer",
                f"没有配置签章密钥，{len(pdf)} 字节的证书未签章，不能发出。请设置签章密钥。",
                f"No signing key is configured: a certificate of {len(pdf)} bytes stays unsealed and cannot be issued."
                " Configure a signer.",
            )
        )
