"""The Signer adapter for keys that never leave their hardware: tokens and HSMs behind PKCS#11.

Needs the extra `pkcs11` and the vendor's module. What is sealed, and how, is `signing.py`'s; this only has bytes signed.
"""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from cryptography import x509

from certificates.faults import WRONG_PIN, Fault, Refused
from certificates.signing import PadesSigner

SCHEME = "pkcs11:"
_PATH, _QUERY = {"token", "object", "type"}, {"module-path"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key is: the vendor's module, the label of the token, the label that key and certificate share."""

    module: str
    token: str
    object: str

    @classmethod
    def read(cls, uri: str) -> "Place":
        """The place that a URI of RFC 7512 names: `pkcs11:token=…;object=…?module-path=…`. Raises Refused."""
        path, _, query = uri.removeprefix(SCHEME).partition("?")
        said = dict(part.partition("=")[::2] for part in path.split(";") if part)
        asked = dict(parse_qsl(query, keep_blank_values=True))
        place = cls(asked.get("module-path", ""), unquote(said.get("token", "")), unquote(said.get("object", "")))
        if said.keys() - _PATH or asked.keys() - _QUERY or not (place.module and place.token and place.object):
            raise Refused(
                Fault(
                    "signer-unreadable",
                    "PKCS#11 地址应写作 pkcs11:token=…;object=…?module-path=…，口令另行设置。",
                    "A PKCS#11 address is written pkcs11:token=…;object=…?module-path=…; the PIN is set apart.",
                )
            )
        return place


class Pkcs11Signer(PadesSigner):
    """Seals with a key in a token. The session stays open; when it is lost, a new one is opened once."""

    @classmethod
    def from_uri(cls, uri: str, pin: str, *, timestamps: bool = False) -> "Pkcs11Signer":
        """The signer of a key in a token, its certificates read from there too.

        Raises Refused when the place is not understood, the library is not installed, or the token does not open.
        """
        token = _Token(Place.read(uri), pin)
        certificate, *others = token.certificates()
        return cls(token.sign, certificate, others, timestamps=timestamps)


class _Token:
    """One key of one token."""

    def __init__(self, place: Place, pin: str) -> None:
        self._place, self._pin, self._barred = place, pin, False
        try:
            import pkcs11  # noqa: PLC0415 - an extra: most installations have no token
        except ImportError as error:
            raise Refused(
                Fault(
                    "signer-extra",
                    "使用 PKCS#11 需要安装附加组件 pkcs11（python-pkcs11）。",
                    "Keys in tokens need the extra pkcs11 (python-pkcs11) installed.",
                )
            ) from error
        self._pkcs11: Any = pkcs11
        self._open()

    def _open(self) -> None:
        library = self._pkcs11
        try:
            token = library.lib(self._place.module).get_token(token_label=self._place.token)
            try:
                self._session = token.open(user_pin=self._pin)
            except library.UserAlreadyLoggedIn:
                self._session = token.open()  # by another session of this process
            self._key = self._session.get_key(object_class=library.ObjectClass.PRIVATE_KEY, label=self._place.object)
        except (library.PinIncorrect, library.PinInvalid, library.PinLenRange, library.PinLocked) as error:
            self._barred = True
            raise Refused(
                Fault(
                    WRONG_PIN,
                    f"令牌“{self._place.token}”不接受口令（{type(error).__name__}）。为免锁死令牌，改正并重新启动之前不再尝试。",
                    f"The token {self._place.token!r} does not take the PIN ({type(error).__name__}). It is not tried"
                    " again before it is corrected and the program started anew, lest the token locks itself.",
                )
            ) from error
        except (library.PKCS11Error, RuntimeError) as error:
            raise Refused(
                Fault(
                    "signer-unreadable",
                    f"无法打开令牌“{self._place.token}”中的密钥“{self._place.object}”：模块或标签有误"
                    f"（{type(error).__name__}）。",
                    f"The key {self._place.object!r} of the token {self._place.token!r} cannot be opened: wrong module"
                    f" or label ({type(error).__name__}).",
                )
            ) from error

    def certificates(self) -> list[x509.Certificate]:
        """The certificate with the key's label, then all others of the token. Raises Refused when there is none."""
        library = self._pkcs11
        own: list[x509.Certificate] = []
        others: list[x509.Certificate] = []
        for one in self._session.get_objects({library.Attribute.CLASS: library.ObjectClass.CERTIFICATE}):
            labelled = one[library.Attribute.LABEL] == self._place.object
            (own if labelled else others).append(x509.load_der_x509_certificate(one[library.Attribute.VALUE]))
        if len(own) != 1:
            raise Refused(
                Fault(
                    "signer-unfit",
                    f"令牌中应有且只有一张标签为“{self._place.object}”的证书。",
                    f"The token must hold exactly one certificate labelled {self._place.object!r}.",
                )
            )
        return own + others

    def sign(self, content: bytes) -> bytes:
        """The signature over some bytes, SHA-256: PKCS#1 v1.5, or ECDSA in DER."""
        try:
            return self._signed(content)
        except self._pkcs11.PKCS11Error as lost:
            if self._barred:
                raise
            try:
                self._open()  # taken out and put in again, or the session was closed from outside
            except Refused:
                raise lost from None  # still away: no fault of what is to be sealed, which is tried again
            return self._signed(content)

    def _signed(self, content: bytes) -> bytes:
        library = self._pkcs11
        if self._key.key_type == library.KeyType.RSA:
            return bytes(self._key.sign(content, mechanism=library.Mechanism.SHA256_RSA_PKCS))
        from pkcs11.util.ec import encode_ecdsa_signature  # noqa: PLC0415 - of the extra

        raw = self._key.sign(hashlib.sha256(content).digest(), mechanism=library.Mechanism.ECDSA)
        return bytes(encode_ecdsa_signature(raw))
