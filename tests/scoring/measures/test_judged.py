"""Judged by a reviewer, in steps."""

from decimal import Decimal

import pytest

from scoring.faults import Refused
from scoring.measures.judged import Judged
from tests.scoring.samples import text


def judged(points=3, **more):
    return Judged(kind="judged", points=points, **more)


def test_the_self_score_stands_in():
    assert judged().judge()(Decimal(2)) == (
        2,
        {
            "zh": "由评审人员在 0 至 3 分之间评定；自评 2 分，暂按自评计。",
            "en": "A reviewer awards 0 to 3 points; the self-score of 2 stands in until then.",
        },
    )


def test_points_come_in_steps_up_to_the_maximum():
    assert judged(step=Decimal("0.5")).read("2.5", "A6") == Decimal("2.5")
    assert judged().read(3, "A6") == 3
    for value, code in ((Decimal("2.5"), "fact-not-in-step"), (4, "fact-out-of-range"), (-1, "fact-negative")):
        with pytest.raises(Refused) as caught:
            judged().read(value, "A6")
        assert caught.value.fault.code == code


def test_the_guide_is_part_of_rule_and_form():
    measure = judged(levels=[{"points": 3, "title": text("好", "good")}, {"points": 1, "title": text("可", "fair")}])
    assert measure.rule() == {
        "zh": "由评审人员评定 0 至 3 分，以 1 分为一档。3 分：好。1 分：可。",
        "en": "A reviewer awards 0 to 3 points in steps of 1. 3 points: good. 1 point: fair.",
    }
    field = measure.field()
    assert (field.kind, field.lowest, field.highest, field.step) == ("points", 0, 3, 1)
    assert field.unit == {"zh": "分", "en": "points"}
    assert [(part.code, part.title["en"], part.points) for part in field.parts] == [("3", "good", 3), ("1", "fair", 1)]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ({}, []),
        ({"step": Decimal("1.5")}, []),
        ({"step": 0}, ["judged-step"]),
        ({"step": -1}, ["judged-step"]),
        ({"step": 2}, ["judged-step"]),
        ({"levels": [{"points": 3, "title": text("好")}, {"points": 0, "title": text("差")}]}, []),
        ({"levels": [{"points": 4, "title": text("好")}]}, ["judged-level"]),
        ({"levels": [{"points": Decimal("0.5"), "title": text("好")}]}, ["judged-level"]),
    ],
)
def test_lints(written, codes):
    assert [remark.code for remark in judged(**written).remarks()] == codes
