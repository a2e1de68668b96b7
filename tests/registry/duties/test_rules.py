"""Re-checks of a certificate's life, when it may be renewed, and what is to be reminded of when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.lifecycle import Status, Window
from registry.duties.rules import (
    Due,
    DutyState,
    Found,
    Kind,
    Result,
    Stated,
    check_renewable,
    check_result,
    duties,
    reminders,
    renewable_from,
)
from registry.duties.terms import in_force
from registry.errors import Invalid, NotNow
from registry.issuance import renewing

WINDOW = Window(date(2026, 3, 2), date(2029, 3, 1))
TERMS = in_force("green-mall", "520102", WINDOW.first)
RENEWING = renewing.in_force("green-mall", "520102", WINDOW.first)
FIRST, SECOND = date(2027, 3, 2), date(2028, 3, 2)
S = DutyState


def due(day, count):
    """Every day is worked, which keeps the sums simple; nothing is known from 2028 on."""
    return day + timedelta(days=count) if day.year < 2028 else None


def life(on, *results, ended_on=None, window=WINDOW, terms=TERMS):
    return duties(window, terms, results, on=on, ended_on=ended_on, due=due)


def states(*args, **more):
    return [each.state for each in life(*args, **more)]


def test_there_is_one_every_year_but_none_on_the_last_days():
    made = life(date(2026, 3, 2))
    assert [(each.number, each.opens_on, each.due_on, each.state) for each in made] == [
        (1, FIRST, date(2027, 3, 22), S.AHEAD),
        (2, SECOND, None, S.AHEAD),
    ]
    assert not any(each.waiting or each.late for each in made)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2027, 3, 1), S.AHEAD),
        (date(2027, 3, 2), S.OPEN),
        (date(2027, 3, 22), S.OPEN),
        (date(2027, 3, 23), S.OVERDUE),
    ],
)
def test_its_day_opens_it_and_working_days_make_it_late(on, state):
    assert states(on)[0] is state


def test_without_a_calendar_nothing_is_called_late():
    assert states(date(2029, 1, 1), Found(1, Result.PASSED, FIRST)) == [S.PASSED, S.OPEN]


def test_what_was_found_says_how_it_goes_on():
    mend = Found(1, Result.MEND, FIRST, date(2027, 4, 30))
    assert states(date(2027, 4, 30), mend)[0] is S.MENDING
    late = life(date(2027, 5, 1), mend)[0]
    assert (late.state, late.due_on, late.waiting, late.late) == (S.MEND_OVERDUE, date(2027, 4, 30), True, True)
    assert states(date(2027, 5, 2), mend, Found(1, Result.PASSED, date(2027, 5, 1)))[0] is S.PASSED
    assert states(date(2027, 5, 2), mend, Found(1, Result.SUSPEND, date(2027, 5, 1)))[0] is S.SUSPENSION


def test_nobody_is_rechecked_after_the_end():
    passed = Found(1, Result.PASSED, FIRST)
    assert states(date(2027, 6, 1), passed, ended_on=date(2027, 5, 1)) == [S.PASSED]
    assert states(date(2027, 6, 1), ended_on=date(2027, 5, 1)) == []
    assert states(date(2027, 4, 1), ended_on=date(2027, 5, 1)) == [S.OVERDUE]


def test_nobody_is_rechecked_after_the_last_valid_day():
    assert states(WINDOW.last, Found(1, Result.PASSED, FIRST)) == [S.PASSED, S.OPEN]
    assert states(WINDOW.last + timedelta(days=1), Found(1, Result.PASSED, FIRST)) == [S.PASSED]


def test_where_nothing_is_set_or_no_end_is_stated_there_are_none():
    assert life(FIRST, terms=None) == ()
    assert life(FIRST, window=Window(WINDOW.first)) == ()


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_a_day_later_nothing_is_less_urgent(first, more):
    day = WINDOW.first + timedelta(days=first)
    order = [S.AHEAD, S.OPEN, S.OVERDUE]
    for before, after in zip(life(day), life(day + timedelta(days=more)), strict=False):
        assert order.index(after.state) >= order.index(before.state)


def stated(result=Result.PASSED, done_on=FIRST, mend_by=None, document="", remark=""):
    return Stated(result, done_on, mend_by, document, remark)


def checked(asked, today=date(2027, 3, 5), number=0):
    return check_result(life(today)[number], asked, lead_days=30, today=today)


def test_results_are_cleaned():
    assert checked(stated(remark=" 合格 ", mend_by=date(2027, 6, 1))) == stated(remark="合格")
    order = stated(Result.MEND, mend_by=date(2027, 4, 30), document=" 1号 ")
    assert checked(order).document_number == "1号"
    assert checked(stated(done_on=date(2027, 2, 10)), today=date(2027, 2, 10)).done_on == date(2027, 2, 10)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (stated(done_on=date(2027, 3, 6)), "recheck-day"),
        (stated(done_on=date(2027, 1, 1)), "recheck-day"),
        (stated(Result.MEND, document="1号"), "recheck-mend-by"),
        (stated(Result.MEND, mend_by=FIRST, document="1号"), "recheck-mend-by"),
        (stated(Result.MEND, mend_by=date(2027, 4, 1)), "recheck-document"),
        (stated(Result.SUSPEND), "recheck-document"),
    ],
)
def test_results_that_make_no_sense(asked, code):
    with pytest.raises(Invalid) as caught:
        checked(asked)
    assert caught.value.code == code


def test_results_at_the_wrong_time():
    for when in (
        lambda: checked(stated(), number=1),
        lambda: check_result(None, stated(), lead_days=30, today=FIRST),
    ):
        with pytest.raises(NotNow, match="recheck-not-due"):
            when()
    for result in (Result.PASSED, Result.SUSPEND):
        settled = life(FIRST, Found(1, result, FIRST))[0]
        with pytest.raises(NotNow, match="recheck-settled"):
            check_result(settled, stated(), lead_days=30, today=FIRST)


def test_renewal_opens_half_a_year_before_the_end():
    assert renewable_from(date(2029, 3, 1), RENEWING) == date(2028, 9, 1)
    check_renewable(WINDOW, Status.VALID, RENEWING, date(2028, 9, 1))
    check_renewable(WINDOW, Status.SUSPENDED, RENEWING, date(2028, 9, 1))
    for window, status, terms, code in (
        (WINDOW, Status.VALID, RENEWING, "renewal-early"),
        (WINDOW, Status.REVOKED, RENEWING, "renewal-ended"),
        (WINDOW, Status.VALID, None, "renewal-unknown"),
        (Window(WINDOW.first), Status.VALID, RENEWING, "renewal-unknown"),
    ):
        with pytest.raises(NotNow, match=code):
            check_renewable(window, status, terms, date(2028, 8, 31))


def test_reminders_follow_from_the_certificate_alone():
    found = reminders(WINDOW, RENEWING, TERMS, {1: date(2027, 4, 30)})
    last = WINDOW.last
    assert set(found) == {
        *(Due(Kind.EXPIRY, 0, last - timedelta(days=days), last) for days in (180, 90, 30)),
        *(Due(Kind.RECHECK, 1, FIRST - timedelta(days=days), FIRST) for days in (30, 7)),
        *(Due(Kind.RECHECK, 2, SECOND - timedelta(days=days), SECOND) for days in (30, 7)),
        Due(Kind.MEND, 1, date(2027, 4, 23), date(2027, 4, 30)),
    }
    assert reminders(WINDOW, None, None, {}) == ()
    assert reminders(Window(WINDOW.first), RENEWING, TERMS, {}) == ()
    short = Window(WINDOW.first, WINDOW.first + timedelta(days=100))
    assert [each.show_on for each in reminders(short, RENEWING, None, {})] == [
        short.last - timedelta(days=90),
        short.last - timedelta(days=30),
    ]
