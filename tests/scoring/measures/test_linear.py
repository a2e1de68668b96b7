"""Linear: even between the ends, level outside, rounded once."""

from decimal import Decimal

import pytest

from scoring.faults import Refused
from scoring.measures.linear import Linear
from tests.scoring.samples import LINEAR, text


def linear(**more):
    return Linear(**LINEAR | more)


@pytest.mark.parametrize(
    ("value", "points"),
    [("0", "0"), ("60", "0"), ("60.1", "0.01"), ("75", "2"), ("70", "1.33"), ("80", "2.67"), ("90", "4"), ("99", "4")],
)
def test_points_rise_evenly(value, points):
    assert linear().judge()(Decimal(value))[0] == Decimal(points)


def test_less_can_be_better():
    falling = linear(zero_at=90, full_at=60)
    assert [falling.judge()(Decimal(value))[0] for value in (95, 90, 80, 60, 10)] == [0, 0, Decimal("1.33"), 4, 4]


def test_the_quotient_is_rounded_once_as_stated():
    value = Decimal("60.075")  # 0.01 exactly; and half a step beyond
    assert linear().judge()(Decimal("60.1125"))[0] == Decimal("0.02")  # 0.015 exactly: half up
    assert linear(mode="down").judge()(Decimal("60.1125"))[0] == Decimal("0.01")
    assert linear(mode="down").judge()(Decimal(80))[0] == Decimal("2.66")
    assert linear(places=0).judge()(Decimal(80))[0] == 3
    assert linear().judge()(value)[0] == Decimal("0.01")


def test_the_rule_and_the_sum_are_shown():
    assert linear().rule() == {
        "zh": "60 % 及以下：0 分；90 % 及以上：4 分；其间按比例计分（四舍五入到 2 位小数）。",
        "en": "0 points at 60 % or less, 4 points at 90 % or more, in proportion between them (rounded half up to 2 decimal places).",
    }
    assert "截尾到 0 位" in linear(mode="down", places=0).rule()["zh"]
    assert "cut off to 0" in linear(mode="down", places=0).rule()["en"]
    judge = linear().judge()
    assert judge(Decimal(70))[1]["zh"].endswith("事实：70 %。(70 − 60) ÷ (90 − 60) × 4 ≈ 1.33，得 1.33 分。")
    assert judge(Decimal(70))[1]["en"].endswith("Fact: 70 %. (70 − 60) ÷ (90 − 60) × 4 ≈ 1.33: 1.33 points awarded.")
    assert judge(Decimal(75))[1]["zh"].endswith("(75 − 60) ÷ (90 − 60) × 4 = 2，得 2 分。")
    assert judge(Decimal(95))[1]["en"].endswith("Fact: 95 %. 4 points awarded.")
    assert judge(Decimal(60))[1]["zh"].endswith("事实：60 %。得 0 分。")
    assert linear(unit=None).field().unit is None


def test_only_what_is_possible_is_read():
    assert linear().read("100", "A1") == 100
    assert linear().field().highest == 100
    assert linear().field().unit["en"] == "%"
    with pytest.raises(Refused):
        linear().read("101", "A1")


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({}, []),
        ({"zero_at": 0, "full_at": 100}, []),
        ({"zero_at": 100, "full_at": 0}, []),
        ({"full_at": 60}, ["linear-ends"]),
        ({"full_at": 101}, ["linear-unreachable"]),
        ({"zero_at": -1, "unit": text("度")}, ["linear-unreachable"]),
    ],
)
def test_lints(more, codes):
    assert [remark.code for remark in linear(**more).remarks()] == codes
