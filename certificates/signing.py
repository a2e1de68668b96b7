"""Sealing: the Signer port, PAdES seals by a key at hand, the PKCS#12 adapter, the loud Null twin, and `seal`.

The only module that touches a private key, with `tokens.py` for keys in hardware. It runs in the press process and
nowhere else; checking is `verify.py`'s, the written form `revisions.py`'s and `cms.py`'s.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]  # ships no types
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers import cms_embedder

from certificates import revisions
from certificates.cms import Envelope
from certificates.faults import Fault, Refused
from certificates.revisions import FIELD
from certificates.trust import DEMONSTRATION

TIMESTAMP_ROOM = 10 * 1024
"""Bytes kept free for a time-stamp that is fetched after sealing; tokens take three to seven thousand."""
_BITS_PER_BYTE = 8


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """A sealed certificate: its bytes, their SHA-256 in hexadecimal, and the PAdES level reached (`B-B`)."""

    pdf: bytes
    sha256: str
    level: str


class Signer(Protocol):
    """Whoever can put a seal on a PDF: a key in a file, a token, or a domestic seal service.

    `seal` gets an unsigned PDF and returns it with one electronic seal that covers every byte, added as a last
    revision, so that the unsigned file stands in front of it byte for byte; it never returns the PDF unsealed and
    never with a lower level than `level` says; it raises Refused when it cannot, and for a passing fault lets the
    error out, so that the order is tried again. It blocks, so it is called outside an event loop. `anchors_pem` holds
    the root certificates by which a reader trusts the seal, `certificate_pem` the one it seals with; `expires_on` is
    the last day on which it can seal; `demonstration` is True for a key that nobody outside answers for.

    What an adapter for a domestic seal service has to do. Such a service (GB/T 38540-2020, electronic seals with SM2
    and SM3 after GB/T 32918 and GB/T 32905) hashes with SM3 and signs with SM2, and wraps the signature in a structure
    of its own (SES_Signature) with the picture of the seal, not in CMS. The adapter sends the SM3 digest of the byte
    range (never the record, never the key of anything) to the service or its device, puts what comes back into the
    seal's place, states its own `level` (not B-B: that is a level of PAdES, which knows neither SM2 nor SM3), and
    must check the result itself with the service's own library before it returns. Readers of PAdES (Acrobat, pdfsig,
    pyHanko, and so our `verify`, which `press.py` asks before anything leaves) cannot check SM2 and would call such a
    seal unreadable or broken, so the adapter's own check has to stand in for it there; a file for the
    public therefore carries a seal of this module, and one by a domestic service in addition only where the law asks
    for it, on a file of its own. It is not built here, because nothing at hand could prove it right.
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


