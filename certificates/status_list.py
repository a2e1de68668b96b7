"""Bitstring Status Lists: which certificates are revoked or suspended, as one signed credential that anybody may keep.

W3C Bitstring Status List v1.0. A certificate's place is its index in the log. Which bits are set, and when lists are
made anew, is `registry/credentials/`'s.
"""

import base64
import gzip
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from certificates.content import Sealed
from certificates.credential import CONTEXT, LIST_BITS, Document, did_of, list_address, secured
from certificates.faults import Fault, Refused
from certificates.statements import StatementKey

FRESH = timedelta(days=7)
"""How long a list may be relied on. It is made anew each day, so that a week of outage does no harm."""
_MOST_BYTES = 1024 * 1024


class ListOrder(Sealed):
    """What the press is asked to state: the places of list `number` (from 1) that are set, as of `made_at`."""

    base: Annotated[str, Field(pattern=r"^https?://[^\s#?]+[^\s#?/]$")]
    purpose: Literal["revocation", "suspension"]
    number: Annotated[int, Field(ge=1)]
    set_places: tuple[Annotated[int, Field(ge=0, lt=LIST_BITS)], ...]
    made_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list as read; who signed it is still to be checked on `document`. `bits` is the uncompressed list."""

    document: Document
    address: str
    purpose: str
    bits: bytes
    valid_from: datetime
    valid_until: datetime

    def is_set(self, place: int) -> bool:
        """Whether the bit of a place is 1. Raises Refused for a place beyond the end."""
        if place >= 8 * len(self.bits):
            raise _unreadable()
        return bool(self.bits[place >> 3] & 0x80 >> (place & 7))


def signed_list(order: ListOrder, key: StatementKey) -> Document:
    """The list as a signed credential, good for `FRESH` from the moment it was made."""
    made_at = order.made_at.astimezone(UTC).replace(microsecond=0)
    address = list_address(order.base, order.purpose, order.number)
    document: Document = {
        "@context": [CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_of(order.base),
        "validFrom": _written(made_at),
        "validUntil": _written(made_at + FRESH),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": order.purpose,
            "encodedList": encoded(order.set_places),
            "ttl": 24 * 3600 * 1000,
        },
    }
    return secured(document, key, base=order.base, created=_written(made_at))


def read_list(document: Mapping[str, Any]) -> StatusList:
    """A list taken apart. Raises Refused for anything that is no status list."""
    try:
        subject = document["credentialSubject"]
        if "BitstringStatusListCredential" not in document["type"]:
            raise ValueError("another type of credential")  # noqa: TRY301 - one refusal for all that is no list
        return StatusList(
            document=dict(document),
            address=str(document["id"]),
            purpose=str(subject["statusPurpose"]),
            bits=_decoded(str(subject["encodedList"])),
            valid_from=_moment(str(document["validFrom"])),
            valid_until=_moment(str(document["validUntil"])),
        )
    except (KeyError, TypeError, ValueError, EOFError, OSError, zlib.error) as error:
        raise _unreadable() from error


def encoded(places: Iterable[int]) -> str:
    """The list with these bits set: GZIP, base64url, multibase `u`. The first place is the highest bit of byte 0."""
    bits = bytearray(LIST_BITS // 8)
    for place in places:
        bits[place >> 3] |= 0x80 >> (place & 7)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    if not text.startswith("u"):
        raise ValueError("not multibase base64url")
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    unpacking = zlib.decompressobj(wbits=31)
    bits = unpacking.decompress(packed, _MOST_BYTES)
    if not unpacking.eof or len(bits) < LIST_BITS // 8:
        raise ValueError("not a whole list")
    return bits


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment


def _unreadable() -> Refused:
    return Refused(
        Fault(
            "status-list-unreadable",
            "这不是可读的状态列表凭证（Bitstring Status List）。",
            "This is not a readable status list credential (Bitstring Status List).",
        )
    )
