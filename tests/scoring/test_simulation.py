"""A new edition over old submissions: who moves, by which clause, in which place."""

from decimal import Decimal

import pytest

from scoring.crosswalk import Crosswalk
from scoring.faults import BadFacts
from scoring.simulation import Frozen, Place, simulate
from tests.scoring.samples import COUNT, JUDGED, chapter, criterion, edition, table, text

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
    failed = Frozen("one", {"A1": 3, "A2": 3, "G": False})
    found = simulate(edition(criterion("A1", COUNT), criterion("A2", COUNT), criterion("G"), **MARK), gate, [failed])
    assert [(move.kind, [c.code for c in move.causes]) for move in found.moves] == [("falls", ["G"])]
    floors = edition(
        chapter(criterion("A1", COUNT)), chapter(criterion("A2", COUNT), code="B", minimum_share=Decimal("0.9")), **MARK
    )
    assert moves(floors, Frozen("one", {"A1": 3, "A2": 1}))[1] == [("one", "falls", [("floor", "B")])]


def test_what_was_in_the_way_and_is_gone_makes_some_rise():
    old = edition(criterion("A1", COUNT), criterion("G", gate=True), criterion("H", gate=True, applies_to=["shop"]))
    found = simulate(old, OLD, [Frozen("one", {"A1": 3, "G": False}, "mall")])
    assert [(move.kind, [c.code for c in move.causes]) for move in found.moves] == [("open", ["A2"])]
    new = edition(criterion("A1", COUNT))
    found = simulate(old, new, [Frozen("one", {"A1": 3, "G": False}, "mall")])
    assert [(move.kind, [c.code for c in move.causes]) for move in found.moves] == [("rises", ["G"])]


def test_facts_travel_by_the_crosswalk_and_losses_are_told():
    new = edition(criterion("B1", COUNT), criterion("B2"), formats=[{"code": "other", "title": text("其他")}], **MARK)
    walk = Crosswalk(scheme="sample", old="a", new="b", pairs=[{"old": "A1", "new": "B1"}])
    found, moved = moves(new, Frozen("one", {"A1": 1, "A2": 3}, "mall"), crosswalk=walk)
    assert moved == [("one", "open", [("unknown", "B2")])]
    assert found.moves[0].lost == ("A2",)
    assert found.moves[0].after.total == 1
    assert found.places[""].open == 1


def test_what_is_unknown_is_not_a_failure():
    gate = edition(criterion("A1", COUNT), criterion("A2", COUNT), criterion("G", gate=True), **MARK)
    found, moved = moves(gate, Frozen("one", {"A1": 3, "A2": 3}), Frozen("two", {"A1": 0, "A2": 0}))
    assert moved == [("one", "open", [("unknown", "G")])]
    assert found.places == {"": Place(2, 1, 0, 1)}
    judged = edition(criterion("A1", COUNT), criterion("J", JUDGED), **MARK)
    assert moves(judged, Frozen("one", {"A1": 3, "A2": 0}))[1] == [("one", "open", [("unknown", "J")])]
    hopeless = edition(criterion("A1", COUNT), criterion("B1"), **MARK)
    assert moves(hopeless, Frozen("one", {"A1": 0, "A2": 3}))[1] == []
    half = edition(criterion("A1", COUNT), criterion("A2", COUNT), criterion("B1"), **MARK)
    assert moves(half, Frozen("one", {"A1": 2, "A2": 2}))[1] == [("one", "open", [("unknown", "B1")])]
    assert moves(hopeless, Frozen("one", {"A1": 1, "A2": 3}))[1] == [("one", "open", [("unknown", "B1")])]
    assert moves(OLD, Frozen("one", {"A1": 3}))[1] == []


def test_what_reviewers_found_is_carried():
    old = edition(criterion("A1", COUNT), criterion("J", JUDGED), criterion("K", JUDGED))
    new = edition(criterion("A1", COUNT), criterion("J", JUDGED), criterion("K", JUDGED | {"points": 4}))
    findings = {
        "A1": {"value": 0, "reason": "没有台账"},
        "J": {"points": "5", "reason": ""},
        "K": {"points": "3", "reason": "不全"},
    }
    stated = {"A1": 3, "J": "5", "K": "4"}
    found = simulate(old, new, [Frozen("one", stated, findings=findings)])
    move = found.moves[0]
    assert (move.before.total, move.after.total) == (8, 5)
    assert (move.kind, move.lost) == ("open", ("K",))
    assert [(cause.kind, cause.code) for cause in move.causes] == [("unknown", "K")]
    assert move.after.line("J").finding.reason == "按原版本评审结果沿用。"
    stores = edition(criterion("A1", COUNT), criterion("J", JUDGED, applies_to=["shop"]))
    findings = {"J": {"points": "5", "reason": "好"}}
    found = simulate(stores, stores, [Frozen("one", {"A1": 1, "J": "5"}, findings=findings)])
    assert found.places[""].after == 1
    walk = Crosswalk(scheme="sample", old="a", new="b", pairs=[{"old": "J", "new": "J", "carry": "evidence"}])
    found = simulate(old, stores, [Frozen("one", {"J": "5"}, "mall", findings=findings)], crosswalk=walk)
    assert (found.places[""].before, found.places[""].after) == (0, 0)


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
