"""Threshold: the limit itself is enough, on either side."""

from decimal import Decimal

import pytest

from scoring.faults import Refused
from scoring.measures.threshold import Threshold
from tests.scoring.samples import text


def threshold(**more):
    return Threshold(kind="threshold", points=more.pop("points", 3), **more)


@pytest.mark.parametrize(("value", "points"), [("79.999999", 0), ("80", 3), ("80.000001", 3)])
def test_at_least(value, points):
    assert threshold(at_least=80).judge()(Decimal(value))[0] == points


@pytest.mark.parametrize(("value", "points"), [("9.999999", 3), ("10", 3), ("10.000001", 0)])
def test_at_most(value, points):
    assert threshold(at_most=10).judge()(Decimal(value))[0] == points


def test_a_limit_of_zero_is_a_limit():
    assert threshold(at_most=0).judge()(Decimal(0))[0] == 3
    assert threshold(at_most=0).judge()(Decimal(1))[0] == 0
    assert threshold(at_least=0, at_most=None).met(Decimal(0))


def test_the_rule_and_the_reason():
    measure = threshold(at_most=10, unit=text("次", "times"), points=1)
    assert measure.rule() == {
        "zh": "不高于 10 次，得 1 分；否则不得分。",
        "en": "1 point if at most 10 times, otherwise none.",
    }
    assert measure.judge()(Decimal("3.50"))[1] == {
        "zh": "规则：不高于 10 次，得 1 分；否则不得分。事实：3.5 次。达到要求，得 1 分。",
        "en": "Rule: 1 point if at most 10 times, otherwise none. Fact: 3.5 times. Met: 1 point awarded.",
    }
    gate = threshold(at_least=5, points=0)
    assert gate.rule() == {"zh": "必须不低于 5。", "en": "Must be at least 5."}


def test_what_a_form_asks_for():
    field = threshold(at_least=80, highest=100, unit=text("%", "%")).field()
    assert (field.unit, field.lowest, field.highest) == ({"zh": "%", "en": "%"}, 0, 100)
    assert threshold(at_least=80).field().unit is None


def test_only_what_is_possible_is_read():
    assert threshold(at_least=80, highest=100).read("100", "A1") == 100
    with pytest.raises(Refused):
        threshold(at_least=80, highest=100).read("100.1", "A1")
    with pytest.raises(Refused):
        threshold(at_least=80, lowest=10).read("9", "A1")


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ({"at_least": 80}, []),
        ({"at_least": 100, "highest": 100}, []),
        ({"at_most": 10, "lowest": 10}, []),
        ({"at_least": 0}, ["threshold-unreachable"]),
        ({"at_least": 10, "lowest": 10, "highest": 20}, ["threshold-unreachable"]),
        ({"at_most": 100, "highest": 100}, ["threshold-unreachable"]),
        ({"at_most": 0}, []),
        ({}, ["threshold-limit"]),
        ({"at_least": 1, "at_most": 2}, ["threshold-limit"]),
        ({"at_least": 101, "highest": 100}, ["threshold-unreachable"]),
        ({"at_most": 4, "lowest": 5}, ["threshold-unreachable"]),
    ],
)
def test_lints(written, codes):
    assert [remark.code for remark in threshold(**written).remarks()] == codes
