"""The cheapest way to pass: chosen among gates, floors and total, and honest where there is none."""

from decimal import Decimal

import pytest

from scoring.advice import advise
from scoring.faults import BadFacts
from tests.scoring.samples import COUNT, chapter, criterion, edition, table, text

RULES = edition(
    chapter(criterion("G", gate=True), criterion("A1"), criterion("A2", COUNT), code="A"),
    chapter(criterion("B1"), criterion("B2"), criterion("E1", bonus=True), code="B", minimum_share=Decimal("0.5"))
    | {"points": Decimal(4)},
    total=table()["total"] | {"points": Decimal(9)},
)
ASIDE = {"not_applicable_when": text("没有")}


def steps(advice):
    return [(step.line.criterion.code, step.points, step.effort) for step in advice.steps]


def test_what_passes_needs_nothing():
    advice = advise(RULES, {"G": True, "A1": True, "A2": 3, "B1": True}, {"B2": 1})
    assert (advice.possible, advice.steps, advice.effort, advice.total) == (True, (), 0, 7)
    assert advice.to_json()["passes_now"] is True


def test_gates_floors_and_total_for_the_least_effort():
    efforts = {"G": 5, "A1": 4, "A2": [{"points": 1, "effort": 1}, {"points": 3, "effort": "2.5"}], "B1": 3, "B2": 9}
    advice = advise(RULES, {"G": False, "B2": False}, efforts | {"E1": "0.5"})
    assert steps(advice) == [("G", 0, 5), ("A2", 3, Decimal("2.5")), ("B1", 2, 3), ("E1", 2, Decimal("0.5"))]
    shown = advice.to_json()
    assert (shown["effort"], shown["total_then"], shown["share_then"], shown["possible"]) == ("11", "7", "0.7778", True)
    assert shown["steps"][0]["text"]["zh"] == "达到 G“条款G”，投入 5。"
    assert shown["steps"][0]["text"]["en"] == "Meet G “Criterion G”, at an effort of 5."
    assert shown["steps"][1]["text"] == {
        "zh": "把 A2“条款A2”由 0 分提高到 3 分，投入 2.5。",
        "en": "Raise A2 “Criterion A2” from 0 to 3 points, at an effort of 2.5.",
    }


def test_of_equal_efforts_the_fewest_steps():
    rules = edition(criterion("A1", COUNT), criterion("A2", COUNT), criterion("A3", COUNT | {"points": 6}))
    advice = advise(rules, {"A1": 0, "A2": 0, "A3": 1}, {"A1": 1, "A2": 2, "A3": 3})
    assert steps(advice) == [("A3", 6, 3), ("A1", 3, 1)][::-1]
    level = advise(
        edition(criterion("A1"), criterion("A2"), criterion("A3", COUNT | {"points": 4})),
        {},
        {
            "A1": 1,
            "A2": 1,
            "A3": [{"points": 4, "effort": 2}],
        },
    )
    assert level.effort == 3


def test_one_large_step_rather_than_two_small_ones_for_the_same_effort():
    half = {"pass_mark": table()["pass_mark"] | {"share": Decimal("0.5")}}
    rules = edition(criterion("A1"), criterion("A2"), criterion("A3", COUNT | {"points": 4}), **half)
    stated = {"A1": False, "A2": False, "A3": 0}
    assert steps(advise(rules, stated, {"A1": 1, "A2": 1, "A3": 2})) == [("A3", 4, 2)]
    assert steps(advise(rules, stated, {"A1": 1, "A2": "0.5", "A3": 2})) == [("A1", 2, 1), ("A2", 2, Decimal("0.5"))]


def test_several_efforts_for_the_same_points_and_some_for_nothing():
    rules = edition(criterion("A1", COUNT), criterion("G", gate=True))
    ways = [{"points": 3, "effort": 4}, {"points": 3, "effort": 2}, {"points": 1, "effort": 1}]
    advice = advise(rules, {"A1": 1, "G": None}, {"A1": ways, "G": [{"points": 0, "effort": 7}]})
    assert steps(advice) == [("A1", 3, 2), ("G", 0, 7)]


@pytest.mark.parametrize(
    ("facts", "efforts", "said"),
    [
        (
            {"G": False},
            {"A1": 1, "A2": 1, "B1": 1, "B2": 1},
            ["Gate G “Criterion G” is not met, and no way to meet it was stated."],
        ),
        ({"G": True}, {"A1": 1, "A2": 1}, ["[章B]: still 2 points short with every improvement stated."]),
        ({"G": True, "B1": True}, {"A1": 1}, ["The total: still 1.4 points short with every improvement stated."]),
    ],
)
def test_it_says_when_nothing_stated_suffices(facts, efforts, said):
    advice = advise(RULES, facts, efforts)
    assert [words["en"] for words in advice.obstacles] == said
    assert (advice.possible, advice.steps) == (False, ())
    zh = advice.to_json()["obstacles"][0]["zh"]
    assert zh.startswith({"Gate": "否决项 G“条款G”", "[章B]": "章B：", "The": "总分："}[said[0].split()[0].rstrip(":")])


def test_what_does_not_apply_is_not_improved():
    rules = edition(criterion("A1", **ASIDE), criterion("A2"), criterion("G", gate=True, **ASIDE))
    advice = advise(rules, {"A1": "not_applicable", "G": "not_applicable"}, {"A1": 1, "A2": 2, "G": 3})
    assert steps(advice) == [("A2", 2, 2)]
    nothing = advise(rules, {"A1": "not_applicable", "A2": None, "G": "not_applicable"}, {})
    assert nothing.possible is False
    alone = edition(criterion("A1", **ASIDE))
    assert advise(alone, {"A1": "not_applicable"}, {}).obstacles == (
        {"zh": "没有适用的条款。", "en": "Nothing applies."},
    )
    assert advise(alone, {"A1": "not_applicable"}, {}).to_json()["share_then"] is None


@pytest.mark.parametrize(
    ("efforts", "code", "path"),
    [
        ({"Z9": 1}, "effort-unknown", "Z9"),
        ({"A1": "cheap"}, "fact-not-a-number", "A1"),
        ({"A1": -1}, "fact-negative", "A1"),
        ({"A1": [3]}, "effort-shapeless", "A1[0]"),
        ({"A1": [{"points": 1}]}, "effort-shapeless", "A1[0]"),
        ({"A1": [{"points": 9, "effort": 1}]}, "fact-out-of-range", "A1[0].points"),
        ({"A1": [{"points": 1, "effort": "x"}]}, "fact-not-a-number", "A1[0].effort"),
    ],
)
def test_bad_efforts_are_refused_by_name(efforts, code, path):
    with pytest.raises(BadFacts) as caught:
        advise(RULES, {}, efforts)
    assert [(fault.code, fault.path) for fault in caught.value.faults] == [(code, path)]
