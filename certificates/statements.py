"""Statements: short texts that the registry signs beside its seal — credentials, checkpoints of the log, QR payloads.

Ed25519, whose signatures are the same each time, so that what carries one can be made again byte for byte. The private
half lives in the press process alone; checking needs only the public one. Seals on pages are `signing.py`'s.
"""

import base64
import os
from contextlib import suppress
from pathlib import Path

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from certificates.faults import Fault, Refused

_ED25519 = b"\xed\x01"
"""Multicodec prefix of an Ed25519 public key, as did:key and Data Integrity proofs write it."""


class PublicKey:
    """The public half: `multibase` is `z…` (base58btc with the multicodec prefix), its name wherever a key is named."""

    def __init__(self, key: Ed25519PublicKey) -> None:
        self._key = key
        self.raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.multibase = "z" + base58.b58encode(_ED25519 + self.raw).decode()

    @classmethod
    def read(cls, multibase: str) -> "PublicKey":
        """The key of a multibase text. Raises Refused for anything else."""
        try:
            raw = base58.b58decode(multibase.removeprefix("z"))
            if not multibase.startswith("z") or raw[:2] != _ED25519:
                raise ValueError("no Ed25519 key")  # noqa: TRY301 - one refusal for every malformed key
            return cls(Ed25519PublicKey.from_public_bytes(raw[2:]))
        except ValueError as error:
            raise Refused(
                Fault(
                    "statement-key-unreadable",
                    "声明公钥不是 multibase 形式的 Ed25519 公钥。",
                    "The statement key is not an Ed25519 public key in multibase form.",
                )
            ) from error

    def verifies(self, signature: bytes, content: bytes) -> bool:
        """Whether `signature` (64 bytes) is this key's over `content`."""
        try:
            self._key.verify(signature, content)
        except InvalidSignature:
            return False
        return True


class StatementKey:
    """The private half. Only the press holds one."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = PublicKey(key.public_key())

    @classmethod
    def from_file(cls, path: Path) -> "StatementKey":
        """The key of a PEM file (PKCS#8, no passphrase). Raises Refused when it cannot be read or is of another kind."""
        try:
            key = load_pem_private_key(path.read_bytes(), None)
        except (OSError, ValueError, TypeError) as error:
            raise _unreadable(path) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise _unreadable(path)
        return cls(key)

    def sign(self, content: bytes) -> bytes:
        """64 bytes, always the same for the same content."""
        return self._key.sign(content)


def make_statement_key(path: Path) -> None:
    """Makes an Ed25519 key at `path`, readable by its owner only. It appears whole; one that is there stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def text_of(raw: bytes) -> str:
    """Bytes as base64url without padding, as they stand in addresses and QR codes."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unreadable(path: Path) -> Refused:
    return Refused(
        Fault(
            "statement-key-unreadable",
            f"无法读取声明密钥文件 {path.name}：应为 PEM 格式的 Ed25519 私钥。",
            f"The statement key {path.name} cannot be read: an Ed25519 private key in PEM form is expected.",
        )
    )
