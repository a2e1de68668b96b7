from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.lifecycle import (
    ALLOWED,
    FINAL,
    Status,
    StatusChange,
    Window,
    faults_of,
    label,
    leads_to,
    reasons,
    status_on,
    version_on,
)

WINDOW = Window(date(2026, 3, 18), date(2029, 3, 17))


def change(status, day, reason="under-inquiry"):
    return StatusChange(status, day, reason, "黔商发〔2027〕1号")


@pytest.mark.parametrize(
    ("day", "status", "reason"),
    [
        (date(2026, 3, 17), Status.NOT_YET_VALID, "before-window"),
        (date(2026, 3, 18), Status.VALID, "within-window"),
        (date(2029, 3, 17), Status.VALID, "within-window"),
        (date(2029, 3, 18), Status.EXPIRED, "after-window"),
    ],
)
def test_the_window_alone(day, status, reason):
    answer = status_on(WINDOW, [], day)
    assert (answer.status, answer.reason) == (status, reason)
    assert answer.valid == (status is Status.VALID)


def test_a_window_without_end_never_expires():
    assert status_on(Window(WINDOW.first), [], date(2999, 1, 1)).valid


def test_suspension_and_return():
    history = [
        change(Status.SUSPENDED, date(2027, 1, 1)),
        change(Status.VALID, date(2027, 2, 1), "cleared"),
    ]
    assert status_on(WINDOW, history, date(2026, 12, 31)).valid
    suspended = status_on(WINDOW, history, date(2027, 1, 1))
    assert (suspended.status, suspended.reason, suspended.since) == (
        Status.SUSPENDED,
        "under-inquiry",
        date(2027, 1, 1),
    )
    assert suspended.document == "黔商发〔2027〕1号"
    assert status_on(WINDOW, history, date(2027, 2, 1)).valid
    assert status_on(WINDOW, history, date(2030, 1, 1)).status is Status.EXPIRED


@pytest.mark.parametrize("final", sorted(FINAL))
def test_a_final_change_outlives_the_window(final):
    history = [change(final, date(2027, 1, 1), "issued-in-error")]
    assert status_on(WINDOW, history, date(2035, 1, 1)).status is final
    assert status_on(WINDOW, history, date(2026, 12, 31)).valid


def test_a_change_before_the_window_counts_from_its_first_day():
    early = [change(Status.SUSPENDED, date(2026, 1, 1))]
    assert status_on(WINDOW, early, date(2026, 2, 1)).status is Status.NOT_YET_VALID
    assert status_on(WINDOW, early, WINDOW.first).since == WINDOW.first


def test_changes_of_one_day_count_in_their_order():
    day = date(2027, 1, 1)
    history = [change(Status.SUSPENDED, day), change(Status.VALID, day, "cleared")]
    assert status_on(WINDOW, history, day).valid


@given(
    st.lists(st.tuples(st.sampled_from([Status.SUSPENDED, Status.VALID, *FINAL]), st.integers(0, 1500)), max_size=5),
    st.integers(-10, 1500),
)
def test_later_changes_never_rewrite_earlier_answers(changes, offset):
    day = WINDOW.first + timedelta(days=offset)
    history = [change(status, WINDOW.first + timedelta(days=days)) for status, days in changes]
    known = [one for one in history if one.effective_on <= day]
    assert status_on(WINDOW, history, day) == status_on(WINDOW, known, day)


DAYS = st.integers(-10, 1500).map(lambda days: WINDOW.first + timedelta(days=days))
CHANGES = st.lists(
    st.builds(change, st.sampled_from([Status.SUSPENDED, Status.VALID, *sorted(FINAL)]), DAYS), max_size=5
)


@given(CHANGES, DAYS, st.integers(0, 1500))
def test_what_is_ended_never_comes_back(changes, day, later):
    """Once revoked, cancelled or superseded it is so on every later day, whatever else was written."""
    answer = status_on(WINDOW, changes, day)
    if answer.status in FINAL:
        after = status_on(WINDOW, changes, day + timedelta(days=later))
        assert (after.status, after.since) == (answer.status, answer.since)


