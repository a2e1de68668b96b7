"""Law of duties, pure: which re-checks a certificate's life asks for and where each stands, when it may be renewed, what is
to be reminded of when.

How often and how long is data: `rechecks.toml` and `registry/issuance/renewing.toml`. Results are `models.py`'s.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from certificates.lifecycle import Status, Window
from registry.duties.terms import Terms
from registry.errors import Invalid, NotNow
from registry.issuance.renewing import Renewing
from registry.text import clean_line, clean_paragraphs
from registry.workdays.rules import months_later


class Result(StrEnum):
    """What a re-check found."""

    PASSED = "passed"
    MEND = "mend"
    SUSPEND = "suspend"


class DutyState(StrEnum):
    """Where a re-check stands on a day."""

    AHEAD = "ahead"
    OPEN = "open"
    OVERDUE = "overdue"
    MENDING = "mending"
    MEND_OVERDUE = "mend_overdue"
    PASSED = "passed"
    SUSPENSION = "suspension"


WAITING = frozenset({DutyState.OPEN, DutyState.OVERDUE, DutyState.MENDING, DutyState.MEND_OVERDUE})
"""States in which an officer has to look."""
LATE = frozenset({DutyState.OVERDUE, DutyState.MEND_OVERDUE})


@dataclass(frozen=True, slots=True)
class Found:
    """One result on file. `mend_by` only with MEND."""

    duty: int
    result: Result
    done_on: date
    mend_by: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """The `number`-th re-check of a certificate. `due_on` None: it lies in a year without official calendar.

    `due_on` is the day by which the next result is due: of the re-check, then of what had to be mended.
    """

    number: int
    opens_on: date
    due_on: date | None
    state: DutyState

    @property
    def waiting(self) -> bool:
        """Whether an officer has to look."""
        return self.state in WAITING

    @property
    def late(self) -> bool:
        """Whether its day is over."""
        return self.state in LATE


def duties(
    window: Window,
    terms: Terms | None,
    results: Sequence[Found],
    *,
    on: date,
    ended_on: date | None,
    due: Callable[[date, int], date | None],
) -> tuple[Duty, ...]:
    """Every re-check of a certificate's days, in order, as it stands on a day.

    `window` are the days of the number, through all its versions; `ended_on` the day from which it was revoked or
    otherwise ended, if it was: nobody is re-checked from then on, nor after the last valid day. `due(day, count)` counts working days, None where the
    calendar is not known. `results` in the order in which they were recorded.
    """
    if terms is None or window.last is None:
        return ()
    made = []
    for number, opens_on in _openings(window, terms):
        found = [each for each in results if each.duty == number]
        over = on > window.last or (ended_on is not None and (ended_on <= opens_on or ended_on <= on))
        if not found and over:
            continue
        due_on = due(opens_on, terms.within_working_days)
        if found and found[-1].result is Result.MEND:
            due_on = found[-1].mend_by
        made.append(Duty(number, opens_on, due_on, _state(opens_on, due_on, found, on)))
    return tuple(made)


def _openings(window: Window, terms: Terms) -> Iterator[tuple[int, date]]:
    number = 1
    last = window.last or date.max
    while (opens_on := months_later(window.first, number * terms.interval_months)) <= last:
        yield number, opens_on
        number += 1


def _state(opens_on: date, due_on: date | None, found: Sequence[Found], on: date) -> DutyState:
    late = due_on is not None and on > due_on
    match found[-1].result if found else None:
        case Result.PASSED:
            return DutyState.PASSED
        case Result.SUSPEND:
            return DutyState.SUSPENSION
        case Result.MEND:
            return DutyState.MEND_OVERDUE if late else DutyState.MENDING
    if on < opens_on:
        return DutyState.AHEAD
    return DutyState.OVERDUE if late else DutyState.OPEN


@dataclass(frozen=True, slots=True)
class Stated:
    """A result as an officer states it, cleaned."""

    result: Result
    done_on: date
    mend_by: date | None
    document_number: str
    remark: str


def check_result(duty: Duty | None, stated: Stated, *, lead_days: int, today: date) -> Stated:
    """The result as it may be recorded for a duty, its texts cleaned.

    `lead_days` before its day a re-check may be done. Raises NotNow `recheck-not-due` or `recheck-settled`, Invalid
    `recheck-day`, `recheck-mend-by`, `recheck-document`.
    """
    document_number = clean_line(stated.document_number, maximum=100, field="document_number")
    remark = clean_paragraphs(stated.remark, maximum=1000, field="remark")
    if duty is None or today < duty.opens_on - timedelta(days=lead_days):
        raise NotNow(
            "recheck-not-due",
            "This re-check is not due yet, or the certificate has ended.",
            hint="Open the certificate to see which re-checks it needs and when.",
        )
    if duty.state in {DutyState.PASSED, DutyState.SUSPENSION}:
        raise NotNow(
            "recheck-settled", "The result of this re-check is on file.", hint="Open the certificate to see it."
        )
    if not duty.opens_on - timedelta(days=lead_days) <= stated.done_on <= today:
        raise Invalid(
            "recheck-day",
            "The re-check was done between {first} and {last}.",
            hint="Enter the day of the visit.",
            field="done_on",
            first=duty.opens_on - timedelta(days=lead_days),
            last=today,
        )
    mend_by = stated.mend_by if stated.result is Result.MEND else None
    if stated.result is Result.MEND and (mend_by is None or mend_by <= stated.done_on):
        raise Invalid(
            "recheck-mend-by",
            "An order to mend needs a day by which it is to be done, after the day of the visit.",
            hint="Enter that day.",
            field="mend_by",
        )
    if stated.result is not Result.PASSED and not document_number:
        raise Invalid(
            "recheck-document",
            "What burdens the holder needs the number of a document.",
            hint="Enter the number of the order that was sent to the holder.",
            field="document_number",
        )
    return Stated(stated.result, stated.done_on, mend_by, document_number, remark)


def renewable_from(last: date, terms: Renewing) -> date:
    """From which day on a certificate that is last valid on `last` may be renewed."""
    return months_later(last, -terms.opens_months_before)


def check_renewable(window: Window, status: Status, terms: Renewing | None, on: date) -> None:
    """Accept that a certificate is renewed from a day on, or raise NotNow: `renewal-unknown` where nothing says how,
    `renewal-ended` for one that has ended, `renewal-early` with the day from which on it may be.
    """
    if terms is None or window.last is None:
        raise NotNow(
            "renewal-unknown",
            "Nothing is set for renewing certificates of this kind.",
            hint="Apply in the next round as the first time.",
        )
    if status not in {Status.VALID, Status.SUSPENDED}:
        raise NotNow(
            "renewal-ended",
            "This certificate has ended, so there is nothing to renew.",
            hint="Apply in an open round; you can begin with your last answers.",
        )
    first = renewable_from(window.last, terms)
    if on < first:
        raise NotNow(
            "renewal-early",
            "This certificate may be renewed from {first} on.",
            hint="Come back on that day.",
            first=first,
        )


class Kind(StrEnum):
    """What a reminder is about."""

    EXPIRY = "expiry"
    RECHECK = "recheck"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder: it comes up on `show_on` and is about `about_on`: the last valid day, the day of a re-check, the day
    by which something is to be mended. `duty` is 0 for an expiry.
    """

    kind: Kind
    duty: int
    show_on: date
    about_on: date


def reminders(
    window: Window, renewing: Renewing | None, terms: Terms | None, mends: Mapping[int, date]
) -> tuple[Due, ...]:
    """Every reminder of a certificate's life. Nothing of it depends on the day on which it is asked.

    `mends`: number of a duty → the day by which it is to be mended.
    """
    found: list[Due] = []
    if renewing is not None and window.last is not None:
        found += [
            Due(Kind.EXPIRY, 0, window.last - timedelta(days=days), window.last) for days in renewing.remind_days_before
        ]
    if terms is not None:
        for number, opens_on in _openings(window, terms) if window.last else ():
            found += [
                Due(Kind.RECHECK, number, opens_on - timedelta(days=days), opens_on)
                for days in terms.remind_days_before
            ]
        found += [
            Due(Kind.MEND, number, day - timedelta(days=terms.mend_remind_days), day) for number, day in mends.items()
        ]
    return tuple(each for each in found if each.show_on >= window.first)
