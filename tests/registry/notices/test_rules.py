"""The law of public notice. Windows are judged by the cases of `tests/cases/notices/`, one file per notice."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from registry.errors import Invalid, InvalidMany, LvceError, NotNow
from registry.notices.rules import (
    ObjectionOutcome,
    check_answer,
    check_items,
    check_objection,
    check_objection_day,
    check_opening,
    check_passed,
    check_still_standing,
    check_token,
    check_unanswered,
    check_window,
    clean_titles,
    not_reviewed,
    one_notice,
    rule_parts,
    rule_text,
)
from registry.workdays.rules import Calendar, Unit, WindowRule
from registry.workdays.seed import seed_years

CASES = sorted((Path(__file__).parents[2] / "cases" / "notices").glob("*.toml"))
YEARS = seed_years()
CALENDAR = Calendar(
    years=frozenset(YEARS), exceptions={row.day: row.working for days in YEARS.values() for row in days}
)
FIVE = WindowRule(5, Unit.WORKING, count_first_day=True, citation="a test")
JUNE = date(2023, 6, 5)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_case(path):
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    notice, expect = case["notice"], case["expect"]
    rule = WindowRule(case["rule"]["days"], Unit(case["rule"]["unit"]), case["rule"]["count_first_day"], "a test")

    def judged(opens_on, closes_on, on):
        return check_window(rule, CALENDAR, opens_on=opens_on, closes_on=closes_on, on=on, longest_days=60)

    if "refused" not in expect:
        assert judged(notice["opens_on"], notice.get("closes_on"), notice["dated"]) == expect["closes_on"]
        return
    with pytest.raises(LvceError) as refused:
        judged(notice["opens_on"], notice.get("closes_on"), notice["dated"])
    error = refused.value
    assert error.code == expect["refused"]
    for name in ("holds", "earliest_open", "earliest_close"):
        if name in expect:
            assert error.context[name] == expect[name], name
    assert str(error), "every placeholder has its value"
    if "earliest_close" in expect:
        opens_on = expect.get("earliest_open", notice["opens_on"])
        assert judged(opens_on, expect["earliest_close"], notice["dated"]) == expect["earliest_close"]


def test_the_three_faulty_notices_are_among_the_cases():
    assert {"xinjiang_2022", "shanxi_2023", "shanghai_late"} <= {path.stem for path in CASES}


def test_a_window_of_months_is_a_slip():
    with pytest.raises(Invalid, match="notice-long"):
        check_window(FIVE, CALENDAR, opens_on=JUNE, closes_on=date(2023, 9, 9), on=JUNE, longest_days=60)


def test_a_longer_window_than_needed_is_right():
    closes_on = date(2023, 6, 18)
    assert check_window(FIVE, CALENDAR, opens_on=JUNE, closes_on=closes_on, on=JUNE, longest_days=60) == closes_on


def test_a_notice_is_not_prepared_years_ahead():
    check_opening(date(2024, 6, 5), on=JUNE)
    with pytest.raises(Invalid, match="notice-far"):
        check_opening(date(2032, 6, 5), on=JUNE)


def test_titles():
    assert clean_titles(" 公示 ", "", " 1 ") == ("公示", "公示", "1")
    assert clean_titles("公示", "Notice", "") == ("公示", "Notice", "")
    with pytest.raises(Invalid, match="notice-title-missing"):
        clean_titles(" ", "Notice", "")


def test_how_many_stand_in_a_notice():
    check_items(1)
    with pytest.raises(Invalid, match="notice-empty"):
        check_items(0)
    with pytest.raises(Invalid, match="notice-crowded"):
        check_items(501)


def test_one_scheme_and_one_province():
    assert one_notice(schemes=["green-mall"] * 2, place_codes=["520103", "520300"]) == ("green-mall", "520000")
    with pytest.raises(Invalid, match="notice-mixed"):
        one_notice(schemes=["green-mall"] * 2, place_codes=["520103", "510100"])


def test_only_what_passed_stands_in_a_notice():
    check_passed(passed=True, site_name="甲")
    with pytest.raises(NotNow, match="notice-not-passed"):
        check_passed(passed=False, site_name="甲")
    assert not_reviewed().code == "notice-not-reviewed"


GOOD = {
    "name": " 张三 ",
    "contact": "0851-12345678",
    "text": "地下一层没有分类垃圾桶，有照片",
    "criterion": "X601",
    "criteria": {"X601"},
}


def test_a_complete_objection():
    assert check_objection(**GOOD) == ("张三", "0851-12345678", "地下一层没有分类垃圾桶，有照片", "X601")
    assert check_objection(**(GOOD | {"criterion": ""}))[3] == ""


def test_every_fault_of_an_objection_is_named():
    with pytest.raises(InvalidMany) as refused:
        check_objection(name="张", contact="1", text="不同意", criterion="X999", criteria={"X601"})
    assert [fault.code for fault in refused.value.faults] == [
        "objection-name",
        "objection-contact",
        "objection-text",
        "objection-criterion",
    ]


def test_text_with_tricks_is_named_once():
    with pytest.raises(InvalidMany) as refused:
        check_objection(name="张\u202e", contact="\u200b", text="字" * 5001, criterion="\x00", criteria=())
    assert [(fault.code, fault.field) for fault in refused.value.faults] == [
        ("text-direction", "name"),
        ("text-invisible", "contact"),
        ("text-too-long", "text"),
        ("text-control", "criterion"),
    ]


def test_tokens():
    assert check_token("a" * 16)
    for token in ("", "short", "a" * 65, "with space in the token"):
        with pytest.raises(Invalid, match="form-token"):
            check_token(token)


def test_objections_are_taken_on_both_ends_of_the_window():
    window = {"opens_on": JUNE, "closes_on": date(2023, 6, 9)}
    check_objection_day(**window, on=JUNE)
    check_objection_day(**window, on=date(2023, 6, 9))
    with pytest.raises(NotNow, match="objection-early"):
        check_objection_day(**window, on=date(2023, 6, 4))
    with pytest.raises(NotNow, match="objection-late"):
        check_objection_day(**window, on=date(2023, 6, 10))


def test_what_left_the_notice_takes_no_objection():
    check_still_standing(left_on=None)
    with pytest.raises(NotNow, match="objection-item-left"):
        check_still_standing(left_on=JUNE)


def test_an_answer_says_something_and_comes_once():
    assert check_answer(" 经现场核查，分类容器齐全。 ") == "经现场核查，分类容器齐全。"
    with pytest.raises(Invalid, match="objection-answer"):
        check_answer("已核实")
    check_unanswered(None)
    with pytest.raises(NotNow, match="objection-answered"):
        check_unanswered(ObjectionOutcome.REJECTED)


@pytest.mark.parametrize("first", [True, False])
def test_the_rule_can_be_read_back(first):
    rule = WindowRule(15, Unit.CALENDAR, count_first_day=first, citation="")
    assert rule_parts(rule_text(rule)) == (15, Unit.CALENDAR, first)
