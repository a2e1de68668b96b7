"""Headquarters and store: each answers its own criteria, and together they are judged."""

import pytest

from scoring.engine import score
from scoring.faults import BadFacts
from scoring.split import at_headquarters, for_store
from tests.scoring.samples import criterion, edition

RULES = edition(
    criterion("A1", at_headquarters=["shop"]),
    criterion("A2"),
    criterion("A3", at_headquarters=["shop"], applies_to=["mall"]),
)


def test_which_criteria_headquarters_answers():
    assert [row.code for row in at_headquarters(RULES, "shop")] == ["A1"]
    assert at_headquarters(RULES, "mall") == ()
    assert RULES.by_code["A1"].to_json()["at_headquarters"] == ["shop"]
    assert "at_headquarters" not in RULES.by_code["A2"].to_json()


def test_a_store_is_judged_by_both():
    facts = for_store(RULES, {"A1": True}, {"A2": False}, format="shop")
    assert score(RULES, facts, format="shop").total == 2
    assert for_store(RULES, {}, {"A1": True, "A2": False}, format="mall") == {"A1": True, "A2": False}


def test_answers_in_the_wrong_place_are_refused():
    with pytest.raises(BadFacts) as caught:
        for_store(RULES, {"A2": True}, {"A1": True}, format="shop")
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [
        ("A2", "fact-not-for-headquarters"),
        ("A1", "fact-for-headquarters"),
    ]
