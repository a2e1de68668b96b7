"""Why it passes or not, in sentences."""

from decimal import Decimal

from scoring.engine import score
from scoring.verdict import verdict
from tests.scoring.samples import COUNT, chapter, criterion, edition, text

RULES = edition(
    chapter(criterion("G", gate=True), criterion("H", gate=True, applies_to=["shop"]), criterion("A1"), code="A"),
    chapter(criterion("B1", not_applicable_when=text("没有")), code="B", minimum_share=Decimal("0.8")),
)


def sentences(facts, language="zh"):
    return [reason.words[language] for reason in verdict(score(RULES, facts, format="mall"))]


def test_everything_that_decides_is_said():
    assert sentences({"G": True, "A1": True, "B1": True}) == [
        "否决项 G“条款G”：达标。",
        "章B：2 分，满分 2 分，至少须 80 %，即 1.6 分：达到。",
        "总分：4 分，满分 4 分，至少须 60 %，即 2.4 分：达到。",
    ]
    assert sentences({"G": False, "A1": False, "B1": False}, "en") == [
        "Gate G “Criterion G”: not met.",
        "[章B]: 0 of 2; at least 80 %, which is 1.6: 1.6 points short.",
        "Total: 0 of 4; at least 60 %, which is 2.4: 2.4 points short.",
    ]


def test_what_is_not_known_and_what_does_not_apply():
    assert sentences({"B1": "not_applicable"})[:2] == ["否决项 G“条款G”：尚未填报。", "章B：没有适用的条款。"]
    assert sentences({"B1": "not_applicable"}, "en")[1] == "[章B]: nothing applies."


def test_each_reason_names_what_it_concerns():
    said = [(reason.met, reason.codes) for reason in verdict(score(RULES, {"G": False, "A1": False}, format="mall"))]
    assert said == [(False, ("G",)), (False, ("B1",)), (False, ("A1", "B1"))]
    said = [(reason.met, reason.codes) for reason in verdict(score(RULES, {"A1": True, "B1": True}, format="mall"))]
    assert said == [(None, ("G",)), (True, ()), (True, ())]


def test_the_line_with_the_most_to_give_comes_first():
    rules = edition(criterion("A1"), criterion("A2", COUNT | {"points": 6}), criterion("A3", COUNT))
    assert verdict(score(rules, {}))[-1].codes == ("A2", "A3", "A1")


def test_what_is_left_counts_and_not_what_could_be_had():
    rules = edition(criterion("A1", COUNT | {"points": 6}), criterion("A2", COUNT | {"points": 4}))
    assert verdict(score(rules, {"A1": 4, "A2": 0}))[-1].codes == ("A2", "A1")


def test_exactly_enough_is_enough_and_then_nothing_is_asked():
    rules = edition(criterion("A1", COUNT | {"points": 5}))
    (total,) = verdict(score(rules, {"A1": 3}))
    assert (total.met, total.codes) == (True, ())
    assert total.words["zh"].endswith("即 3 分：达到。")
    (short,) = verdict(score(rules, {"A1": 2}))
    assert (short.met, short.codes) == (False, ("A1",))


def test_nothing_that_applies_concerns_nothing():
    [_, floor, _] = verdict(score(RULES, {"B1": "not_applicable"}, format="mall"))
    assert floor.to_json() == {
        "text": {"zh": "章B：没有适用的条款。", "en": "[章B]: nothing applies."},
        "met": None,
        "codes": [],
    }
