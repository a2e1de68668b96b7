"""Advice really passes, nothing cheaper does, and it says when nothing does: against trying every combination."""

from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.advice import advise
from scoring.engine import assemble, score
from scoring.lines import Status
from tests.scoring.samples import COUNT, chapter, criterion, edition, table, text

EFFORT = st.integers(0, 6).map(lambda half: Decimal(half) / 2)


@st.composite
def cases(draw):
    """A small edition with floors, gates, bonuses and things that do not apply; facts, and efforts for some items."""
    chapters, facts, efforts, total = [], {}, {}, Decimal(0)
    for part in "AB"[: draw(st.integers(1, 2))]:
        rows, points = [], Decimal(0)
        for number in range(draw(st.integers(1, 3))):
            code = f"{part}{number}"
            kind = draw(st.sampled_from(["points", "points", "points", "gate", "bonus"]))
            most = draw(st.integers(1, 4))
            measure = {"kind": "yes_no", "points": 0} if kind == "gate" else COUNT | {"points": most}
            rows.append(
                criterion(code, measure, gate=kind == "gate", bonus=kind == "bonus", not_applicable_when=text("无"))
            )
            points += most if kind == "points" else 0
            value = st.booleans() if kind == "gate" else st.integers(0, most)
            if (stated := draw(st.one_of(st.none(), st.just("not_applicable"), value, value))) is not None:
                facts[code] = stated
            if draw(st.integers(0, 3)):
                levels = draw(st.lists(st.integers(0, 0 if kind == "gate" else most), min_size=1, max_size=2))
                efforts[code] = [{"points": level, "effort": draw(EFFORT)} for level in levels]
        floor = draw(st.sampled_from([None, Decimal("0.5"), Decimal("0.8")]))
        more = {} if floor is None else {"minimum_share": floor}
        chapters.append(chapter(*rows, code=part, **more) | {"points": points})
        total += points
    return edition(*chapters, total=table()["total"] | {"points": total}), facts, efforts


def after(card, changed):
    """The card with some lines at other points, gates met."""
    lines = []
    for line in card.lines:
        points = changed.get(line.criterion.code)
        if points is None or line.status is Status.NOT_APPLICABLE:
            lines.append(line)
        elif line.criterion.gate:
            lines.append(line._replace(status=Status.GATE_PASSED))
        else:
            lines.append(line._replace(points=points, status=Status.SCORED))
    return assemble(card.edition, card.format, tuple(lines))


def brute_force(card, efforts):
    """The least effort of any combination that passes, or None."""
    codes = list(efforts)
    best = None
    for choice in product(*([None, *efforts[code]] for code in codes)):
        taken = {code: row for code, row in zip(codes, choice, strict=True) if row is not None}
        points = {code: max(Decimal(row["points"]), card.line(code).points) for code, row in taken.items()}
        cost = sum((row["effort"] for row in taken.values()), Decimal(0))
        if (best is None or cost < best) and after(card, points).passed:
            best = cost
    return best


@given(cases())
@settings(max_examples=150)
def test_the_advice_passes_and_nothing_cheaper_does(case):
    rules, facts, efforts = case
    card, advice = score(rules, facts), advise(rules, facts, efforts)
    cheapest = brute_force(card, efforts)
    assert advice.possible == (cheapest is not None)
    if advice.possible:
        assert advice.effort == cheapest
        then = after(card, {step.line.criterion.code: step.points for step in advice.steps})
        assert then.passed
        assert then.total == advice.total
    else:
        assert advice.obstacles
