"""A new edition over old submissions: who moves, by which clause, in which place."""

from decimal import Decimal

import pytest

from scoring.crosswalk import Crosswalk
from scoring.faults import BadFacts
from scoring.simulation import Frozen, Place, simulate
from tests.scoring.samples import COUNT, chapter, criterion, edition, table, text

GRADES = [
    {"code": "pass", "title": text("达标"), "from_share": Decimal("0.6")},
    {"code": "best", "title": text("优"), "from_share": Decimal("0.9")},
]
MARK = {"pass_mark": table()["pass_mark"] | {"grades": GRADES}}
OLD = edition(criterion("A1", COUNT), criterion("A2", COUNT), **MARK)


def moves(new, *submissions, **more):
    found = simulate(OLD, new, submissions, **more)
    return found, [(move.key, move.kind, [(c.kind, c.code) for c in move.causes]) for move in found.moves]


def test_stricter_points_make_some_fall():
    new = edition(criterion("A1", COUNT | {"each": Decimal("0.5")}), criterion("A2", COUNT), **MARK)
    seen = []
    found, moved = moves(
        new,
        Frozen("one", {"A1": 3, "A2": 1}, "mall", "520100"),
        Frozen("two", {"A1": 3, "A2": 3}, "mall", "520100"),
        Frozen("three", {"A1": 0, "A2": 0}, None, "520200"),
        progress=seen.append,
    )
    assert moved == [("one", "falls", [("points", "A1")]), ("two", "grade", [("points", "A1")])]
    assert found.moves[0].causes[0].change == Decimal("-0.25")
    assert found.places == {"520100": Place(2, 2, 1), "520200": Place(1, 0, 0)}
    assert (found.submissions, found.by_clause, seen) == (3, {"A1": 2}, [3])


def test_a_new_gate_or_floor_decides_alone():
    gate = edition(criterion("A1", COUNT), criterion("A2", COUNT), criterion("G", gate=True), **MARK)
    assert moves(gate, Frozen("one", {"A1": 3, "A2": 3}))[1] == [("one", "falls", [("gate", "G")])]
    floors = edition(
        chapter(criterion("A1", COUNT)), chapter(criterion("A2", COUNT), code="B", minimum_share=Decimal("0.9")), **MARK
    )
    assert moves(floors, Frozen("one", {"A1": 3, "A2": 1}))[1] == [("one", "falls", [("floor", "B")])]


def test_what_was_in_the_way_and_is_gone_makes_some_rise():
    old = edition(criterion("A1", COUNT), criterion("G", gate=True), criterion("H", gate=True, applies_to=["shop"]))
    found = simulate(old, OLD, [Frozen("one", {"A1": 3, "G": False}, "mall")])
    assert [(move.kind, [c.code for c in move.causes]) for move in found.moves] == []
    new = edition(criterion("A1", COUNT))
    found = simulate(old, new, [Frozen("one", {"A1": 3, "G": False}, "mall")])
    assert [(move.kind, [c.code for c in move.causes]) for move in found.moves] == [("rises", ["G"])]


def test_facts_travel_by_the_crosswalk_and_losses_are_told():
    new = edition(criterion("B1", COUNT), criterion("B2"), formats=[{"code": "other", "title": text("其他")}], **MARK)
    walk = Crosswalk(scheme="sample", old="a", new="b", pairs=[{"old": "A1", "new": "B1"}])
    found, moved = moves(new, Frozen("one", {"A1": 1, "A2": 3}, "mall"), crosswalk=walk)
    assert moved == [("one", "falls", [("points", "A2")])]
    assert found.moves[0].lost == ("A2",)
    assert found.moves[0].after.total == 1


def test_where_nothing_applies_there_are_no_shares():
    aside = {"not_applicable_when": text("没有")}
    old = edition(criterion("A1", **aside), criterion("A2", **aside))
    new = edition(criterion("A1", **aside), criterion("A2"))
    found = simulate(old, new, [Frozen("one", {"A1": "not_applicable", "A2": True})])
    assert found.moves == []
    alone = edition(criterion("A1", **aside))
    found = simulate(new, alone, [Frozen("one", {"A1": "not_applicable", "A2": True})])
    assert [(move.kind, [c.code for c in move.causes]) for move in found.moves] == [("falls", ["A2"])]


def test_facts_that_were_never_judged_are_refused():
    with pytest.raises(BadFacts):
        simulate(OLD, OLD, [Frozen("one", {"A1": "many"})])
