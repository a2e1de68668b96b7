"""The law of publishing editions."""

from datetime import date

import pytest

from registry.editions import rules
from registry.editions.rules import DraftState
from registry.errors import Invalid, NotNow
from registry.identifiers import new_id

DAY = date(2026, 3, 2)


def test_a_name_says_where_and_from_when():
    assert rules.edition_name("520000", date(2026, 4, 1)) == "520000-2026-04-01"
    assert rules.edition_name("520000", None) == "520000-draft"


def test_only_provinces_issue():
    rules.check_issuer("520000")
    for place in ("000000", "520100", "520102"):
        with pytest.raises(Invalid, match="edition-issuer"):
            rules.check_issuer(place)


@pytest.mark.parametrize("state", list(DraftState))
def test_what_may_be_done_in_which_state(state):
    if state is DraftState.OPEN:
        rules.check_open(state)
    else:
        with pytest.raises(NotNow, match="draft-closed"):
            rules.check_open(state)
    if state is DraftState.PROPOSED:
        rules.check_proposed(state)
    else:
        with pytest.raises(NotNow, match="draft-not-proposed"):
            rules.check_proposed(state)


def test_two_pairs_of_eyes():
    one = new_id()
    rules.check_second_pair({one, new_id()}, new_id())
    with pytest.raises(NotNow, match="own-edition"):
        rules.check_second_pair({new_id(), one}, one)


@pytest.mark.parametrize(("errors", "failing", "code"), [(1, 0, "draft-incomplete"), (0, 2, "draft-cases-fail")])
def test_nothing_unfinished_becomes_law(errors, failing, code):
    with pytest.raises(NotNow, match=code):
        rules.check_complete(errors=errors, failing=failing)
    rules.check_complete(errors=0, failing=0)


@pytest.mark.parametrize(
    ("first", "newest", "code"),
    [
        (date(2026, 3, 1), None, "edition-in-the-past"),
        (date(2026, 5, 1), date(2026, 5, 1), "edition-overlaps"),
        (date(2026, 5, 1), date(2026, 6, 1), "edition-overlaps"),
    ],
)
def test_no_edition_reaches_back(first, newest, code):
    with pytest.raises(Invalid, match=code):
        rules.check_first_day(first, on=DAY, newest=newest)


def test_today_and_later_will_do():
    rules.check_first_day(DAY, on=DAY, newest=None)
    rules.check_first_day(date(2026, 5, 2), on=DAY, newest=date(2026, 5, 1))


def test_texts():
    assert rules.clean_number(" 黔商发〔2026〕1号 ") == "黔商发〔2026〕1号"
    assert rules.clean_reason("改\n日期") == "改\n日期"
    with pytest.raises(Invalid, match="document-number-missing"):
        rules.clean_number("")
    with pytest.raises(Invalid, match="draft-remark-missing"):
        rules.clean_reason(" ")
