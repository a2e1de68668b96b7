"""Three steps: a choice of three, all known beforehand."""

import pytest

from scoring.faults import Refused
from scoring.measures.three_step import ThreeStep
from tests.scoring.samples import STEPS, text


def steps(*worth, codes=("a", "b", "c", "d")):
    rows = [{"code": code, "title": text(code), "points": points} for code, points in zip(codes, worth, strict=False)]
    return ThreeStep(kind="three_step", points=2, steps=rows)


def test_the_step_reached_decides():
    measure = ThreeStep(**STEPS)
    assert [measure.judge()(code)[0] for code in ("full", "partial", "none")] == [2, 1, 0]
    assert measure.judge()("partial")[1] == {
        "zh": "规则：全部：2 分；部分：1 分；没有：0 分。事实：部分，得 1 分。",
        "en": "Rule: all: 2 points; some: 1 point; none: 0 points. Fact: some: 1 point awarded.",
    }


def test_only_the_three_can_be_stated():
    measure = ThreeStep(**STEPS)
    assert measure.read("full", "A1") == "full"
    assert [(part.code, part.points) for part in measure.field().parts] == [("full", 2), ("partial", 1), ("none", 0)]
    for value in ("half", 1, True, None, ["full"]):
        with pytest.raises(Refused) as caught:
            measure.read(value, "A1")
        assert caught.value.fault.code == "fact-not-a-choice"
    assert caught.value.fault.hint["en"] == "Choose one of: full, partial, none."


@pytest.mark.parametrize(
    ("measure", "codes"),
    [
        (steps(2, 1, 0), []),
        (steps(2, 0), ["three-step-points"]),
        (steps(2, 1, 0, 0), ["three-step-points"]),
        (steps(3, 1, 0), ["three-step-points"]),
        (steps(2, 1, 1), ["three-step-points"]),
        (steps(2, 2, 0), ["three-step-points"]),
        (steps(2, 1, 0, codes=("a", "a", "b")), ["part-codes"]),
    ],
)
def test_lints(measure, codes):
    assert [remark.code for remark in measure.remarks()] == codes
