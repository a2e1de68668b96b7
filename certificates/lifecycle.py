"""Whether a certificate is valid on a day: a pure function of its window and its dated changes.

The changes are kept by `registry/issuance/`; words and codes of the states stand in `lifecycle.toml`.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from certificates.faults import Fault


class Status(StrEnum):
    """What a certificate is on a day. The last two follow from the window and are never written."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"


REISSUES = ("misprint", "name-changed", "address-changed")
"""Reasons to issue a certificate anew under its number (换发)."""
RENEWED = "renewed"
"""The reason by which a certificate gives way to one of another number."""

FINAL = frozenset({Status.REVOKED, Status.CANCELLED, Status.SUPERSEDED})
ALLOWED: dict[Status, frozenset[Status]] = {
    Status.VALID: frozenset({Status.SUSPENDED}) | FINAL,
    Status.SUSPENDED: frozenset({Status.VALID}) | FINAL,
    Status.NOT_YET_VALID: FINAL,
    Status.EXPIRED: FINAL,
    Status.REVOKED: frozenset(),
    Status.CANCELLED: frozenset(),
    Status.SUPERSEDED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Window:
    """First and last valid day, both included; `last` None means no end is stated."""

    first: date
    last: date | None = None

    @classmethod
    def of(cls, *, valid_from: date, issued_on: date, valid_until: date | None) -> "Window":
        """The window of one version: a re-issue states the whole period, but nobody had it before it was issued."""
        return cls(max(valid_from, issued_on), valid_until)


@dataclass(frozen=True, slots=True)
class StatusChange:
    """From `effective_on` (included) the certificate has this status, for this reason, by this document."""

    status: Status
    effective_on: date
    reason: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """The status on `day`; `reason` is a code of `lifecycle.toml` or one of `within-window`, `before-window`,
    `after-window`; `since` is the first day it held, None when that is not known.
    """

    status: Status
    day: date
    reason: str
    since: date | None
    document: str = ""

    @property
    def valid(self) -> bool:
        """True only for VALID."""
        return self.status is Status.VALID


def version_on(issued_on: Sequence[date], day: date) -> int:
    """Which of several versions of one number counts on `day`, as an index; `issued_on` in the order of the versions.

    The last that had been issued by then; before the first, that one.
    """
    return max((index for index, issued in enumerate(issued_on) if issued <= day), default=0)


def status_on(window: Window, changes: Sequence[StatusChange], day: date) -> StatusAnswer:
    """What the certificate was, is or will be on `day`.

    A final change wins over everything; then the window; then the last change in force. Changes of one day
    count in the order given, which is the order in which they were recorded.
    """
    in_force = sorted((c for c in changes if c.effective_on <= day), key=lambda change: change.effective_on)
    for change in in_force:
        if change.status in FINAL:
            return StatusAnswer(change.status, day, change.reason, change.effective_on, change.document)
    if day < window.first:
        return StatusAnswer(Status.NOT_YET_VALID, day, "before-window", None)
    if window.last is not None and day > window.last:
        return StatusAnswer(Status.EXPIRED, day, "after-window", date.fromordinal(window.last.toordinal() + 1))
    if in_force:
        last = in_force[-1]
        return StatusAnswer(last.status, day, last.reason, max(last.effective_on, window.first), last.document)
    return StatusAnswer(Status.VALID, day, "within-window", window.first)


def faults_of(window: Window, changes: Sequence[StatusChange], change: StatusChange) -> tuple[Fault, ...]:
    """Why `change` may not be added to `changes`; empty when it may."""
    faults: list[Fault] = []
    if changes and change.effective_on < max(c.effective_on for c in changes):
        faults.append(
            Fault(
                "change-out-of-order",
                "生效日期早于已登记的状态变更。请选择不早于最近一次变更的日期。",
                "This takes effect before a change that is already recorded. Choose a later day.",
                "effective_on",
            )
        )
    current = status_on(window, changes, change.effective_on).status
    if change.status not in ALLOWED[current]:
        faults.append(
            Fault(
                "transition-not-allowed",
                f"该日证书状态为“{label(current)['zh']}”，不能变更为“{label(change.status)['zh']}”。",
                f"On that day the certificate is {label(current)['en'].lower()};"
                f" it cannot become {label(change.status)['en'].lower()}.",
                "status",
            )
        )
    if change.status not in leads_to(change.reason):
        faults.append(
            Fault(
                "reason-unfit",
                "所选理由不适用于该状态。请改选理由。",
                "This reason does not lead to this status. Choose another reason.",
                "reason",
            )
        )
    return tuple(faults)


@cache
def _wording() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def label(status: Status) -> dict[str, str]:
    """`{"zh", "en", "elicence"}` of a status."""
    return dict(_wording()["status"][status.value])


def reasons() -> dict[str, dict[str, str]]:
    """Every reason code that an official may give, with its words `{"zh", "en"}`."""
    return {code: {"zh": entry["zh"], "en": entry["en"]} for code, entry in _wording()["reason"].items()}


def leads_to(reason: str) -> frozenset[Status]:
    """The statuses that a reason may lead to; none for an unknown reason."""
    entry = _wording()["reason"].get(reason)
    return frozenset(Status(name) for name in entry["leads_to"]) if entry else frozenset()