class PadesSigner:
    """Seals by whatever signs bytes: PAdES B-B, SHA-256, certified, no later change allowed."""

    level = "B-B"

    def __init__(
        self,
        sign: Callable[[bytes], bytes],
        certificate: x509.Certificate,
        chain: list[x509.Certificate],
        *,
        timestamps: bool = False,
    ) -> None:
        """`sign` gives the signature over some bytes, hashed with SHA-256: PKCS#1 v1.5, or ECDSA in DER.

        `chain` holds the certificates above, roots included; `timestamps` leaves room for a time-stamp. Raises
        Refused for a key that is neither RSA nor elliptic.
        """
        self._sign, self._certificate, self._chain = sign, certificate, chain
        public = certificate.public_key()
        if isinstance(public, rsa.RSAPublicKey):
            algorithm, longest = "sha256_rsa", public.key_size // _BITS_PER_BYTE
        elif isinstance(public, ec.EllipticCurvePublicKey):
            algorithm, longest = "sha256_ecdsa", 2 * (public.key_size // _BITS_PER_BYTE) + 12
        else:
            raise Refused(_unfit(certificate.subject.rfc4514_string()))
        self._public = public
        # Roots are not embedded: a reader brings its own.
        held = [certificate, *(one for one in chain if one.issuer != one.subject)]
        self._envelope = Envelope([_asn1(one) for one in held], algorithm)
        largest = self._envelope.closed(self._envelope.attributes(bytes(32)), bytes(longest))
        self._room = len(largest) + (TIMESTAMP_ROOM if timestamps else 0)

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
        return DEMONSTRATION in self.subject

    @property
    def anchors_pem(self) -> bytes:
        """The self-signed certificates of the chain, PEM."""
        roots = [one for one in self._chain if one.issuer == one.subject]
        return b"".join(one.public_bytes(Encoding.PEM) for one in roots)

    @property
    def certificate_pem(self) -> bytes:
        """The sealing certificate, PEM."""
        return self._certificate.public_bytes(Encoding.PEM)

    def seal(self, pdf: bytes) -> bytes:
        """The PDF with its seal as a last revision. Raises Refused when the signing certificate has expired."""
        now = datetime.now(UTC)
        if self._certificate.not_valid_after_utc < now:
            raise Refused(
                Fault(
                    "signer-expired",
                    f"签章证书已于 {self.expires_on} 到期，请更换后再签章。",
                    f"The signing certificate expired on {self.expires_on}. Replace it before sealing.",
                )
            )
        try:
            file = revisions.opened(pdf, now, self._room)
        except revisions.Unfit:
            return self._sealed_by_pyhanko(pdf, now)
        return file.closed(self._over(file.digest), self._room)

    def _over(self, digest: bytes) -> bytes:
        """The envelope over a digest. A key that signs wrongly (a broken token, a certificate of another key) shows here."""
        attributes = self._envelope.attributes(digest)
        signature = self._sign(attributes)
        try:
            if isinstance(self._public, rsa.RSAPublicKey):
                self._public.verify(signature, attributes, padding.PKCS1v15(), hashes.SHA256())
            else:
                self._public.verify(signature, attributes, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature as error:
            raise Refused(
                Fault(
                    "signer-wrong",
                    "签章密钥给出的签名与其证书不符，请检查密钥与证书是否配对。",
                    "The signing key's signature does not match its certificate: check that they belong together.",
                )
            ) from error
        return self._envelope.closed(attributes, signature)

    def _sealed_by_pyhanko(self, pdf: bytes, now: datetime) -> bytes:
        """The same seal on a file that `revisions.py` does not know."""
        revision = IncrementalPdfFileWriter(BytesIO(pdf))
        with suppress(KeyError):
            # pyHanko names itself as producer, alone in XMP but after ours in the older place; PDF/A wants them equal.
            revision.trailer["/Info"].pop("/Producer")
        placed: Any = cms_embedder.PdfCMSEmbedder().write_cms(FIELD, revision)
        next(placed)
        space = signers.SignatureObject(
            timestamp=now, subfilter=fields.SigSeedSubFilter.PADES, bytes_reserved=2 * self._room
        )
        allowed = cms_embedder.SigMDPSetup(md_algorithm="sha256", certify=True, docmdp_perms=fields.MDPPerm.NO_CHANGES)
        placed.send(cms_embedder.SigObjSetup(sig_placeholder=space, mdp_setup=allowed))
        digest, output = placed.send(cms_embedder.SigIOSetup(md_algorithm="sha256"))
        placed.send(self._over(digest.document_digest))
        return bytes(output.getbuffer())


class Pkcs12Signer(PadesSigner):
    """Seals with a key from a PKCS#12 file, read once."""

    @classmethod
    def from_file(cls, path: Path, passphrase: bytes | None = None, *, timestamps: bool = False) -> "Pkcs12Signer":
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
            raise Refused(_unfit(path.name))
        return cls(signing_by(key), certificate, others, timestamps=timestamps)


def signing_by(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> Callable[[bytes], bytes]:
    """How a key that is at hand signs, as `PadesSigner` wants it."""
    if isinstance(key, rsa.RSAPrivateKey):
        return lambda content: key.sign(content, padding.PKCS1v15(), hashes.SHA256())
    return lambda content: key.sign(content, ec.ECDSA(hashes.SHA256()))


def _unfit(name: str) -> Fault:
    return Fault(
        "signer-unfit",
        f"{name} 中没有可用的 RSA 或椭圆曲线密钥及其证书。",
        f"{name} holds no RSA or elliptic-curve key with its certificate.",
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


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
