"""What holds for every set of findings on the edition that ships."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.adjust import adjust
from scoring.engine import score
from tests.scoring.samples import green_mall

JUDGED = [row for row in green_mall().criteria if row.judged]


@st.composite
def judgements(draw):
    """Points for some judged criteria, in the steps of each."""
    rows = draw(st.lists(st.sampled_from(JUDGED), unique_by=lambda row: row.code))
    return {row.code: draw(st.integers(0, int(row.maximum / row.measure.step))) * row.measure.step for row in rows}


@given(judgements(), judgements())
def test_findings_by_value_and_by_points_agree_and_touch_nothing_else(claims, found):
    by_value = adjust(green_mall(), claims, {code: {"value": points, "reason": "r"} for code, points in found.items()})
    by_points = adjust(
        green_mall(), claims, {code: {"points": points, "reason": "r"} for code, points in found.items()}
    )
    before = score(green_mall(), claims)
    assert by_value.total == by_points.total == sum((claims | found).values())
    for line, other, old in zip(by_value.lines, by_points.lines, before.lines, strict=True):
        assert (line.points, line.status, line.reason) == (other.points, other.status, other.reason)
        if line.criterion.code not in found:
            assert line == old


@given(judgements())
def test_confirming_everything_changes_no_points(claims):
    card = adjust(green_mall(), claims, {code: {"value": points} for code, points in claims.items()})
    assert card.total == score(green_mall(), claims).total
    assert all(card.line(code).status == "judged" for code in claims)
