"""A reviewer's findings: what they change, what they must hold, how they show."""

from decimal import Decimal

import pytest

from scoring.adjust import Finding, adjust
from scoring.engine import score
from scoring.faults import BadFacts, BadFindings
from tests.scoring.samples import JUDGED, criterion, edition, every_measure, text

FACTS = {"A0": True, "A1": True, "A2": "85", "A6": "4"}


def faults(findings, facts=None, rules=None, form=None):
    with pytest.raises(BadFindings) as caught:
        adjust(rules or every_measure(), FACTS if facts is None else facts, findings, format=form)
    return [(fault.path, fault.code) for fault in caught.value.faults]


def test_a_found_value_is_judged_by_the_same_rule():
    card = adjust(every_measure(), FACTS, {"A2": {"value": "70", "reason": "铭牌不符"}})
    line = card.line("A2")
    assert (line.points, line.status) == (0, "scored")
    assert line.reason == {
        "zh": "规则：不低于 80 %，得 3 分；否则不得分。事实：70 %。未达到要求，得 0 分。评审意见：由 3 分改为 0 分。理由：铭牌不符",
        "en": "Rule: 3 points if at least 80 %, otherwise none. Fact: 70 %. Not met: 0 points awarded."
        " Reviewer: changed from 3 to 0 points. Reason: 铭牌不符",
    }
    assert line.to_json()["finding"] == {"by": "value", "value": "70", "reason": "铭牌不符", "points_before": "3"}
    assert card.total == score(every_measure(), FACTS).total - 3


def test_lines_without_a_finding_stay_as_they_were():
    before, after = (
        score(every_measure(), FACTS),
        adjust(every_measure(), FACTS, {"A1": {"value": False, "reason": "x"}}),
    )
    same = [line for line in after.lines if line.finding is None]
    assert same == [line for line in before.lines if line.criterion.code != "A1"]
    assert after.format is None


def test_a_judged_criterion_is_judged_once_a_reviewer_has_spoken():
    by_value = adjust(every_measure(), FACTS, {"A6": {"value": "3.5", "reason": "记录不全"}}).line("A6")
    by_points = adjust(every_measure(), FACTS, {"A6": {"points": "3.5", "reason": "记录不全"}}).line("A6")
    assert (by_value.points, by_value.status, by_value.open) == (Decimal("3.5"), "judged", False)
    assert (by_points.points, by_points.status, by_points.reason) == (by_value.points, by_value.status, by_value.reason)
    assert by_value.reason["en"] == (
        "A reviewer awards 0 to 5 points; the self-score was 4."
        " Reviewer: changed from 4 to 3.5 points. Reason: 记录不全"
    )
    assert by_points.to_json()["finding"] == {
        "by": "points",
        "value": "3.5",
        "reason": "记录不全",
        "points_before": "4",
    }


def test_confirming_needs_no_reason():
    card = adjust(
        every_measure(), FACTS, {"A6": Finding(value="4.0"), "A2": Finding(points=3), "A0": Finding(value=True)}
    )
    assert card.line("A6").reason["en"].endswith("Reviewer: 4 points confirmed.")
    assert card.line("A2").reason["zh"].endswith("评审意见：维持 3 分。")
    assert card.line("A0").reason["en"].endswith("Reviewer: the statement is confirmed.")


def test_what_was_not_stated_is_found_not_changed():
    line = adjust(every_measure(), {}, {"A5": {"value": 1, "reason": "现场数得"}}).line("A5")
    assert line.reason["zh"].endswith("评审意见：认定 1 分。理由：现场数得")
    assert line.reason["en"].endswith("Reviewer: 1 point found. Reason: 现场数得")
    assert line.to_json()["finding"]["points_before"] is None


def test_points_of_their_own_outside_judged_criteria():
    line = adjust(every_measure(), FACTS, {"A2": {"points": Decimal("1.25"), "reason": "部分认定"}}).line("A2")
    assert (line.points, line.maximum, line.status) == (Decimal("1.25"), 3, "judged")
    assert "Fact: 85 %" in line.reason["en"]


def test_a_gate_is_found_otherwise():
    card = adjust(every_measure(), FACTS, {"A0": {"value": False, "reason": "有处罚"}})
    assert (card.line("A0").status, card.passed, card.settled) == ("gate_failed", False, True)
    assert card.line("A0").reason["zh"].endswith("评审意见：认定与填报不同，以上按评审认定。理由：有处罚")


