"""Ratio: two facts, their exact quotient, the range it falls into."""

from decimal import Decimal

import pytest

from scoring.faults import Refused
from scoring.measures.ratio import Ratio
from tests.scoring.samples import RATIO


def ratio(**more):
    return Ratio(**RATIO | more)


def refusal(value, **more):
    with pytest.raises(Refused) as caught:
        ratio(**more).read(value, "A1")
    return caught.value.fault.code, caught.value.fault.path


@pytest.mark.parametrize(
    ("above", "below", "points"),
    [("8", "10", 3), ("79", "100", 1), ("2", "3", 1), ("0", "5", 0), ("49999.999", "100000", 0), ("1", "2", 1)],
)
def test_the_exact_quotient_decides(above, below, points):
    assert ratio().judge()((Decimal(above), Decimal(below)))[0] == points


def test_the_rule_and_both_facts_are_shown():
    assert ratio().rule() == {
        "zh": "循环箱 ÷ 全部箱，低于 50 %：0 分；50 至 80 %（不含 80）：1 分；80 % 及以上：3 分。",
        "en": "reusable ÷ all, below 50 %: 0 points; from 50 to under 80 %: 1 point; from 80 %: 3 points.",
    }
    judge = ratio().judge()
    assert judge((Decimal(2), Decimal(3)))[1]["zh"].endswith(
        "事实：2 件 ÷ 3 件 ≈ 66.67 %，属于“50 至 80 %（不含 80）”，得 1 分。"
    )
    assert judge((Decimal(1), Decimal(2)))[1]["en"].endswith(
        "Fact: 1 pieces ÷ 2 pieces = 50 %, which is “from 50 to under 80 %”: 1 point awarded."
    )


def test_both_facts_are_read():
    assert ratio().read(["8", 10], "A1") == ratio().read({"all": 10, "reusable": "8"}, "A1") == (8, 10)
    assert ratio().read([8, None], "A1") is None
    assert ratio().read({"all": 10}, "A1") is None
    assert [part.to_json()["field"]["kind"] for part in ratio().field().parts] == ["number", "number"]
    assert ratio().field().parts[0].to_json()["points"] is None


def test_what_makes_no_ratio_is_refused():
    assert refusal([1, 0]) == ("fact-ratio-of-nothing", "A1[1]")
    assert refusal([11, 10]) == ("fact-part-above-whole", "A1[0]")
    assert refusal([-1, 10]) == ("fact-negative", "A1[0]")
    assert refusal([None, "0"]) == ("fact-ratio-of-nothing", "A1[1]")
    assert ratio(part_of_whole=False).read([11, 10], "A1") == (11, 10)
    assert ratio().read([10, 10], "A1") == (10, 10)


def test_lints():
    assert list(ratio().remarks()) == []
    assert [r.code for r in ratio(below=RATIO["above"]).remarks()] == ["part-codes"]
    assert [r.code for r in ratio(points=4).remarks()] == ["band-points"]
    closed = [{"below": 101, "points": 3}]
    assert list(ratio(bands=closed).remarks()) == []
    assert [r.code for r in ratio(bands=closed, part_of_whole=False).remarks()] == ["band-hole"]
