"""Judging, by the worked cases of `tests/cases/scoring/`, which an officer can read, and what the engine refuses."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.adjust import adjust
from scoring.engine import REMEMBERED, compiled, score, what_is_missing
from scoring.faults import BadFacts, NoEdition
from scoring.loader import load_all
from tests.scoring.samples import COUNT, JUDGED, THRESHOLD, criterion, edition, every_measure, green_mall, text

FOLDER = Path(__file__).parents[1] / "cases" / "scoring"
CASES = [
    (path.relative_to(FOLDER).with_suffix("").as_posix(), case)
    for path in sorted(FOLDER.rglob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["case"]
]


@pytest.mark.parametrize(("stem", "case"), CASES, ids=[f"{stem}: {case['title']}" for stem, case in CASES])
def test_case(stem, case):
    rules, form = load_all().get(*stem.split("/")) if "/" in stem else green_mall(), case.get("format")
    if "findings" in case:
        card = adjust(rules, case["given"], case["findings"], format=form).to_json()
    else:
        card = score(rules, case["given"], format=form).to_json()
    lines = {line["code"]: line for line in card["lines"]}
    expect = case["expect"]
    for code, points in expect.get("points", {}).items():
        assert lines[code]["points"] == points
    for code, status in expect.get("status", {}).items():
        assert lines[code]["status"] == status
    for code, reason in expect.get("reason", {}).items():
        assert reason in lines[code]["reason"]["zh"]
    for key in ("total", "maximum", "share", "passed", "settled"):
        assert card[key] == expect.get(key, card[key])
    if "grade" in expect:
        assert card["grade"]["code"] == expect["grade"]


@pytest.mark.parametrize("rules", load_all().editions, ids=lambda rules: f"{rules.scheme}/{rules.edition}")
def test_every_criterion_has_a_worked_case(rules):
    own, worked = f"{rules.scheme}/{rules.edition}", set()
    for stem, case in CASES:
        if stem == own or (rules == green_mall() and "/" not in stem):
            worked |= {code for told in ("points", "status", "reason") for code in case["expect"].get(told, {})}
    assert [row.code for row in rules.criteria if row.code not in worked] == []


def test_all_faults_of_the_facts_come_at_once_and_nothing_is_scored():
    with pytest.raises(BadFacts) as caught:
        score(every_measure(), {"A1": "yes", "A2": "80 %", "Z9": 1, "A5": 1})
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [
        ("Z9", "fact-unknown"),
        ("A1", "fact-wrong-type"),
        ("A2", "fact-with-unit"),
    ]


def test_an_unknown_key_alone_is_refused_too():
    with pytest.raises(BadFacts) as caught:
        score(every_measure(), {"a1": True})
    assert caught.value.code == "fact-unknown"
    assert caught.value.hint == {"zh": "是否指 A1？", "en": "Did you mean A1?"}


def test_not_applicable_is_refused_where_the_criterion_allows_none():
    with pytest.raises(BadFacts) as caught:
        score(every_measure(), {"A1": "not_applicable"})
    assert caught.value.code == "fact-must-apply"


def test_an_unknown_format_is_named_with_those_there_are():
    with pytest.raises(NoEdition) as caught:
        score(every_measure(), {}, format="cinema")
    assert caught.value.code == "unknown-format"
    assert caught.value.hint["en"] == "Known formats: mall, shop."


def test_a_value_for_a_criterion_of_another_format_is_checked_and_set_aside():
    rules = edition(criterion("A1", applies_to=["mall"]), criterion("A2"))
    line = score(rules, {"A1": True}, format="shop").line("A1")
    assert (line.points, line.maximum, line.status) == (0, 0, "not_applicable")
    assert line.reason["en"] == "Does not apply to this format (Shop); left out of the maximum."
    with pytest.raises(BadFacts):
        score(rules, {"A1": "x"}, format="shop")
    assert score(rules, {"A1": True}, format="mall").line("A1").points == 2


def test_a_gate_may_be_a_threshold():
    area = {"kind": "threshold", "points": 0, "at_least": 100, "unit": text("平方米", "m²")}
    rules = edition(criterion("G", area, gate=True), criterion("A1"))
    failed = score(rules, {"G": "99.9", "A1": True})
    assert (failed.line("G").status, failed.passed, failed.settled) == ("gate_failed", False, True)
    assert failed.line("G").reason["en"] == (
        "Rule: Must be at least 100 m². Fact: 99.9 m². Not met. ★ Gate: not met; nothing passes, whatever the total."
    )
    assert score(rules, {"G": "100", "A1": True}).passed


def test_judging_is_compiled_once_for_an_edition_and_format():
    assert compiled(green_mall(), "supermarket") is compiled(green_mall(), "supermarket")
    assert compiled(green_mall(), None) is not compiled(green_mall(), "supermarket")


def test_what_is_missing_names_answers_evidence_and_gates_in_order():
    paper = {"evidence_required": True, "evidence": [text("照片", "photographs"), text("合同", "contract")]}
    rules = edition(
        criterion("G1", gate=True),
        criterion("G2", gate=True),
        criterion("G3", gate=True, **paper),
        criterion("A1", **paper),
        criterion("A2", THRESHOLD, **paper),
        criterion("A3", COUNT),
        criterion("A4", JUDGED, **paper),
        criterion("A5", JUDGED),
        criterion("A6", **paper),
        criterion("A7", applies_to=["shop"]),
        criterion("A8", not_applicable_when=text("没有", "none"), **paper),
    )
    facts = {"G1": False, "G3": True, "A1": True, "A2": "10", "A4": 3, "A6": True, "A8": "not_applicable"}
    missing = what_is_missing(rules, facts, {"A6"}, "mall")
    assert [(item["code"], item["what"]) for item in missing] == [
        ("G1", "gate_failed"),
        ("G2", "answer"),
        ("G3", "evidence"),
        ("A1", "evidence"),
        ("A3", "answer"),
        ("A4", "evidence"),
        ("A5", "answer"),
    ]
    assert missing[0]["text"] == {
        "zh": "★“条款G1”未达标，整改达标前不能通过。",
        "en": "★ “Criterion G1” is not met; nothing passes until it is.",
    }
    assert missing[1]["text"] == {"zh": "“条款G2”尚未填报。", "en": "“Criterion G2” has no answer yet."}
    assert missing[2]["text"] == {
        "zh": "“条款G3”缺少佐证材料：照片、合同。",
        "en": "“Criterion G3” lacks evidence: photographs, contract.",
    }


def test_nothing_is_missing_from_a_whole_submission():
    rules = edition(criterion("G", gate=True), criterion("A1"))
    assert what_is_missing(rules, {"G": True, "A1": False}, set()) == []


def test_equal_values_are_judged_once_and_lookalikes_are_still_refused():
    rules = every_measure()
    assert score(rules, {"A5": 1}).line("A5") is score(rules, {"A5": 1}).line("A5")
    assert score(rules, {"A4": [1, 0]}).line("A4") is score(rules, {"A4": [1, 0]}).line("A4")
    assert score(rules, {"A4": (1, 0)}).line("A4").points == 2
    assert score(rules, {"A4": {"big": 1, "small": 0}}).line("A4").points == 2
    for lookalike in ({"A5": True}, {"A4": [True, 0]}, {"A4": (True, 0)}, {"A1": 1}, {"A4": [[1], 0]}):
        score(rules, {"A1": True})
        with pytest.raises(BadFacts):
            score(rules, lookalike)


def test_remembered_lines_are_bounded():
    rules = edition(criterion("A1", COUNT))
    for count in range(REMEMBERED + 2):
        assert score(rules, {"A1": count}).total == min(count, 3)
    assert len(compiled(rules, None).rows[0].remembered) == 2


def test_an_unknown_format_is_told_those_there_are():
    with pytest.raises(NoEdition) as caught:
        score(every_measure(), {}, format="cinema")
    assert caught.value.message == {"zh": "该版本没有业态“cinema”。", "en": "This edition knows no format “cinema”."}
    assert caught.value.hint == {"zh": "可用：mall, shop。", "en": "Known formats: mall, shop."}
