"""Shapes in which the audit chain is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Entry:
    """One thing that was done, as an auditor reads it."""

    seq: int
    at: datetime
    on_day: date | None
    actor_id: UUID | None
    actor_label: str
    tag: str
    subject_kind: str
    subject_id: UUID
    place_code: str | None
    data: Mapping[str, Any]
    request_id: str
    hash: str


@dataclass(frozen=True)
class ChainVerdict:
    """Whether the chain is whole: `entries` were found good; `fault` says what is wrong with entry `fault_seq`."""

    entries: int
    fault: str = ""
    fault_seq: int | None = None

    @property
    def whole(self) -> bool:
        """No fault was found."""
        return not self.fault
