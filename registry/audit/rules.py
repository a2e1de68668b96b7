"""What an entry looks like and how the chain is made, without a database."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

GENESIS = "0" * 64
"""What the first entry names as the hash before it."""

TAG = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*:[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*(?::[a-z0-9]+(?:[._-][a-z0-9]+)*)?")
"""`subject:verb[:detail]`, such as `application:submit` or `certificate:status:suspended`."""


@dataclass(frozen=True)
class Sealed:
    """Everything an entry's hash covers. `data` is canonical JSON; `at` is aware."""

    seq: int
    at: datetime
    on_day: date | None
    actor_id: UUID | None
    actor_label: str
    tag: str
    subject_kind: str
    subject_id: UUID
    place_code: str | None
    data: str
    request_id: str
    previous: str

    def hash(self) -> str:
        """SHA-256, in hex, of the canonical JSON of all fields."""
        content = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(content: object) -> str:
    """JSON with one spelling: keys sorted, no spaces, no floats; ids, dates and decimals as strings.

    Raises TypeError for anything that has no exact form, floats among them.
    """
    return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def check_tag(tag: str) -> None:
    """Raise ValueError unless the tag follows the grammar: a programmer's slip, not a person's."""
    if not TAG.fullmatch(tag):
        raise ValueError(f"audit tag {tag!r} is not subject:verb[:detail]")


def _plain(content: object) -> object:
    plain: object
    match content:
        case Enum():
            plain = _plain(content.value)
        case None | bool() | int() | str():
            plain = content
        case UUID() | Decimal():
            plain = str(content)
        case datetime():
            plain = content.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            plain = content.isoformat()
        case Mapping():
            plain = {str(key): _plain(value) for key, value in content.items()}
        case list() | tuple():
            plain = [_plain(part) for part in content]
        case set() | frozenset():
            plain = sorted((_plain(part) for part in content), key=str)
        case _:
            raise TypeError(f"{type(content).__name__} has no exact form in an audit entry")
    return plain
