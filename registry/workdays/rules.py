"""Counting days, pure: working days by the official arrangement, deadlines, and windows that a scheme prescribes.

The arrangement itself is data: rows of `models.py`, loaded by `queries.calendar_for`. Which window a scheme
prescribes is the scheme's own, with its citation.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from registry.errors import Invalid, NotNow

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years on file, and the days in them that differ from Monday-to-Friday (True: worked, False: a holiday)."""

    years: frozenset[int]
    exceptions: Mapping[date, bool]

    def is_working(self, day: date) -> bool:
        """Whether bureaus work on this day. Raises NotNow `calendar-year-missing` rather than guess."""
        if day.year not in self.years:
            raise NotNow(
                "calendar-year-missing",
                "The official arrangement of holidays for {year} is not on file, so working days cannot be counted.",
                hint="Import the yearly notice of the State Council's General Office as soon as it is published.",
                year=day.year,
            )
        return self.exceptions.get(day, day.weekday() < SATURDAY)


class Unit(StrEnum):
    """What a rule counts: days on which bureaus work, or every day."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class WindowRule:
    """How long a window stays open, at least.

    `count_first_day`: the Civil Code (民法典, article 201) leaves the opening day out of a period and counts from the
    day after; bureaus that publish a notice commonly count the opening day. So it is part of each scheme's rule, and
    `citation` says where the scheme has it from.
    """

    count: int
    unit: Unit
    count_first_day: bool
    citation: str

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"a window of {self.count} days is none")


def counts(day: date, unit: Unit, calendar: Calendar) -> bool:
    """Whether a day counts under this unit. Calendar days never ask the calendar."""
    return unit is Unit.CALENDAR or calendar.is_working(day)


def notice_window(opens_on: date, rule: WindowRule, calendar: Calendar) -> date:
    """The last day, included, of the shortest window that satisfies the rule when it opens on `opens_on`.

    Raises NotNow `calendar-year-missing` if the window reaches a year without arrangement.
    """
    day = opens_on if rule.count_first_day else opens_on + ONE_DAY
    left = rule.count
    while True:
        left -= counts(day, rule.unit, calendar)
        if left == 0:
            return day
        day += ONE_DAY


def days_counted(opens_on: date, closes_on: date, rule: WindowRule, calendar: Calendar) -> int:
    """How many days a stated window (both ends included) has under the rule; 0 for one that ends before it opens."""
    first = opens_on if rule.count_first_day else opens_on + ONE_DAY
    return sum(counts(day, rule.unit, calendar) for day in _days(first, closes_on))


def add_working_days(start: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `start`, for a deadline; `start` itself is not counted (民法典, article 201).

    `count` 0 gives `start`. Raises ValueError below 0, NotNow `calendar-year-missing`.
    """
    if count < 0:
        raise ValueError(f"cannot add {count} working days")
    day = start
    while count:
        day += ONE_DAY
        count -= calendar.is_working(day)
    return day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is past, so that it shows as overdue."""
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(calendar.is_working(day) for day in _days(start + ONE_DAY, end))


def months_later(day: date, months: int) -> date:
    """The same day so many months later (negative: earlier), or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that an arrangement names: worked or off, and what it is called."""

    day: date
    working: bool
    name_zh: str = ""
    name_en: str = ""


_KINDS = {"working": True, "work": True, "班": True, "上班": True, "off": False, "holiday": False, "休": False}


def read_day(cells: Mapping[str, str], row: int, year: int) -> DayRow:
    """One row of an imported arrangement: columns day (2026-01-01), kind (working or off, 班 or 休), name_zh, name_en.

    Raises Invalid `calendar-row` naming row and column; a day of another year is refused too.
    """
    values = {column: (cells.get(column) or "").strip() for column in ("day", "kind", "name_zh", "name_en")}
    column = "day"
    try:
        day = date.fromisoformat(values[column])
        if day.year != year:
            raise ValueError(values[column])  # noqa: TRY301 - told to the person below, like every other fault
        column = "kind"
        working = _KINDS[values[column].casefold()]
    except (ValueError, KeyError):
        raise Invalid(
            "calendar-row",
            "Row {row}: the column {column} cannot be read.",
            hint="Days look like {year}-01-01 and lie in {year}; the kind is working or off (班 or 休).",
            field=column,
            row=row,
            column=column,
            year=year,
        ) from None
    return DayRow(day, working, values["name_zh"][:40], values["name_en"][:60])


def check_arrangement(year: int, days: Iterable[DayRow]) -> list[DayRow]:
    """An arrangement's days in order. Raises Invalid `calendar-repeats` for a day named twice, `calendar-empty` for none.

    Every arrangement names at least its holidays, so an empty one is a mistake, not a year of plain weeks.
    """
    ordered = sorted(days, key=lambda row: row.day)
    if not any(not row.working for row in ordered):
        raise Invalid(
            "calendar-empty",
            "The arrangement for {year} names no holiday.",
            hint="Check that the right file was chosen.",
            year=year,
        )
    for earlier, later in pairwise(ordered):
        if earlier.day == later.day:
            raise Invalid(
                "calendar-repeats",
                "The day {day} stands in the list twice.",
                hint="Keep one of the two rows.",
                day=later.day.isoformat(),
            )
    return ordered
