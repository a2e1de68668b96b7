"""Shapes in which the log is told: a fact to be logged, an entry, its head, a checkpoint."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from registry import clock


@dataclass(frozen=True, slots=True)
class Fact:
    """A public fact as its area's tables tell it: what the log must say of it, and when it came to be (aware).

    `entry` is empty when the tables hold something unreadable; `index` is where the area believes it stands, if it
    keeps that.
    """

    kind: str
    subject: str
    entry: bytes
    at: datetime
    index: int | None = None


Source = Callable[[], AsyncIterator[Fact]]
"""All facts of one area that belong in the log, in any order."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry of the log; `entry` is the text that is hashed, `leaf_hash` its hash in hexadecimal."""

    index: int
    kind: str
    subject: str
    about: str
    entry: str
    leaf_hash: str
    at: datetime

    @property
    def facts(self) -> dict[str, Any]:
        """What the entry says, by the names of `certificates/log_entries.py`; days as dates."""
        said: dict[str, Any] = json.loads(self.entry)
        return {name: date.fromisoformat(fact) if name.endswith("_on") else fact for name, fact in said.items()}


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries there are now, and the root over them in hexadecimal."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """A signed checkpoint, as it was signed at `at`."""

    size: int
    root: str
    note: str
    at: datetime

    @property
    def age(self) -> timedelta:
        """How long ago it was signed; never less than nothing, even if a clock was set back since."""
        return max(clock.now() - self.at, timedelta())


@dataclass(frozen=True, slots=True)
class LogFault:
    """One thing that is wrong with the log: a code of `verifying.py`'s, and which entry, fact or checkpoint it is."""

    code: str
    where: str


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """Whether the log is whole: how many entries and checkpoints were read, and what is wrong (not everything, if much)."""

    entries: int
    checkpoints: int
    faults: tuple[LogFault, ...] = ()

    @property
    def whole(self) -> bool:
        """No fault was found."""
        return not self.faults
