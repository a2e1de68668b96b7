"""How long a certificate lasts, which status changes are accepted and from when."""

from datetime import date

import pytest

from certificates.lifecycle import Status, StatusChange, Window
from registry.errors import Invalid, NotNow
from registry.issuance.rules import check_change, check_reissue, last_day, normal_number

WINDOW = Window(date(2026, 3, 2), date(2029, 3, 1))
TODAY = date(2026, 6, 1)


def change(status: Status, on: date = TODAY, reason: str = "under-inquiry", document: str = "") -> StatusChange:
    return StatusChange(status, on, reason, document)


def revocation(on: date = TODAY, document: str = "黔商发〔2026〕9号") -> StatusChange:
    return change(Status.REVOKED, on, "false-material", document)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" gm-520000-2026-0001 ", "GM-520000-2026-0001"),
        ("ＧＭ－520000－2026－0001", "GM-520000-2026-0001"),
        ("GM-520000\n-2026-0001", "GM-520000-2026-0001"),
        ("x" * 10_000, "X" * 120),
    ],
)
def test_a_number_is_read_however_it_was_copied(typed, stored):
    assert normal_number(typed) == stored


@pytest.mark.parametrize(
    ("first", "years", "last"),
    [
        (date(2026, 3, 2), 3, date(2029, 3, 1)),
        (date(2026, 1, 1), 3, date(2028, 12, 31)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2025, 3, 1), 3, date(2028, 2, 29)),
    ],
)
def test_the_last_day_is_the_one_before_the_anniversary(first, years, last):
    assert last_day(first, years) == last


def test_a_suspension_may_begin_today_or_later():
    check_change(WINDOW, [], change(Status.SUSPENDED), TODAY)
    check_change(WINDOW, [], change(Status.SUSPENDED, date(2026, 7, 1)), TODAY)


def test_nothing_happens_before_the_first_day():
    with pytest.raises(Invalid) as caught:
        check_change(WINDOW, [], revocation(date(2026, 3, 1)), TODAY)
    assert caught.value.code == "status-before-issue"


def test_a_suspension_is_never_backdated():
    with pytest.raises(Invalid) as caught:
        check_change(WINDOW, [], change(Status.SUSPENDED, date(2026, 5, 31)), TODAY)
    assert caught.value.code == "status-backdated"


def test_a_revocation_may_reach_back_to_the_first_day_with_a_document():
    check_change(WINDOW, [], revocation(WINDOW.first), TODAY)
    with pytest.raises(Invalid) as caught:
        check_change(WINDOW, [], revocation(WINDOW.first, document=""), TODAY)
    assert caught.value.code == "status-without-document"


def test_a_revocation_goes_before_a_planned_suspension():
    planned = [change(Status.SUSPENDED, date(2026, 7, 1))]
    check_change(WINDOW, planned, revocation(), TODAY)


def test_a_suspension_does_not_go_before_a_planned_one():
    planned = [change(Status.SUSPENDED, date(2026, 7, 1))]
    with pytest.raises(Invalid) as caught:
        check_change(WINDOW, planned, change(Status.SUSPENDED), TODAY)
    assert caught.value.code == "status-out-of-order"


def test_what_is_revoked_stays_revoked():
    with pytest.raises(NotNow) as caught:
        check_change(WINDOW, [revocation()], change(Status.VALID, TODAY, "cleared"), TODAY)
    assert caught.value.code == "status-not-allowed"


def test_the_reason_must_fit_the_step():
    with pytest.raises(Invalid) as caught:
        check_change(WINDOW, [], change(Status.SUSPENDED, TODAY, "cleared"), TODAY)
    assert caught.value.code == "status-reason"
    assert "under-inquiry" in str(caught.value)


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.REVOKED, Status.CANCELLED])
def test_nothing_is_planned_for_days_after_the_last(status):
    """A slip of the pen in the year would leave the certificate valid to its end, and everybody thinking otherwise."""
    reason = {Status.SUSPENDED: "under-inquiry", Status.REVOKED: "false-material", Status.CANCELLED: "holder-request"}[
        status
    ]
    late = StatusChange(status, date(2206, 6, 1), reason, "黔商发〔2026〕9号")
    with pytest.raises(Invalid) as caught:
        check_change(WINDOW, [], late, TODAY)
    assert caught.value.code == "status-after-end"


def test_what_has_run_out_can_still_be_revoked_today_and_what_never_ends_at_any_time():
    after = date(2030, 1, 1)
    check_change(WINDOW, [], revocation(after), after)
    check_change(Window(WINDOW.first), [], revocation(after), TODAY)


def test_what_is_valid_is_issued_anew():
    check_reissue(WINDOW, [], TODAY)


def test_a_new_document_lifts_no_suspension_and_revives_nothing():
    suspended = [change(Status.SUSPENDED, date(2026, 5, 1))]
    for history, day in ((suspended, TODAY), ([revocation()], TODAY), ([], date(2029, 3, 2)), ([], date(2026, 3, 1))):
        with pytest.raises(NotNow) as caught:
            check_reissue(WINDOW, history, day)
        assert caught.value.code == "reissue-not-valid"


def test_a_planned_change_is_settled_before_a_new_document():
    with pytest.raises(NotNow) as caught:
        check_reissue(WINDOW, [change(Status.SUSPENDED, date(2026, 7, 1))], TODAY)
    assert caught.value.code == "reissue-planned"
