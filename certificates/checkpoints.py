"""Checkpoints: a signed note that says how large the log is and what its root is, as transparency logs elsewhere do.

The form is C2SP `tlog-checkpoint` in a C2SP `signed-note`: origin, size, root in base64, an empty line, signatures. The
tree is `merkle.py`'s; who signs is the press.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from certificates.faults import Fault, Refused
from certificates.statements import PublicKey, StatementKey

LONGEST = 16_384
"""Characters of a note; ours have some 200, and witnesses add about 100 each."""

_ED25519 = b"\x01"
"""The signature type of Ed25519 in a signed note."""
_DASH = "— "
_ORIGIN = re.compile(r"[^\s+\x00-\x1f]{1,200}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,19}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is vouched for: the log of this name has `size` leaves whose root is `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The signed text: three lines, each with its end."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who is said to have signed, the first four bytes of that key's hash, the signature."""

    name: str
    hint: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note as read: nothing in it is believed yet. `text` is what the signatures cover."""

    checkpoint: Checkpoint
    text: str
    signatures: tuple[Signature, ...]

    def signed_by(self, key: PublicKey) -> bool:
        """Whether one of the signatures is this key's, made in the log's own name."""
        hint = key_hint(self.checkpoint.origin, key)
        return any(
            each.name == self.checkpoint.origin and each.hint == hint and key.verifies(each.raw, self.text.encode())
            for each in self.signatures
        )


def origin_of(address: str) -> str:
    """The name of the log of the installation at `address` (http:// or https://): without scheme, with `/log`."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path.rstrip('/')}/log"


def key_hint(origin: str, key: PublicKey) -> bytes:
    """Four bytes that name a key in a signature line: SHA-256(origin ‖ 0x0A ‖ 0x01 ‖ key), cut."""
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + key.raw).digest()[:4]


def verifier_key(origin: str, key: PublicKey) -> str:
    """The key as other programs for signed notes want it: `origin+hint+base64(0x01 ‖ key)`."""
    return f"{origin}+{key_hint(origin, key).hex()}+{base64.b64encode(_ED25519 + key.raw).decode()}"


def sign(checkpoint: Checkpoint, key: StatementKey) -> str:
    """The signed note; the same checkpoint and key give the same text. Raises Refused for what cannot be one."""
    if not _ORIGIN.fullmatch(checkpoint.origin) or len(checkpoint.root) != hashlib.sha256().digest_size:
        raise _malformed()
    signature = key_hint(checkpoint.origin, key.public) + key.sign(checkpoint.body.encode())
    return f"{checkpoint.body}\n{_DASH}{checkpoint.origin} {base64.b64encode(signature).decode()}\n"


def read(note: str) -> Note:
    """The note, taken apart. Lines after the root are extensions: covered by signatures, otherwise not looked at.

    Raises Refused `checkpoint-malformed`.
    """
    if len(note) > LONGEST or "\r" in note or "\0" in note:
        raise _malformed()
    text, gap, below = note.rpartition("\n\n")
    lines = text.split("\n")
    if not gap or not below.endswith("\n") or "" in lines or len(lines) < len(("origin", "size", "root")):
        raise _malformed()
    origin, size, root = lines[:3]
    if not _ORIGIN.fullmatch(origin) or not _SIZE.fullmatch(size):
        raise _malformed()
    raw = _bytes_of(root)
    if len(raw) != hashlib.sha256().digest_size:
        raise _malformed()
    signatures = tuple(_signature(line) for line in below.removesuffix("\n").split("\n"))
    return Note(Checkpoint(origin, int(size), raw), text + "\n", signatures)


def read_and_verify(note: str, keys: Iterable[PublicKey]) -> Checkpoint:
    """The checkpoint of a note that one of `keys` signed.

    Raises Refused: `checkpoint-malformed` for what is no note, `checkpoint-unsigned` when none of the keys signed it.
    """
    taken = read(note)
    if not any(taken.signed_by(key) for key in keys):
        raise Refused(
            Fault(
                "checkpoint-unsigned",
                "日志检查点没有可信公钥的签名。",
                "No key that is trusted signed this checkpoint of the log.",
            )
        )
    return taken.checkpoint


def _signature(line: str) -> Signature:
    name, gap, encoded = line.removeprefix(_DASH).partition(" ")
    raw = _bytes_of(encoded)
    if not line.startswith(_DASH) or not gap or not _ORIGIN.fullmatch(name) or len(raw) <= len(raw[:4]):
        raise _malformed()
    return Signature(name, raw[:4], raw[4:])


def _bytes_of(text: str) -> bytes:
    """The bytes of base64, which must be their only spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _malformed() from error
    if base64.b64encode(raw).decode() != text:
        raise _malformed()
    return raw


def _malformed() -> Refused:
    return Refused(
        Fault(
            "checkpoint-malformed",
            "这不是日志检查点：应依次为日志名称、条数、Base64 根哈希、空行和签名行。",
            "This is no checkpoint of a log: origin, size, root in base64, an empty line and signatures are expected.",
        )
    )
