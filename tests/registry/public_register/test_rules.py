"""A life in periods, what is found by what, what a published row may say."""

from datetime import date

import pytest

from certificates.lifecycle import Status, StatusChange, Window
from registry.errors import Invalid
from registry.public_register.rules import (
    EntryStatus,
    Version,
    import_key,
    periods_of,
    periods_of_life,
    read_level,
    read_year,
    search_key,
    search_text,
    words_of,
)

FIRST = date(2026, 3, 2)
WINDOW = Window(FIRST, date(2029, 3, 1))
S = EntryStatus


def life(*changes: StatusChange, window: Window = WINDOW, first: date = FIRST):
    return [(each.status, each.from_on, each.until_on) for each in periods_of(window, changes, first)]


def test_a_quiet_life_ends_with_its_window():
    assert life() == [(S.VALID, FIRST, date(2029, 3, 1)), (S.EXPIRED, date(2029, 3, 2), None)]


def test_without_an_end_it_goes_on():
    assert life(window=Window(FIRST)) == [(S.VALID, FIRST, None)]


def test_a_suspension_and_its_end():
    changes = (
        StatusChange(Status.SUSPENDED, date(2026, 5, 1), "under-inquiry"),
        StatusChange(Status.VALID, date(2026, 6, 1), "cleared"),
    )
    assert life(*changes) == [
        (S.VALID, FIRST, date(2026, 4, 30)),
        (S.SUSPENDED, date(2026, 5, 1), date(2026, 5, 31)),
        (S.VALID, date(2026, 6, 1), date(2029, 3, 1)),
        (S.EXPIRED, date(2029, 3, 2), None),
    ]


def test_a_revocation_is_for_ever_and_makes_later_plans_idle():
    changes = (
        StatusChange(Status.SUSPENDED, date(2026, 7, 1), "under-inquiry"),
        StatusChange(Status.REVOKED, date(2026, 6, 1), "false-material"),
    )
    assert life(*changes) == [(S.VALID, FIRST, date(2026, 5, 31)), (S.REVOKED, date(2026, 6, 1), None)]


def test_a_revocation_from_the_first_day_leaves_nothing_valid():
    assert life(StatusChange(Status.REVOKED, FIRST, "issued-in-error")) == [(S.REVOKED, FIRST, None)]


def test_it_may_be_listed_before_it_begins():
    assert life(first=date(2026, 3, 1))[0] == (S.NOT_YET_VALID, date(2026, 3, 1), date(2026, 3, 1))


def test_what_a_newer_version_ends_is_no_event_of_the_number():
    first, second = date(2026, 3, 2), date(2026, 6, 1)
    replaced = StatusChange(Status.SUPERSEDED, second, "misprint", "1号")
    before = Version(Window(first, date(2029, 3, 1)), (replaced,), first)
    after = Version(Window(second, date(2029, 3, 1)), (), second)
    assert [(each.status, each.from_on, each.until_on) for each in periods_of_life([before, after])] == [
        (S.VALID, first, date(2029, 3, 1)),
        (S.EXPIRED, date(2029, 3, 2), None),
    ]
    assert [each.status for each in periods_of_life([before])] == [S.VALID, S.SUPERSEDED]
    same_day = Version(Window(first, date(2029, 3, 1)), (), first)
    assert periods_of_life([before, same_day])[0].from_on == first
    assert len(periods_of_life([before, same_day])) == 2


def test_a_suspension_of_an_earlier_version_stays_in_the_history_of_the_number():
    first, second = date(2026, 3, 2), date(2026, 6, 1)
    history = (
        StatusChange(Status.SUSPENDED, date(2026, 4, 1), "under-inquiry"),
        StatusChange(Status.VALID, date(2026, 4, 15), "cleared"),
        StatusChange(Status.SUPERSEDED, second, "misprint", "1号"),
    )
    versions = [Version(Window(first), history, first), Version(Window(second), (), second)]
    assert [(each.status, each.from_on) for each in periods_of_life(versions)] == [
        (S.VALID, first),
        (S.SUSPENDED, date(2026, 4, 1)),
        (S.VALID, date(2026, 4, 15)),
        (S.VALID, second),
    ]


def test_names_are_compared_without_width_and_case():
    assert search_key("  ＩＡＰＭ　商场 ") == "iapm 商场"
    assert search_text("环贸iapm商场", "", "某公司") == "环贸iapm商场\n某公司"


def test_every_word_counts_up_to_eight():
    assert words_of("万达  IAPM") == ("万达", "iapm")
    assert words_of("") == ()
    assert words_of("\0万\x1b达") == ("万", "达")
    assert len(words_of("a b c d e f g h i j")) == 8


def test_a_search_too_long_is_refused():
    with pytest.raises(Invalid) as caught:
        words_of("x" * 101)
    assert caught.value.code == "search-too-long"


@pytest.mark.parametrize(
    ("text", "level", "publicity"),
    [
        ("P", "provincial", False),
        ("n", "national", False),
        (" P (publicity)", "provincial", True),
        ("Ｐ（公示）", "provincial", True),
        ("市级", "municipal", False),
    ],
)
def test_levels(text, level, publicity):
    assert read_level(text) == (level, publicity)


@pytest.mark.parametrize("text", ["", "X", "P?", "(publicity)", "P (draft)"])
def test_wrong_levels(text):
    with pytest.raises(Invalid) as caught:
        read_level(text)
    assert caught.value.field == "level"


@pytest.mark.parametrize(("text", "year"), [("2021", 2021), (" 2021年", 2021), ("２０２１", 2021), ("2021.0", 2021)])
def test_years(text, year):
    assert read_year(text, 2026) == year


@pytest.mark.parametrize("text", ["", "2015", "2027", "21", "-2021", "20211", "二〇二一", "2²1"])
def test_wrong_years(text):
    with pytest.raises(Invalid) as caught:
        read_year(text, 2026)
    assert caught.value.field == "year"


def test_the_same_mall_has_the_same_key_however_written():
    assert import_key("310000", 2021, "provincial", "环贸IAPM 商场") == import_key(
        "310000", 2021, "provincial", "环贸ｉａｐｍ  商场"
    )
    assert import_key("310000", 2021, "provincial", "甲") != import_key("310000", 2022, "provincial", "甲")
