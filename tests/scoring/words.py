"""Everything the judge says about a battery of facts, faults and findings: `python -m tests.scoring.words` pins it.

Applicants read these sentences and programs read these shapes, so neither changes by accident.
"""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from scoring.adjust import adjust
from scoring.advice import advise
from scoring.digest import plain
from scoring.editions import Edition
from scoring.engine import score, what_is_missing
from scoring.faults import ScoringError
from scoring.measures import AnyMeasure
from scoring.measures.measure import Measure
from scoring.split import for_store
from scoring.verdict import verdict
from tests.scoring import samples
from tests.scoring.samples import BAND, COUNT, DEDUCT, ITEMS, JUDGED, RATIO, chapter, criterion, edition, text

GOLDEN = Path(__file__).parents[1] / "golden/judge_words.json"

PERCENT = text("%", "%")
GUIDE = [{"points": 5, "title": text("好", "good")}, {"points": 0, "title": text("差", "poor")}]
RANGE = [{"code": "c", "title": text("丙", "C"), "at_most": 9, "unit": PERCENT}, *ITEMS]
CLOSED = [{"below": 50, "points": 1}, {"at_least": 50, "points": 3}]

MEASURES: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "yes_no": (samples.YES_NO, [True, False, "yes", None]),
    "threshold": (samples.THRESHOLD, ["80", "79.5", "101", "-1", "many", "NaN", 1.5, True]),
    "threshold, at most": ({"kind": "threshold", "points": 1, "at_most": 10, "lowest": 2}, ["10", "10.5", "1"]),
    "threshold, no unit": ({"kind": "threshold", "points": 2, "at_least": 1}, [1, 0]),
    "band": (BAND | {"unit": PERCENT}, ["0", "50", "80", "100", "101"]),
    "band, all lost": (BAND | {"bands": [{"below": 5, "points": 0}, {"at_least": 5, "points": 4}]}, ["4", "5"]),
    "deduct": (DEDUCT, [[0, 0], [1, 1], [3, 0], [0, 9], [1], [None, 1], {"big": 1}, {"big": 1, "small": 0}, [-1, 0]]),
    "count": (COUNT, [0, 1, 2, 3, 9, "3", 1.5, -1, 10**7]),
    "count, once": (COUNT | {"each": 3}, [0, 1]),
    "judged": (JUDGED, ["0", "2.5", "5", "5.5", "0.3", None]),
    "judged, guided": (JUDGED | {"levels": GUIDE}, ["5", None]),
    "three steps": (samples.STEPS, ["full", "partial", "none", "other", 1]),
    "linear": (samples.LINEAR, ["60", "75", "90", "100", "101", "61.7"]),
    "linear, falling": (samples.LINEAR | {"zero_at": 90, "full_at": 60, "unit": None}, ["60", "80", "95"]),
    "additive": (samples.ADDITIVE, [[True, False], [True, True], [False, False], {"a": True}, [True], "all"]),
    "ratio": (RATIO, [["40", "50"], ["0", "5"], ["60", "50"], ["1", "0"], ["0", "0"], {"reusable": "1"}, "x"]),
    "ratio, apart": (RATIO | {"bands": CLOSED, "part_of_whole": False}, [["60", "50"], ["1", "0"]]),
    "pick": (samples.PICK, [[True, "5"], [False, "10"], [False, "9"], {"a": True}, [True], {"z": 1}]),
    "all of": (samples.ALL_OF, [[True, "10"], [True, "9"], [False, "1"]]),
    "any of": (samples.ANY_OF | {"items": RANGE}, [["9", False, "1"], ["10", False, "9"], [None, None, "11"]]),
}  # fmt: skip

BAD: list[dict[str, Any]] = [
    samples.THRESHOLD | {"at_least": None},
    samples.THRESHOLD | {"at_least": 101},
    samples.LINEAR | {"full_at": 60},
    samples.LINEAR | {"full_at": 101},
    BAND | {"bands": [BAND["bands"][0], BAND["bands"][2]]},
    BAND | {"bands": list(reversed(BAND["bands"]))},
    BAND | {"points": 5},
    RATIO | {"below": RATIO["above"]},
    COUNT | {"each": 0},
    COUNT | {"each": 4},
    COUNT | {"each": 2},
    JUDGED | {"step": 0},
    JUDGED | {"step": 2},
    JUDGED | {"levels": [{"points": 4, "title": text("好")}, {"points": Decimal("0.3"), "title": text("差")}]},
    samples.STEPS | {"steps": samples.STEPS["steps"][:2]},
    samples.STEPS | {"steps": [step | {"code": "same"} for step in samples.STEPS["steps"]]},
    DEDUCT | {"defects": []},
    DEDUCT | {"defects": [DEDUCT["defects"][0] | {"deduct": 0}]},
    samples.ADDITIVE | {"parts": []},
    samples.ADDITIVE | {"points": 4},
    samples.PICK | {"items": []},
    samples.PICK | {"need": 3},
    samples.PICK | {"need": 0},
    samples.ANY_OF | {"items": [ITEMS[1] | {"at_most": 20}]},
]

