"""The file of notice windows is right, and the most local, latest row holds."""

from datetime import date

import pytest

from registry.applications.criteria import OFFERED
from registry.errors import Misconfigured
from registry.notices.windows import RULES, in_force, read
from registry.workdays.rules import Unit

ROW = """
[[window]]
scheme = "{scheme}"
place_code = "{place}"
from = {begins}
days = {days}
unit = "working"
count_first_day = true
longest_days = 60
status = "local"
citation.zh = "测试"
citation.en = "test"
"""


def row(days: int, place: str = "000000", begins: str = "2018-01-01") -> str:
    return ROW.format(scheme="green-mall", place=place, begins=begins, days=days)


@pytest.mark.parametrize("scheme", OFFERED)
def test_every_scheme_that_a_round_can_be_opened_for_has_a_window(scheme):
    assert in_force(scheme, "520000", date(2026, 3, 2)).days == 5


def test_green_malls_of_guizhou_stand_five_working_days():
    rule = in_force("green-mall", "520000", date(2023, 6, 5))
    assert (rule.window.count, rule.window.unit, rule.status) == (5, Unit.WORKING, "reference")
    assert all(each.citation.zh and each.citation.en for each in RULES)


def test_the_most_local_row_holds_then_the_latest():
    rules = read(row(5) + row(7, begins="2022-01-01") + row(10, place="520000") + row(15, begins="2030-01-01"))
    day = date(2023, 1, 1)
    assert in_force("green-mall", "520100", day, rules=rules).days == 10
    assert in_force("green-mall", "510000", day, rules=rules).days == 7
    assert in_force("green-mall", "510000", date(2020, 1, 1), rules=rules).days == 5


def test_a_scheme_without_a_row_cannot_be_noticed():
    with pytest.raises(Misconfigured, match="window-unknown"):
        in_force("key-recycler", "520000", date(2023, 1, 1))


@pytest.mark.parametrize("text", ["", "window = 1", "not toml", row(0), row(5) + "more = 1\n"])
def test_a_faulty_file_is_refused(text):
    with pytest.raises(Misconfigured, match="windows-file"):
        read(text)
