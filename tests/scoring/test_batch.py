"""Many submissions at once: the same totals, maxima and outcomes as one by one, whatever the shape of the columns."""

from decimal import Decimal

import pytest

from scoring.batch import Batch, judge_all
from scoring.engine import score
from scoring.faults import BadFacts, NoEdition
from tests.scoring.samples import (
    ADDITIVE,
    COUNT,
    JUDGED,
    THRESHOLD,
    chapter,
    criterion,
    edition,
    every_measure,
    green_mall,
    text,
)


def agree(rules, submissions, form=None):
    verdicts = judge_all(rules, Batch.of(submissions), format=form)
    cards = [score(rules, facts, format=form) for facts in submissions]
    assert [verdicts.total(place) for place in range(len(cards))] == [card.total for card in cards]
    assert [verdicts.maximum(place) for place in range(len(cards))] == [card.maximum for card in cards]
    assert list(verdicts.passed) == [card.passed for card in cards]
    return verdicts


def test_a_few_submissions_of_every_shape():
    submissions = [
        {"A0": True, "A1": True, "A2": "80", "A3": 90, "A4": [0, 1], "A5": 2, "A6": "2.5"},
        {"A0": False, "A1": False, "A2": 79, "A3": "49", "A4": {"big": 1, "small": 0}, "A5": 9},
        {"A0": True, "A4": [1, None]},
        {},
    ]
    verdicts = agree(every_measure(), submissions)
    assert verdicts.unit == Decimal("0.1")
    agree(every_measure(), submissions, "mall")


def test_more_values_than_fit_a_byte_and_sums_beyond_bytes():
    rules = edition(
        criterion("A1", THRESHOLD),
        criterion("A2", JUDGED | {"points": 100_000, "step": Decimal("0.0001")}),
        criterion("A3", COUNT | {"points": 700}),
    )
    agree(rules, [{"A1": f"{number / 10:.1f}", "A2": number, "A3": number % 800} for number in range(1001)])
    small = edition(criterion("A1", COUNT | {"points": 200}))
    agree(small, [{"A1": number} for number in range(300)])


@pytest.mark.parametrize("most", [255, 256, 65_535, 65_536, 2**32 - 1, 2**32])
def test_sums_at_the_edges_of_a_lane(most):
    rules = edition(criterion("A1", JUDGED | {"points": most, "step": 1}))
    agree(rules, [{"A1": most}, {"A1": most - 1}, {}])


def test_tables_that_differ_are_told_apart():
    rules = edition(criterion("A1", ADDITIVE), criterion("A2"))
    values = [{"a": True}, {"a": False}, {"a": True, "b": True}, {"b": True, "a": True}]
    agree(rules, [{"A1": value, "A2": True} for value in values])


def test_nothing_at_all():
    assert judge_all(every_measure(), Batch.of([])).totals == []
    agree(every_measure(), [{}, {}])


def test_floors_gates_and_what_does_not_apply():
    rules = edition(
        chapter(criterion("A1"), criterion("A2"), criterion("G", gate=True), code="A"),
        chapter(
            criterion("B1"),
            criterion("B2", not_applicable_when=text("没有")),
            code="B",
            minimum_share=Decimal("0.8"),
        ),
    )
    good = {"A1": True, "A2": True, "G": True, "B1": True, "B2": True}
    submissions = [good | change for change in ({}, {"B1": False}, {"B2": "not_applicable"}, {"G": False}, {"G": None})]
    assert agree(rules, submissions).passed == [True, False, True, False, False]
    aside = {"not_applicable_when": text("没有")}
    waived = edition(criterion("A1"), criterion("G", gate=True, **aside))
    assert agree(waived, [{"A1": True, "G": "not_applicable"}]).passed == [True]
    gates = edition(criterion(**aside), criterion("G", gate=True, **aside))
    submissions = [{"A1": "not_applicable", "G": gate} for gate in (True, False, "not_applicable")]
    assert agree(gates, submissions).passed == [True, False, False]


def test_the_edition_that_ships():
    facts = {"X101": True, "X102": True, "X103": 1, "X204-1": [0, 1], "X202-1": "96", "X207": "not_applicable"}
    agree(green_mall(), [facts, facts | {"X103": 2}, {}], "supermarket")


def test_what_cannot_be_judged_is_refused_by_name():
    with pytest.raises(BadFacts) as caught:
        judge_all(every_measure(), Batch.of([{"A1": True}, {"A1": 1, "A9": True}]))
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [
        ("A9", "fact-unknown"),
        ("A1", "fact-wrong-type"),
    ]
    unknown = caught.value.faults[0]
    assert unknown.message == {"zh": "没有条款“A9”。", "en": "There is no criterion “A9”."}
    assert unknown.hint == {
        "zh": "删除该列，或核对条款编号。",
        "en": "Remove the column, or check the criterion's code.",
    }
    with pytest.raises(NoEdition):
        judge_all(every_measure(), Batch.of([{}]), format="cinema")
