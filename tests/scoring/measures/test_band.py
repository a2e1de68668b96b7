"""Bands: from the lower end up to, not including, the upper one."""

from decimal import Decimal

import pytest

from scoring.faults import Refused
from scoring.measures.band import Band
from tests.scoring.samples import BAND, text


def band(*bands, points=4, **more):
    return Band(kind="band", points=points, bands=bands, **more)


LOW, MIDDLE, HIGH = BAND["bands"]


@pytest.mark.parametrize(
    ("value", "points"), [("0", 0), ("49.999999", 0), ("50", 1), ("79.9", 1), ("80", 4), ("100", 4)]
)
def test_each_value_falls_into_one_band(value, points):
    assert Band(**BAND).judge()(Decimal(value))[0] == points


def test_the_rule_and_the_reason():
    measure = band(LOW, MIDDLE, HIGH, unit=text("%", "percent"))
    assert measure.rule() == {
        "zh": "低于 50 %：0 分；50 至 80 %（不含 80）：1 分；80 % 及以上：4 分。",
        "en": "below 50 percent: 0 points; from 50 to under 80 percent: 1 point; from 80 percent: 4 points.",
    }
    assert measure.judge()(Decimal(60))[1]["en"].endswith(
        "Fact: 60 percent, which is “from 50 to under 80 percent”: 1 point awarded."
    )
    assert band({"points": 4}).rule()["en"] == "any value: 4 points."
    assert band({"points": 4}).rule()["zh"] == "任意值：4 分。"
    assert band({"points": 4}).judge()(Decimal(7))[0] == 4


def test_only_what_is_possible_is_read():
    assert Band(**BAND).read("100", "A1") == 100
    with pytest.raises(Refused):
        Band(**BAND).read("101", "A1")
    assert Band(**BAND).field().highest == 100
    assert band(HIGH, unit=text("%")).field().unit["zh"] == "%"


@pytest.mark.parametrize(
    ("bands", "more", "codes"),
    [
        ((LOW, MIDDLE, HIGH), {}, []),
        (({"points": 4},), {}, []),
        (({"at_least": 5, "points": 4},), {"lowest": 5}, []),
        (({"below": 11, "points": 4},), {"highest": 10}, []),
        ((), {}, ["band-points"]),
        ((LOW, HIGH), {}, ["band-hole"]),
        ((MIDDLE, HIGH), {}, ["band-hole"]),
        (({"below": 10, "points": 4},), {"highest": 10}, ["band-hole"]),
        ((LOW, MIDDLE), {"points": 1}, ["band-hole"]),
        ((HIGH, LOW), {}, ["band-overlap"]),
        ((LOW, {"at_least": 40, "points": 4}), {}, ["band-overlap"]),
        ((LOW, {"below": 60, "points": 4}), {}, ["band-overlap"]),
        (({"points": 0}, {"at_least": 50, "points": 4}), {}, ["band-overlap"]),
        ((LOW, {"at_least": 50, "below": 50, "points": 1}, {"at_least": 50, "points": 4}), {}, ["band-overlap"]),
        ((LOW, MIDDLE, HIGH), {"points": 5}, ["band-points"]),
        ((LOW, HIGH), {"points": 5}, ["band-hole", "band-points"]),
        (({"below": 101, "points": 0}, {"at_least": 101, "points": 4}), {"highest": 100}, ["band-unreachable"]),
        (({"below": 100, "points": 0}, {"at_least": 100, "points": 4}), {"highest": 100}, []),
        (({"below": 0, "points": 0}, {"at_least": 0, "points": 4}), {}, ["band-unreachable"]),
        (({"points": 4},), {"lowest": 9, "highest": 8}, ["band-unreachable"]),
        (({"points": 4},), {"lowest": 9, "highest": 9}, []),
    ],
)
def test_lints(bands, more, codes):
    assert [remark.code for remark in band(*bands, **more).remarks()] == codes