@given(CHANGES, DAYS)
def test_it_is_valid_only_within_its_days_and_since_when_is_one_of_them(changes, day):
    answer = status_on(WINDOW, changes, day)
    if answer.valid:
        assert WINDOW.first <= day <= WINDOW.last
    if answer.since is not None:
        assert answer.since <= day
        assert status_on(WINDOW, changes, answer.since).status is answer.status


@given(CHANGES)
def test_a_history_written_by_the_rules_changes_status_with_every_line(changes):
    """Whatever is tried, lines that were accepted one after the other each turn the status into what they say."""
    history = []
    for each in changes:
        step = StatusChange(each.status, each.effective_on, FITTING[each.status], each.document)
        if not faults_of(WINDOW, history, step):
            assert status_on(WINDOW, history, step.effective_on).status is not step.status
            history.append(step)
            within = WINDOW.first <= step.effective_on <= WINDOW.last
            assert not within or status_on(WINDOW, history, step.effective_on).status is step.status


FITTING = {
    Status.SUSPENDED: "under-inquiry",
    Status.VALID: "cleared",
    Status.REVOKED: "false-material",
    Status.CANCELLED: "holder-request",
    Status.SUPERSEDED: "misprint",
}


def test_every_status_is_reached():
    day = date(2027, 1, 1)
    reached = {status_on(WINDOW, [change(status, day)], day).status for status in FITTING}
    reached |= {status_on(WINDOW, [], WINDOW.first - timedelta(days=1)).status, status_on(WINDOW, [], date.max).status}
    assert reached == set(Status)


def test_a_reissue_counts_from_the_day_it_was_issued():
    window = Window.of(valid_from=WINDOW.first, issued_on=date(2027, 1, 1), valid_until=WINDOW.last)
    assert (window.first, window.last) == (date(2027, 1, 1), WINDOW.last)
    assert Window.of(valid_from=WINDOW.first, issued_on=WINDOW.first, valid_until=None) == Window(WINDOW.first)


def test_a_day_belongs_to_the_last_version_issued_by_then():
    issued = [date(2026, 3, 2), date(2026, 6, 1), date(2026, 6, 1), date(2027, 1, 1)]
    days = (date(2026, 1, 1), date(2026, 3, 2), date(2026, 6, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [version_on(issued, day) for day in days] == [0, 0, 2, 2, 3]


def test_what_may_follow_what():
    suspend = change(Status.SUSPENDED, date(2027, 1, 1))
    assert faults_of(WINDOW, [], suspend) == ()
    assert faults_of(WINDOW, [suspend], change(Status.REVOKED, date(2027, 1, 2), "false-material")) == ()
    codes = [one.code for one in faults_of(WINDOW, [suspend], change(Status.SUSPENDED, date(2027, 1, 2)))]
    assert codes == ["transition-not-allowed"]
    revoked = change(Status.REVOKED, date(2027, 1, 2), "false-material")
    later = [one.code for one in faults_of(WINDOW, [revoked], change(Status.VALID, date(2027, 1, 1), "cleared"))]
    assert later[0] == "change-out-of-order"
    assert [one.code for one in faults_of(WINDOW, [], change(Status.REVOKED, date(2027, 1, 1)))] == ["reason-unfit"]
    assert [one.code for one in faults_of(WINDOW, [], change(Status.REVOKED, date(2027, 1, 1), "?"))] == [
        "reason-unfit"
    ]


def test_every_status_and_reason_has_words_and_every_reason_leads_somewhere_reachable():
    reachable = set().union(*ALLOWED.values())
    for status in Status:
        assert {"zh", "en", "elicence"} == set(label(status))
    for code, words in reasons().items():
        assert words["zh"]
        assert words["en"]
        assert leads_to(code) <= reachable
        assert leads_to(code)
