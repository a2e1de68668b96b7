"""Many at once is the same as one by one, for every edition and every set of facts."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.batch import Batch, judge_all
from scoring.engine import score
from tests.properties.test_scoring_engine import cases
from tests.scoring.samples import edition


@given(cases(), st.data())
def test_totals_maxima_and_outcomes_are_equal(case, data):
    rows, facts, form = case
    rules = edition(*rows)
    kept = data.draw(st.lists(st.sets(st.sampled_from(sorted(facts)) if facts else st.nothing()), max_size=6))
    submissions = [facts, *({code: facts[code] for code in codes} for codes in kept)]
    verdicts = judge_all(rules, Batch.of(submissions), format=form)
    cards = [score(rules, stated, format=form) for stated in submissions]
    assert [verdicts.total(place) for place in range(len(cards))] == [card.total for card in cards]
    assert [verdicts.maximum(place) for place in range(len(cards))] == [card.maximum for card in cards]
    assert list(verdicts.passed) == [card.passed for card in cards]
