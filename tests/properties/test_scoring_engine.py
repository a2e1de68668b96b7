"""What holds for every edition and every set of facts: sums, limits, order, applicability, monotone measures."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.engine import score
from scoring.facts import NOT_APPLICABLE, faults
from scoring.faults import BadFacts
from tests.scoring.samples import MORE, RATIO, criterion, edition, green_mall, text

POINTS = st.integers(1, 40).map(lambda quarters: Decimal(quarters) / 4)
PERCENT = st.decimals(0, 100, places=2)


KINDS = [
    "yes_no",
    "threshold",
    "band",
    "deduct_per_defect",
    "capped_count",
    "judged",
    *sorted({row["kind"] for row in MORE.values()}),
]


@st.composite
def measures(draw):  # noqa: C901, PLR0911 - one branch for each kind
    points = draw(POINTS)
    kind = draw(st.sampled_from(KINDS))
    if kind == "threshold":
        return {"kind": kind, "points": points, "at_least": draw(PERCENT), "highest": 100}
    if kind == "band":
        edges = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=3)))
        starts, ends = [None, *edges], [*edges, None]
        gained = sorted(draw(st.lists(st.integers(0, 3), min_size=len(edges), max_size=len(edges))))
        worth = [points * share / 4 for share in gained] + [points]
        rows = [
            {key: end for key, end in (("at_least", a), ("below", b)) if end is not None} | {"points": p}
            for a, b, p in zip(starts, ends, worth, strict=True)
        ]
        return {"kind": kind, "points": points, "highest": 100, "bands": rows}
    if kind == "deduct_per_defect":
        costs = draw(st.lists(POINTS, min_size=1, max_size=3))
        rows = [{"code": f"d{n}", "title": text("缺"), "deduct": cost} for n, cost in enumerate(costs)]
        return {"kind": kind, "points": points, "defects": rows}
    if kind == "capped_count":
        return {"kind": kind, "points": points, "each": min(points, draw(POINTS)), "unit": text("次")}
    if kind == "judged":
        return {"kind": kind, "points": points, "step": Decimal("0.25")}
    if kind == "three_step":
        rows = [("full", points), ("partial", points / 2), ("none", 0)]
        return {"kind": kind, "points": points, "steps": [{"code": c, "title": text(c), "points": p} for c, p in rows]}
    if kind == "linear":
        low, high = sorted(draw(st.sets(st.integers(0, 100), min_size=2, max_size=2)))
        return {"kind": kind, "points": points, "zero_at": low, "full_at": high, "highest": 100}
    if kind == "additive":
        rows = draw(st.lists(POINTS, min_size=1, max_size=4))
        parts = [{"code": f"p{n}", "title": text("项"), "points": worth} for n, worth in enumerate(rows)]
        return {"kind": kind, "points": sum(rows), "parts": parts}
    if kind == "ratio":
        middle = draw(st.integers(1, 99))
        return RATIO | {
            "points": points,
            "bands": [{"below": middle, "points": points / 4}, {"at_least": middle, "points": points}],
        }
    if kind in {"pick", "all_of", "any_of"}:
        limits = draw(st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=1, max_size=4))
        items = [
            {"code": f"i{n}", "title": text("项")} | ({} if limit is None else {"at_least": limit})
            for n, limit in enumerate(limits)
        ]
        need = {"need": draw(st.integers(1, len(items)))} if kind == "pick" else {}
        return {"kind": kind, "points": points, "items": items, **need}
    return {"kind": kind, "points": points}


def values(measure):
    counts = st.integers(0, 50)
    each = [st.integers(0, 100) if "at_least" in row else st.booleans() for row in measure.get("items", ())]
    return {
        "yes_no": st.booleans(),
        "threshold": PERCENT,
        "band": PERCENT,
        "deduct_per_defect": st.lists(
            counts, min_size=len(measure.get("defects", ())), max_size=len(measure.get("defects", ()))
        ),
        "capped_count": counts,
        "judged": st.integers(0, int(measure["points"] * 4)).map(lambda quarters: Decimal(quarters) / 4),
        "three_step": st.sampled_from(["full", "partial", "none"]),
        "linear": PERCENT,
        "additive": st.tuples(*(st.booleans() for _ in measure.get("parts", ()))).map(list),
        "ratio": st.tuples(counts, st.integers(50, 90)).map(list),
        "pick": st.tuples(*each).map(list),
        "all_of": st.tuples(*each).map(list),
        "any_of": st.tuples(*each).map(list),
    }[measure["kind"]]


@st.composite
def cases(draw):
    """An edition with gates, formats and things that may not apply, facts for it, and perhaps a format."""
    rows, facts = [], {}
    for number in range(draw(st.integers(1, 8))):
        code, measure = f"A{number}", draw(measures())
        gate = draw(st.integers(0, 5)) == 0
        if gate:
            measure = {"kind": "yes_no", "points": 0}
        more = {
            "applies_to": draw(st.sampled_from([[], [], ["mall"], ["shop"]])),
            "not_applicable_when": text("没有"),
            "gate": gate,
        }
        rows.append(criterion(code, measure, **more))
        value = draw(st.one_of(st.none(), st.just(NOT_APPLICABLE), values(measure), values(measure)))
        if value is not None:
            facts[code] = value
    return rows, facts, draw(st.sampled_from([None, "mall", "shop"]))


@given(cases())
def test_the_total_is_the_sum_and_no_line_exceeds_its_maximum(case):
    rows, facts, form = case
    card = score(edition(*rows), facts, format=form)
    assert card.total == sum(line.points for line in card.lines)
    assert card.maximum == sum(line.maximum for line in card.lines)
    assert all(0 <= line.points <= line.maximum <= line.criterion.maximum for line in card.lines)
    shown = card.to_json()
    assert Decimal(shown["total"]) == sum(Decimal(line["points"]) for line in shown["lines"])
    assert sum(Decimal(part["points"]) for part in shown["chapters"]) == card.total
    assert all(line.reason["zh"] and line.reason["en"] for line in card.lines)


@given(cases(), st.randoms(use_true_random=False))
def test_order_never_matters(case, random):
    rows, facts, form = case
    card = score(edition(*rows), facts, format=form)
    shuffled, keys = rows[:], list(facts)
    random.shuffle(shuffled)
    random.shuffle(keys)
    again = score(edition(*shuffled), {key: facts[key] for key in keys}, format=form)
    assert {line.criterion.code: line.to_json() for line in again.lines} == {
        line.criterion.code: line.to_json() for line in card.lines
    }
    assert (again.total, again.share, again.passed, again.settled) == (
        card.total,
        card.share,
        card.passed,
        card.settled,
    )


@given(cases())
def test_what_does_not_apply_never_changes_the_share_of_the_rest(case):
    rows, facts, form = case
    card = score(edition(*rows), facts, format=form)
    applying = {line.criterion.code for line in card.lines if line.status != "not_applicable"}
    rest = [row for row in rows if row["code"] in applying]
    alone = score(edition(*rest), {code: facts[code] for code in facts if code in applying}, format=form)
    assert (alone.total, alone.maximum, alone.share, alone.passed) == (
        card.total,
        card.maximum,
        card.share,
        card.passed,
    )


@given(cases())
def test_what_is_settled_cannot_be_changed_by_the_open_lines(case):
    rows, facts, form = case
    rules = edition(*rows)
    card = score(rules, facts, format=form)
    best, worst = dict(facts), dict(facts)
    for line in card.lines:
        measure, code = line.criterion.measure, line.criterion.code
        if line.open or line.status == "gate_unknown":
            items = [100 if item.limits else True for item in getattr(measure, "items", ())]
            none = [0 if item.limits else False for item in getattr(measure, "items", ())]
            parts = getattr(measure, "parts", ())
            high, low = {
                "yes_no": (True, False),
                "threshold": (100, 0),
                "band": (100, 0),
                "deduct_per_defect": (
                    [0] * len(getattr(measure, "defects", ())),
                    [50] * len(getattr(measure, "defects", ())),
                ),
                "capped_count": (1000, 0),
                "judged": (measure.points, 0),
                "three_step": ("full", "none"),
                "linear": (100, 0),
                "additive": ([True] * len(parts), [False] * len(parts)),
                "ratio": ([50, 50], [0, 50]),
                "pick": (items, none),
                "all_of": (items, none),
                "any_of": (items, none),
            }[measure.kind]
            best[code], worst[code] = high, low
    outcomes = {score(rules, best, format=form).passed, score(rules, worst, format=form).passed}
    if card.settled:
        assert outcomes == {card.passed}
    else:
        assert len(outcomes) == 2 or any(line.status == "to_be_judged" for line in card.lines) or not card.passed


@given(st.data(), measures())
def test_more_of_a_good_thing_never_lowers_and_more_defects_never_raise(data, measure):
    rules = edition(criterion("A1", measure))
    one, two = data.draw(values(measure)), data.draw(values(measure))
    if measure["kind"] == "deduct_per_defect":
        less, more = (
            [max(pair) for pair in zip(one, two, strict=True)],
            [min(pair) for pair in zip(one, two, strict=True)],
        )
    elif measure["kind"] == "ratio":
        less, more = sorted([[one[0], 90], [two[0], 90]])
    elif measure["kind"] == "three_step":
        less, more = sorted([one, two], key=["none", "partial", "full"].index)
    elif isinstance(one, list):
        less, more = (
            [min(pair) for pair in zip(one, two, strict=True)],
            [max(pair) for pair in zip(one, two, strict=True)],
        )
    else:
        less, more = sorted([one, two])
    assert score(rules, {"A1": less}).total <= score(rules, {"A1": more}).total


@given(cases())
def test_saying_more_never_lowers_the_total(case):
    rows, facts, form = case
    rules = edition(*rows)
    total = score(rules, facts, format=form).total
    for code in facts:
        fewer = {key: value for key, value in facts.items() if key != code}
        assert score(rules, fewer, format=form).total <= total


@given(
    st.dictionaries(
        st.sampled_from([row.code for row in green_mall().criteria]),
        st.booleans() | st.integers() | st.text() | st.floats() | st.lists(st.integers(), max_size=3) | st.decimals(),
    )
)
@settings(max_examples=200)
def test_any_facts_at_all_are_judged_or_refused_by_name(facts):
    found = faults(green_mall(), facts)
    assert {fault.path.split("[")[0] for fault in found} <= facts.keys()
    if found:
        with pytest.raises(BadFacts) as caught:
            score(green_mall(), facts)
        assert caught.value.faults == found
    else:
        assert 0 <= score(green_mall(), facts).total <= 100