RULES = edition(
    chapter(criterion("G", gate=True), criterion("H", gate=True, not_applicable_when=text("没有", "none")), code="A"),
    chapter(
        criterion("B1", not_applicable_when=text("没有", "none")),
        criterion("B2", COUNT, applies_to=["shop"]),
        criterion("B3", JUDGED, evidence=[text("记录", "records"), text("照片", "photos")], evidence_required=True),
        criterion("B4", at_headquarters=["shop"]),
        code="B",
        minimum_share=Decimal("0.5"),
    ),
    chapter(criterion("E1", bonus=True), code="E") | {"points": Decimal(0)},
    total=samples.table()["total"] | {"points": Decimal(12)},
)
FACTS: list[dict[str, Any]] = [
    {},
    {"G": True, "H": "not_applicable", "B1": True, "B2": 3, "B3": "5", "B4": True, "E1": True},
    {"G": False, "H": False, "B1": False, "B2": 0, "B3": "0", "B4": False, "E1": False},
    {"G": True, "H": True, "B1": "not_applicable", "B2": 1, "B3": "2.5"},
]
FINDINGS: list[dict[str, Any]] = [
    {"G": {"value": False, "reason": "有处罚"}, "B1": {"value": True}, "B3": {"points": "3", "reason": "不全"}},
    {"B2": {"points": 3, "reason": ""}, "B1": {"value": "not_applicable", "reason": "没有"}},
    {"Z": {"value": 1}, "G": {"points": 1, "reason": "x"}, "B1": {}, "B2": {"value": 1, "points": 1}, "B3": {"value": "1"}},
    {"B3": {"points": "0.3", "reason": "x"}, "B4": {"points": 9, "reason": "x"}, "B1": {"value": False, "reason": 5}},
    {"B1": {"value": False, "reason": "长" * 2001}, "B2": {"value": 1, "reason": "x", "more": 1}},
]  # fmt: skip
EFFORTS: list[dict[str, Any]] = [
    {"G": 1, "B1": 2, "B3": [{"points": "2.5", "effort": 1}, {"points": 5, "effort": "2.5"}], "B4": 1, "E1": 9},
    {"G": 1, "H": 3},
    {"B1": 1},
    {"Z": 1, "B1": -1, "B3": [{"points": 9, "effort": 1}], "B4": [{"points": 2}], "B2": "much"},
]


def everything_said() -> dict[str, Any]:
    """Plain data: what is said of each measure, of each bad one, and of whole submissions."""
    return plain({
        "measures": {name: _of_measure(*made) for name, made in MEASURES.items()},
        "remarks": [[list(remark) for remark in _measure(written).remarks()] for written in BAD],
        "cards": [_of_facts(RULES, facts, form) for facts in FACTS for form in (None, "shop", "mall")],
        "refused": [_or_faults(lambda facts=facts: score(RULES, facts).to_json()) for facts in ({"Z": 1}, {"B2": -1})],
        "format": _or_faults(lambda: score(RULES, {}, format="kiosk").to_json()),
        "findings": [
            _or_faults(lambda facts=facts, findings=findings: _found(facts, findings, "mall"))
            for facts in FACTS[:2] for findings in FINDINGS
        ],
        "advice": [
            _or_faults(lambda facts=facts, efforts=efforts: advise(RULES, facts, efforts, format="mall").to_json())
            for facts in FACTS for efforts in EFFORTS
        ],
        "split": _or_faults(lambda: for_store(RULES, {"B1": True}, {"B4": True}, format="shop")),
    })  # fmt: skip


def _measure(written: dict[str, Any]) -> Measure:
    measure: Measure = TypeAdapter(AnyMeasure).validate_python(written)
    return measure


def _of_measure(written: dict[str, Any], values: list[Any]) -> dict[str, Any]:
    rules = edition(criterion("A1", written))
    gate = _measure(written | {"points": 0}).rule() if _measure(written).may_be_gate else None
    shown = rules.criteria[0].to_json()
    return {
        "shown": {name: shown[name] for name in ("rule", "field", "maximum", "judged")},
        "gate": gate,
        "said": [_or_faults(lambda value=value: _line(rules, value)) for value in values],
    }


def _line(rules: Edition, value: Any) -> list[Any]:
    line = score(rules, {"A1": value}).lines[0].to_json()
    return [line["status"], line["points"], line["reason"]]


def _of_facts(rules: Edition, facts: dict[str, Any], form: str | None) -> dict[str, Any]:
    card = score(rules, facts, format=form)
    return {
        "card": card.to_json(),
        "verdict": [reason.to_json() for reason in verdict(card)],
        "missing": what_is_missing(rules, facts, {"B1"}, format=form),
    }


def _found(facts: dict[str, Any], findings: dict[str, Any], form: str) -> list[Any]:
    lines: Iterator[dict[str, Any]] = (line.to_json() for line in adjust(RULES, facts, findings, format=form).lines)
    kept = ("code", "points", "maximum", "status", "reason", "finding")
    return [{name: line[name] for name in kept} for line in lines if line["finding"]]


def _or_faults(say: Callable[[], Any]) -> Any:
    try:
        return say()
    except ScoringError as error:
        return {"faults": [fault.to_json() for fault in error.faults]}


def written(said: dict[str, Any]) -> str:
    """As the golden file holds it: short sentences on lines of their own."""
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    GOLDEN.write_text(written(everything_said()), encoding="utf-8")
