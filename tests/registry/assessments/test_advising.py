"""What decides and what it would take, without a database."""

import pytest

from registry.assessments.advising import advised
from registry.demonstration.answers import good_answers
from registry.errors import InvalidMany
from scoring.engine import score
from tests.factories.applications import edition

BEST = good_answers(edition(), "shopping_centre")
ALL = score(edition(), BEST, format="shopping_centre")
FAILED = score(edition(), BEST | {"X101": False, "X102": False, "X103": 5}, format="shopping_centre")


def test_what_passes_needs_nothing():
    told = advised(ALL)
    assert told.advice["passes_now"]
    assert told.advice["steps"] == []
    assert all(reason["met"] for reason in told.reasons)
    assert not told.improvable


def test_without_efforts_every_item_counts_alike():
    told = advised(FAILED)
    assert not told.stated
    assert [step["code"] for step in told.advice["steps"]] == ["X101", "X102"]
    assert [(item.code, item.gate, item.effort) for item in told.improvable] == [
        ("X101", True, "1"),
        ("X102", True, "1"),
        ("X103", False, "1"),
    ]
    assert [reason["codes"] for reason in told.reasons if reason["met"] is False] == [["X101"], ["X102"]]


def test_what_is_left_empty_cannot_be_improved():
    told = advised(FAILED, {"X101": "3", "X102": ""})
    assert told.stated
    assert not told.advice["possible"]
    assert "X102" in told.advice["obstacles"][0]["en"]
    assert [item.effort for item in told.improvable] == ["3", "", ""]
    assert advised(FAILED, {"X101": "3", "X102": "0.5"}).advice["effort"] == "3.5"


def test_what_does_not_apply_is_not_asked_about():
    told = advised(score(edition(), {}, format="shopping_centre"))
    codes = {item.code for item in told.improvable}
    assert codes == {row.code for row in edition().criteria if row.applies("shopping_centre")}


def test_an_effort_that_is_no_number_names_its_criterion():
    with pytest.raises(InvalidMany) as refused:
        advised(FAILED, {"X101": "two days", "X103": "-1"})
    assert [fault.field for fault in refused.value.faults] == ["X101", "X103"]
