"""Deduct per defect, never below zero."""

from decimal import Decimal

import pytest

from scoring.faults import Refused
from scoring.measures.deduct_per_defect import DeductPerDefect
from tests.scoring.samples import DEDUCT, text

TWO = DeductPerDefect(**DEDUCT)
ONE = DeductPerDefect(
    kind="deduct_per_defect", points=4, defects=[{"code": "x", "title": text("缺", "gap"), "deduct": 1}]
)


def refusal(measure, value):
    with pytest.raises(Refused) as caught:
        measure.read(value, "A4")
    return caught.value.fault


def test_one_kind_is_one_count():
    assert ONE.read(2, "A4") == (2,)
    assert ONE.read([2], "A4") == (2,)
    assert ONE.read({"x": "2"}, "A4") == (2,)
    assert ONE.field().kind == "count"


def test_several_kinds_are_counts_in_order_or_by_code():
    assert TWO.read([1, 2], "A4") == TWO.read((1, 2), "A4") == TWO.read({"small": 2, "big": 1}, "A4") == (1, 2)
    assert [(part.code, part.points) for part in TWO.field().parts] == [("big", 2), ("small", Decimal("0.5"))]


def test_a_part_that_is_missing_leaves_the_whole_unknown():
    assert TWO.read([1, None], "A4") is None
    assert TWO.read({"big": 1}, "A4") is None
    assert TWO.read({}, "A4") is None


def test_what_is_no_count_is_refused_at_its_place():
    assert refusal(TWO, 3).code == "fact-wrong-count"
    assert refusal(TWO, [1]).code == "fact-wrong-count"
    assert refusal(TWO, [1, 2, 3]).hint["zh"] == "依次填写：大、小。"
    assert refusal(TWO, [1, 2, 3]).message["en"] == "2 values are needed here, one for each part."
    assert (refusal(TWO, [1, "x"]).code, refusal(TWO, [1, "x"]).path) == ("fact-not-a-number", "A4[1]")
    assert (refusal(TWO, {"huge": 1}).code, refusal(TWO, {"huge": 1}).path) == ("fact-unknown-part", "A4.huge")
    assert refusal(TWO, {"huge": 1}).hint["en"] == "Known: big, small."
    assert refusal(ONE, 1.5).code == "fact-not-exact"


@pytest.mark.parametrize(
    ("counts", "points"), [((0, 0), "4"), ((1, 0), "2"), ((0, 1), "3.5"), ((1, 4), "0"), ((2, 0), "0"), ((9, 9), "0")]
)
def test_points_go_down_to_zero(counts, points):
    assert TWO.judge()(tuple(map(Decimal, counts)))[0] == Decimal(points)


def test_the_sum_is_shown():
    assert TWO.rule() == {
        "zh": "满分 4 分，每有一处“大”扣 2 分，每有一处“小”扣 0.5 分，扣完为止。",
        "en": "4 points, less 2 for each “[大]”, 0.5 for each “[小]”, never below 0.",
    }
    judge = TWO.judge()
    assert judge((Decimal(1), Decimal(3)))[1]["en"].endswith(
        "Fact: “[大]”: 1, “[小]”: 3. 4 − 1 × 2 − 3 × 0.5 = 0.5: 0.5 points awarded."
    )
    assert judge((Decimal(2), Decimal(0)))[1]["zh"].endswith("4 − 2 × 2 − 0 × 0.5 = 0，得 0 分。")
    assert judge((Decimal(3), Decimal(0)))[1]["en"].endswith("= −2, and no less than 0: 0 points awarded.")


@pytest.mark.parametrize(
    ("defects", "codes"),
    [
        ([], ["defect-codes"]),
        ([("a", 1), ("a", 2)], ["defect-codes"]),
        ([("a", 0)], ["defect-cost"]),
        ([("a", 1), ("b", 2)], []),
    ],
)
def test_lints(defects, codes):
    rows = [{"code": code, "title": text("缺"), "deduct": deduct} for code, deduct in defects]
    measure = DeductPerDefect(kind="deduct_per_defect", points=4, defects=rows)
    assert [remark.code for remark in measure.remarks()] == codes
