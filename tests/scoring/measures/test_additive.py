"""Additive: each part its own points."""

from decimal import Decimal

import pytest

from scoring.faults import Refused
from scoring.measures.additive import Additive
from tests.scoring.samples import ADDITIVE, text

MEASURE = Additive(**ADDITIVE)


def test_parts_that_are_met_add_up():
    judge = MEASURE.judge()
    assert [judge(answers)[0] for answers in ((True, True), (True, False), (False, True), (False, False))] == [
        3,
        2,
        1,
        0,
    ]
    assert MEASURE.rule() == {
        "zh": "逐项计分：“甲”2 分，“乙”1 分，满分 3 分。",
        "en": "Each part earns its own: “A” 2, “B” 1; 3 points in all.",
    }
    assert judge((True, True))[1]["zh"].endswith("事实：“甲”“乙”。2 + 1 = 3，得 3 分。")
    assert judge((True, False))[1]["en"].endswith("Fact: “A”. 2 points awarded.")
    assert judge((False, False))[1]["en"].endswith("Fact: none is met. 0 points awarded.")
    assert judge((False, False))[1]["zh"].endswith("事实：均未达到。得 0 分。")
    assert judge((True, True))[1]["en"].endswith("Fact: “A”, “B”. 2 + 1 = 3: 3 points awarded.")


def test_answers_in_order_or_by_code():
    assert MEASURE.read([True, False], "A1") == MEASURE.read({"b": False, "a": True}, "A1") == (True, False)
    assert MEASURE.read({"a": True}, "A1") is None
    assert [(part.code, part.points) for part in MEASURE.field().parts] == [("a", 2), ("b", 1)]
    with pytest.raises(Refused):
        MEASURE.read([True, 1], "A1")


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ([("a", 2), ("b", 1)], []),
        ([("a", 2), ("a", 1)], ["part-codes"]),
        ([("a", 2), ("b", 2)], ["additive-points"]),
        ([("a", 3), ("b", 0)], ["additive-points"]),
        ([], ["part-codes", "additive-points"]),
    ],
)
def test_lints(parts, codes):
    rows = [{"code": code, "title": text("项"), "points": Decimal(points)} for code, points in parts]
    assert [remark.code for remark in Additive(kind="additive", points=3, parts=rows).remarks()] == codes
