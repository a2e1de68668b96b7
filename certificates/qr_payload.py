"""The signed text behind the address in a certificate's QR code, small enough to print: made, read, checked.

Whoever scans it learns offline to whom what was issued and until when; the PDF holds the rest (`papers.py`). Layout
of version 1, before base64url: version 1 · key 4 · record digest 16 · first and last day 3 + 3 · name 36 · signature 64.
"""

import base64
import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from certificates.content import CertificateRecord
from certificates.faults import Fault, Refused
from certificates.statements import PublicKey, StatementKey, text_of

VERSION = 1
DIGEST_BYTES = 16
_LAYOUT = struct.Struct(">B4s16s3s3s36s")
_NAME_BYTES = 36  # twelve characters of Chinese; of one length always, so that all codes of a register look alike
_NO_DAY = bytes(3)
_SIGNATURE_BYTES = 64
_PURPOSE = b"lvce-qr\n"
"""Nothing else that the key signs begins so: checkpoints begin with a host, credentials are hashes."""


@dataclass(frozen=True, slots=True)
class QrStatement:
    """What a scanned code says. `digest` is the first 16 bytes of the record's; a long `holder` ends with an ellipsis.

    Who says it is known only once `signed_by` found the key. `valid_until` None: no end is stated.
    """

    verify_url: str
    digest: bytes
    holder: str
    valid_from: date
    valid_until: date | None
    key_hint: bytes
    signed: bytes
    signature: bytes

    def signed_by(self, keys: Iterable[PublicKey]) -> PublicKey | None:
        """The key among these that made the statement; None when it was none of them."""
        fitting = (key for key in keys if hint(key) == self.key_hint)
        return next((key for key in fitting if key.verifies(self.signature, self.signed)), None)

    def speaks_of(self, record: CertificateRecord) -> bool:
        """Whether this is the code of that record."""
        return record.verify_url == self.verify_url and bytes.fromhex(record.digest)[:DIGEST_BYTES] == self.digest


def hint(key: PublicKey) -> bytes:
    """Four bytes that tell keys apart: the beginning of the SHA-256 of the raw key."""
    return hashlib.sha256(key.raw).digest()[:4]


def make(record: CertificateRecord, key: StatementKey) -> str:
    """The text of a record's QR code: its address, `#`, 170 characters of base64url."""
    content = _LAYOUT.pack(
        VERSION,
        hint(key.public),
        bytes.fromhex(record.digest)[:DIGEST_BYTES],
        _day(record.valid_from),
        _day(record.valid_until) if record.valid_until else _NO_DAY,
        _short(record.holder),
    )
    return f"{record.verify_url}#{text_of(content + key.sign(_signed(record.verify_url, content)))}"


def read(text: str) -> QrStatement:
    """The statement in a scanned text. Raises Refused for any other text; what it says is not checked yet."""
    address, _, payload = text.strip().partition("#")
    try:
        raw = base64.b64decode(payload + "=" * (-len(payload) % 4), altchars=b"-_", validate=True)
        content, signature = raw[: _LAYOUT.size], raw[_LAYOUT.size :]
        version, key_hint, digest, first, last, name = _LAYOUT.unpack(content)
        if version != VERSION or len(signature) != _SIGNATURE_BYTES:
            raise ValueError("another layout")  # noqa: TRY301 - one refusal for every malformed text
        holder = name.rstrip(b"\0").decode()
        valid_from, valid_until = _date(first), None if last == _NO_DAY else _date(last)
    except (ValueError, struct.error) as error:
        raise Refused(
            Fault(
                "qr-unreadable",
                "这不是本系统证书二维码的文字，或不完整。",
                "This is not the text of a certificate's QR code, or not all of it.",
            )
        ) from error
    return QrStatement(
        verify_url=address,
        digest=digest,
        holder=holder,
        valid_from=valid_from,
        valid_until=valid_until,
        key_hint=key_hint,
        signed=_signed(address, content),
        signature=signature,
    )


def _signed(address: str, content: bytes) -> bytes:
    """The address is signed too, so that a code cannot be moved to another number or another host."""
    return _PURPOSE + address.encode() + b"\n" + content


def _day(day: date) -> bytes:
    return day.toordinal().to_bytes(3)


def _date(raw: bytes) -> date:
    return date.fromordinal(int.from_bytes(raw))


def _short(name: str) -> bytes:
    whole = name.encode()
    if len(whole) <= _NAME_BYTES:
        return whole
    mark = "…".encode()
    return whole[: _NAME_BYTES - len(mark)].decode(errors="ignore").encode() + mark
