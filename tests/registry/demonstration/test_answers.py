"""Answers that fill any edition."""

import pytest

from registry.demonstration.answers import best_answer, good_answers
from scoring.engine import score, what_is_missing
from scoring.facts import faults
from scoring.loader import load_all

EDITIONS = load_all().editions
FORMATS = [(edition, known.code) for edition in EDITIONS for known in edition.formats]


@pytest.mark.parametrize(("edition", "form"), FORMATS, ids=lambda part: getattr(part, "scheme", part))
def test_a_good_applicant_of_every_format_passes(edition, form):
    answers = good_answers(edition, form)
    assert not faults(edition, answers)
    everything = frozenset(edition.by_code)
    assert list(what_is_missing(edition, answers, everything, format=form)) == []
    card = score(edition, answers, format=form)
    assert card.passed
    assert all(line.met is not False for line in card.lines)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: f"{edition.scheme}-{edition.edition}")
def test_nothing_better_is_found_among_the_candidates(edition):
    for criterion in edition.criteria:
        answer = best_answer(criterion)
        line = score(edition, {criterion.code: answer}).line(criterion.code)
        assert criterion.gate or criterion.judged or line.points == criterion.maximum, criterion.code


def test_figures_are_those_that_the_measure_names():
    green = next(edition for edition in EDITIONS if edition.scheme == "green-mall" and edition.edition == "2021-05-25")
    figures = [best_answer(row) for row in green.criteria if row.measure.kind == "threshold"]
    assert figures
    assert all(len(figure) < 10 for figure in figures)
