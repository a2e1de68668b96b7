"""Counting days: by hand against real arrangements, and properties that hold for any."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import Invalid, NotNow
from registry.workdays.rules import (
    Calendar,
    DayRow,
    Unit,
    WindowRule,
    add_working_days,
    check_arrangement,
    days_counted,
    months_later,
    notice_window,
    read_day,
    working_days_between,
)
from registry.workdays.seed import seed_years

REAL = Calendar(
    years=frozenset(seed_years()), exceptions={row.day: row.working for rows in seed_years().values() for row in rows}
)
FIVE_WORKING = WindowRule(5, Unit.WORKING, count_first_day=True, citation="test")
SEVEN_DAYS = WindowRule(7, Unit.CALENDAR, count_first_day=True, citation="test")
CIVIL_FIVE = WindowRule(5, Unit.WORKING, count_first_day=False, citation="民法典 第二百零一条")

days = st.dates(date(2004, 2, 1), date(2026, 6, 30))
rules = st.builds(
    WindowRule,
    count=st.integers(1, 40),
    unit=st.sampled_from(Unit),
    count_first_day=st.booleans(),
    citation=st.just("test"),
)


def test_a_published_window_that_was_too_short():
    """15 to 20 December 2022 was announced as five working days."""
    assert days_counted(date(2022, 12, 15), date(2022, 12, 20), FIVE_WORKING, REAL) == 4
    assert notice_window(date(2022, 12, 15), FIVE_WORKING, REAL) == date(2022, 12, 21)
    assert notice_window(date(2022, 12, 15), CIVIL_FIVE, REAL) == date(2022, 12, 22)


def test_a_window_over_the_national_day_holiday():
    """1 to 8 October 2025 were off; Sunday 28 September and Saturday 11 October were worked."""
    assert notice_window(date(2025, 9, 28), FIVE_WORKING, REAL) == date(2025, 10, 10)
    assert add_working_days(date(2025, 9, 30), 3, REAL) == date(2025, 10, 11)
    assert working_days_between(date(2025, 9, 27), date(2025, 10, 11), REAL) == 6


def test_calendar_days_need_no_calendar():
    nothing = Calendar(frozenset(), {})
    assert notice_window(date(2030, 1, 1), SEVEN_DAYS, nothing) == date(2030, 1, 7)
    assert days_counted(date(2030, 1, 1), date(2030, 1, 7), SEVEN_DAYS, nothing) == 7


def test_a_window_that_ends_before_it_opens_has_no_days():
    assert days_counted(date(2022, 5, 10), date(2022, 5, 1), SEVEN_DAYS, REAL) == 0


@pytest.mark.parametrize(
    "count",
    [
        lambda: add_working_days(date(2026, 12, 30), 5, REAL),
        lambda: notice_window(date(2026, 12, 30), FIVE_WORKING, REAL),
        lambda: working_days_between(date(2003, 12, 1), date(2004, 1, 9), REAL),
    ],
)
def test_a_year_without_arrangement_is_an_error_not_a_guess(count):
    with pytest.raises(NotNow, match="calendar-year-missing"):
        count()


@given(days, rules)
def test_a_window_holds_exactly_its_days_and_one_day_less_does_not(opens_on, rule):
    closes_on = notice_window(opens_on, rule, REAL)
    assert days_counted(opens_on, closes_on, rule, REAL) == rule.count
    assert days_counted(opens_on, closes_on - timedelta(days=1), rule, REAL) == rule.count - 1


@given(days, st.integers(0, 60))
def test_adding_and_counting_agree(start, count):
    end = add_working_days(start, count, REAL)
    assert working_days_between(start, end, REAL) == count
    assert count == 0 or REAL.is_working(end)


@given(days, days)
def test_counting_back_is_counting_forward_negated(start, end):
    assert working_days_between(start, end, REAL) == -working_days_between(end, start, REAL)


@given(days, st.integers(0, 30), st.integers(0, 30))
def test_adding_twice_is_adding_the_sum(start, first, second):
    twice = add_working_days(add_working_days(start, first, REAL), second, REAL)
    assert twice == add_working_days(start, first + second, REAL)


def test_senseless_counts_are_refused():
    with pytest.raises(ValueError, match="-1"):
        add_working_days(date(2025, 1, 1), -1, REAL)
    with pytest.raises(ValueError, match="0 days"):
        WindowRule(0, Unit.WORKING, count_first_day=True, citation="test")


def test_a_row_is_read():
    cells = {"day": "2027-01-01", "kind": "休", "name_zh": "元旦", "name_en": None}
    assert read_day(cells, 2, 2027) == DayRow(date(2027, 1, 1), working=False, name_zh="元旦")
    assert read_day({"day": "2027-01-03", "kind": "Working"}, 3, 2027).working


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"day": "1.1.2027", "kind": "off"}, "day"),
        ({"day": "2026-01-01", "kind": "off"}, "day"),
        ({"day": "2027-01-01", "kind": "perhaps"}, "kind"),
        ({"day": "2027-01-01"}, "kind"),
    ],
)
def test_a_bad_row_names_its_row_and_column(cells, column):
    with pytest.raises(Invalid) as told:
        read_day(cells, 9, 2027)
    assert (told.value.code, told.value.field, told.value.context["row"]) == ("calendar-row", column, 9)


def test_an_arrangement_is_ordered_and_checked():
    off, work = DayRow(date(2027, 1, 2), working=False), DayRow(date(2027, 1, 1), working=True)
    assert check_arrangement(2027, [off, work]) == [work, off]
    with pytest.raises(Invalid, match="calendar-repeats"):
        check_arrangement(2027, [off, off])
    with pytest.raises(Invalid, match="calendar-empty"):
        check_arrangement(2027, [work])


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 2), 24, date(2028, 3, 2)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, then):
    assert months_later(day, months) == then