def test_what_does_not_apply_may_be_found_to_apply_and_the_reverse():
    rules = edition(criterion("A1", not_applicable_when=text("没有", "none")), criterion("A2"))
    applies = adjust(rules, {"A1": "not_applicable"}, {"A1": {"value": False, "reason": "有"}})
    assert (applies.line("A1").status, applies.maximum) == ("scored", 4)
    assert applies.line("A1").reason["en"].endswith("Reviewer: found otherwise; the above is as found. Reason: 有")
    aside = adjust(rules, {"A1": True}, {"A1": {"value": "not_applicable", "reason": "无"}})
    assert (aside.line("A1").status, aside.maximum) == ("not_applicable", 2)
    points = adjust(rules, {"A1": "not_applicable"}, {"A1": {"points": 1, "reason": "有一部分"}})
    assert (points.line("A1").points, points.maximum) == (1, 4)
    assert points.line("A1").reason["en"].endswith("Reviewer: 1 point found. Reason: 有一部分")
    same = adjust(rules, {"A1": "not_applicable"}, {"A1": {"value": "not_applicable"}})
    assert same.line("A1").reason["en"].endswith("Reviewer: the statement is confirmed.")


def test_findings_that_cannot_stand_are_refused_together():
    assert faults(
        {
            "Z1": {"value": True, "reason": "x"},
            "A0": {"points": 1, "reason": "x"},
            "A1": {"value": False},
            "A2": {"value": "x", "reason": "x"},
            "A3": {"reason": "x"},
            "A4": {"value": [1, None], "reason": "x"},
            "A5": {"points": 4, "reason": "x"},
            "A6": {"points": "3.3", "reason": "x"},
        }
    ) == [
        ("Z1", "finding-unknown"),
        ("A0", "finding-points-on-gate"),
        ("A1", "finding-without-reason"),
        ("A2", "fact-not-a-number"),
        ("A3", "finding-empty"),
        ("A4", "finding-empty"),
        ("A5", "fact-out-of-range"),
        ("A6", "fact-not-in-step"),
    ]


@pytest.mark.parametrize(
    ("finding", "code"),
    [
        ({"value": True, "points": 1, "reason": "x"}, "finding-empty"),
        ({"value": False, "reason": "  "}, "finding-without-reason"),
        ({"value": False, "reason": "长" * 2001}, "finding-without-reason"),
        ({"value": False, "reason": 3}, "finding-key-unknown"),
        ({"value": False, "reason": "x", "mood": "bad"}, "finding-key-unknown"),
        ({"points": 1}, "finding-without-reason"),
    ],
)
def test_each_way_a_finding_is_wrong(finding, code):
    assert faults({"A1": finding}) == [("A1", code)]


def test_the_longest_reason_is_kept_whole():
    line = adjust(every_measure(), FACTS, {"A1": {"value": False, "reason": "长" * 2000}}).line("A1")
    assert line.finding.reason == "长" * 2000


def test_points_where_nothing_was_stated_need_a_reason_even_if_none_are_awarded():
    assert faults({"A1": {"points": 0}}, facts={}) == [("A1", "finding-without-reason")]


def test_nothing_can_be_found_where_the_format_has_no_such_criterion():
    rules = edition(criterion("A1", JUDGED, applies_to=["mall"]), criterion("A2"))
    assert faults({"A1": {"points": 1, "reason": "x"}}, {}, rules, "shop") == [("A1", "finding-not-applicable")]


def test_bad_facts_come_before_findings():
    with pytest.raises(BadFacts):
        adjust(every_measure(), {"A1": 3}, {"Z": {}})


def test_a_judged_bonus_stays_told_as_one():
    rules = edition(criterion("A1"), criterion("A2", JUDGED, bonus=True))
    line = adjust(rules, {"A2": "4"}, {"A2": {"points": 3, "reason": "不全"}}).line("A2")
    assert line.reason["en"] == (
        "A reviewer awards 0 to 5 points; the self-score was 4. A bonus: it adds to the total, not to the maximum."
        " Reviewer: changed from 4 to 3 points. Reason: 不全"
    )
    assert line.reason["zh"].startswith("由评审人员在 0 至 5 分之间评定；自评 4 分。加分项：")
