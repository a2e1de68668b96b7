"""Answers that fill any edition."""

from datetime import date

import pytest

from registry.demonstration.answers import best_answer, good_answers
from scoring.engine import score, what_is_missing
from scoring.facts import faults
from scoring.in_force import edition_on

EDITION = edition_on("green-mall", date(2026, 1, 5))


@pytest.mark.parametrize("form", [known.code for known in EDITION.formats])
def test_a_good_mall_of_every_format_passes(form):
    answers = good_answers(EDITION, form)
    assert faults(EDITION, answers) == () or faults(EDITION, answers) == []
    everything = frozenset(EDITION.by_code)
    assert list(what_is_missing(EDITION, answers, everything, format=form)) == []
    assert all(line.met is not False for line in score(EDITION, answers, format=form).lines)


def test_nothing_better_is_found_among_the_candidates():
    for criterion in EDITION.criteria:
        answer = best_answer(EDITION, criterion, None)
        line = score(EDITION, {criterion.code: answer}).line(criterion.code)
        assert criterion.gate or criterion.judged or line.points == criterion.maximum, criterion.code
