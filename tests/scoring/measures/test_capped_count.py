"""So many points each, up to the cap."""

from decimal import Decimal

import pytest

from scoring.faults import Refused
from scoring.measures.capped_count import CappedCount
from tests.scoring.samples import text


def count(points=3, each=1):
    return CappedCount(kind="capped_count", points=points, each=each, unit=text("次", "events"))


@pytest.mark.parametrize(("number", "points"), [(0, 0), (1, 1), (3, 3), (4, 3), (1000, 3)])
def test_points_up_to_the_cap(number, points):
    assert count().judge()(Decimal(number))[0] == points


def test_the_product_is_shown():
    measure = count(each=Decimal("0.5"))
    assert measure.rule() == {"zh": "每次得 0.5 分，最多 3 分。", "en": "0.5 points each (events), at most 3."}
    assert measure.judge()(Decimal(2))[1]["en"].endswith("Fact (events): 2. 2 × 0.5 = 1: 1 point awarded.")
    assert measure.judge()(Decimal(6))[1]["zh"].endswith("事实：6 次。6 × 0.5 = 3，得 3 分。")
    assert measure.judge()(Decimal(7))[1]["en"].endswith("7 × 0.5 = 3.5, capped at 3: 3 points awarded.")


def test_a_form_asks_for_a_count():
    field = count().field()
    assert (field.kind, field.unit, field.lowest, field.step) == ("count", {"zh": "次", "en": "events"}, 0, 1)
    assert count().read("4", "A5") == 4
    with pytest.raises(Refused):
        count().read("4.5", "A5")


@pytest.mark.parametrize(("each", "codes"), [(1, []), (3, []), (0, ["count-each"]), (4, ["count-each"])])
def test_lints(each, codes):
    assert [remark.code for remark in count(each=each).remarks()] == codes
