"""From lines to a result: exact passing, chapter floors, gates, grades, and whether anything can still change it."""

from decimal import Decimal

import pytest

from scoring.batch import Batch, judge_all
from scoring.editions import Rounding
from scoring.engine import score
from scoring.grading import share_of, sum_of
from scoring.lints import lint
from tests.scoring.samples import JUDGED, chapter, criterion, edition, table, text

THIRDS = {"kind": "yes_no", "points": 1}


def mark(share, **more):
    return {"pass_mark": table()["pass_mark"] | {"share": Decimal(share), **more}}


def test_passing_is_decided_before_any_rounding():
    rules = edition(*(criterion(f"A{n}", THIRDS) for n in range(3)), **mark("0.66667"))
    card = score(rules, {"A0": True, "A1": True, "A2": False})
    assert (card.share, card.passed) == (Decimal("0.6667"), False)
    assert score(rules, {"A0": True, "A1": True, "A2": True}).passed


def test_exactly_the_pass_mark_is_enough():
    rules = edition(criterion("A1"), criterion("A2"), **mark("0.5"))
    assert score(rules, {"A1": True, "A2": False}).passed


@pytest.mark.parametrize(
    ("mode", "places", "share"),
    [("half_up", 2, "0.13"), ("half_even", 2, "0.12"), ("down", 2, "0.12"), ("half_up", 4, "0.1250")],
)
def test_shares_are_rounded_as_the_edition_says(mode, places, share):
    assert str(share_of(Decimal(1), Decimal(8), Rounding(share_places=places, mode=mode))) == share


def test_where_nothing_applies_there_is_no_share_and_nothing_passes():
    rules = edition(criterion(not_applicable_when=text("没有")))
    card = score(rules, {"A1": "not_applicable"})
    assert (card.share, card.maximum, card.passed, card.settled) == (None, 0, False, True)
    assert card.to_json()["share"] is None
    assert card.to_json()["chapters"][0]["share"] is None


def test_a_chapter_below_its_floor_blocks_whatever_the_total():
    rules = edition(
        chapter(*(criterion(f"A{n}") for n in range(9)), code="A"),
        chapter(criterion("B1"), criterion("B2"), code="B", minimum_share=Decimal("0.8")),
    )
    facts = {f"A{n}": True for n in range(9)} | {"B1": True}
    blocked = score(rules, facts | {"B2": False})
    assert (blocked.passed, blocked.settled) == (False, True)
    assert [part.met for part in blocked.result.chapters] == [None, False]
    open_still = score(rules, facts)
    assert (open_still.passed, open_still.settled) == (False, False)
    whole = score(rules, facts | {"B2": True})
    assert (whole.passed, whole.result.chapters[1].met) == (True, True)
    assert whole.to_json()["chapters"][1]["minimum_share"] == "0.8"


def test_a_chapter_in_which_nothing_applies_demands_nothing():
    rules = edition(
        chapter(criterion("A1"), code="A"),
        chapter(criterion("B1", applies_to=["shop"]), code="B", minimum_share=Decimal("0.8")),
    )
    card = score(rules, {"A1": True}, format="mall")
    assert (card.passed, card.result.chapters[1].met) == (True, True)


def test_an_unknown_gate_leaves_it_open_and_a_failed_one_closes_it():
    rules = edition(criterion("G", gate=True), criterion("A1"))
    assert [(c.passed, c.settled) for c in (score(rules, {"A1": True}),)] == [(False, False)]
    assert [(c.passed, c.settled) for c in (score(rules, {"A1": False}),)] == [(False, True)]
    assert [(c.passed, c.settled) for c in (score(rules, {"G": False}),)] == [(False, True)]
    assert [(c.passed, c.settled) for c in (score(rules, {"G": True, "A1": True}),)] == [(True, True)]


def test_a_gate_that_does_not_apply_blocks_nothing():
    rules = edition(criterion("G", gate=True, applies_to=["shop"]), criterion("A1"))
    card = score(rules, {"A1": True}, format="mall")
    assert (card.passed, card.settled) == (True, True)


def test_a_self_score_counts_but_settles_nothing():
    rules = edition(criterion("A1"), criterion("A2", JUDGED))
    card = score(rules, {"A1": True, "A2": "5"})
    assert (card.total, card.passed, card.settled) == (7, True, False)
    assert card.result.chapters[0].sum == (7, 7, 2, 7)
    assert sum_of(card.lines) == card.result.chapters[0].sum
    low = score(rules, {"A1": True, "A2": "0"})
    assert (low.passed, low.settled) == (False, False)
    hopeless = score(edition(criterion("A1", JUDGED), criterion("A2"), **mark("0.9")), {"A1": "5", "A2": False})
    assert (hopeless.passed, hopeless.settled) == (False, True)


def test_the_highest_grade_reached_by_those_who_pass():
    grades = [
        {"code": "best", "title": text("优"), "from_share": Decimal("0.9")},
        {"code": "good", "title": text("良"), "from_share": Decimal("0.75")},
    ]
    rules = edition(*(criterion(f"A{n}") for n in range(4)), **mark("0.5", grades=grades))
    got = []
    for right in range(5):
        grade = score(rules, {f"A{n}": n < right for n in range(4)}).result.grade
        got.append(grade and grade.code)
    assert got == [None, None, None, "good", "best"]


def test_a_bonus_adds_to_the_total_and_to_no_maximum_and_no_floor():
    rules = edition(
        chapter(criterion("A1"), criterion("A2"), code="A"),
        chapter(criterion("B1"), criterion("B2"), criterion("E1", bonus=True), code="B", minimum_share=Decimal("0.8"))
        | {"points": 4},
        **mark("0.75"),
        total=table()["total"] | {"points": 8},
    )
    assert lint(rules) == ()
    facts = {"A1": True, "A2": False, "B1": True, "B2": True, "E1": True}
    card = score(rules, facts)
    assert (card.total, card.maximum, card.passed, card.settled) == (8, 8, True, True)
    assert card.result.chapters[1].sum == (6, 4, 6, 6)
    assert card.result.chapters[1].counted == (4, 4, 4, 4)
    assert card.line("E1").reason["en"].endswith("awarded. A bonus: it adds to the total, not to the maximum.")
    assert card.line("E1").to_json()["bonus"] is True
    assert rules.by_code["E1"].to_json()["bonus"] is True
    below = score(rules, facts | {"B2": False})
    assert (below.total, below.passed, below.result.chapters[1].met) == (6, False, False)
    still = score(rules, {"A1": True, "A2": False, "B1": True, "B2": True} | {"A1": False})
    assert (still.passed, still.settled) == (False, False)  # the bonus can still do it
    hope = score(rules, {"A1": True, "A2": False, "B1": True, "B2": True})
    assert (hope.total, hope.passed) == (6, True)
    batch = Batch.of([facts, facts | {"B2": False}])
    assert list(judge_all(rules, batch).passed) == [True, False]
    assert list(judge_all(rules, batch).totals) == [8, 6]


def test_a_table_of_gates_alone_is_passed_by_meeting_them():
    aside = {"not_applicable_when": text("没有")}
    rules = edition(criterion("G", gate=True, **aside), criterion("H", gate=True, **aside))
    facts = [{"G": True, "H": True}, {"G": True}, {"G": False}, {"G": "not_applicable", "H": "not_applicable"}]
    assert [(c.passed, c.settled) for c in (score(rules, f) for f in facts)] == [
        (True, True),
        (False, False),
        (False, True),
        (False, True),
    ]
    assert score(rules, facts[0]).share is None
