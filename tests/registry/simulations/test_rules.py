"""Counting: parts add up to the same whole in any order, and survive being written down."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import Invalid, NotNow
from registry.simulations.rules import (
    MOST_EXAMPLES,
    MoveKind,
    PlaceTally,
    State,
    Tally,
    brief,
    check_running,
    check_token,
    counting_in,
    job_key,
    together,
)
from scoring.engine import score
from tests.scoring.samples import criterion, edition, table, text

MOVES = st.lists(
    st.tuples(
        st.sampled_from(["520102", "520103", "520302"]), st.sampled_from(list(MoveKind)), st.booleans(),
        st.integers(2020, 2024),
    ),
    max_size=20,
)  # fmt: skip


def tally_of(moves):
    tally = Tally()
    for code, kind, recognised, year in moves:
        place = tally.place(code)
        place.submissions += 1
        place.move(kind, recognised=recognised, counted=recognised, year=year)
        tally.clauses["X1"] += 1
        tally.editions["a"] += 1
    return tally


@given(MOVES, st.integers(0, 20))
def test_parts_add_up_to_the_whole(moves, cut):
    whole, summed = tally_of(moves), Tally.of({})
    for part in (moves[:cut], moves[cut:]):
        summed.add(Tally.of(tally_of(part).to_json()))
    assert summed.to_json() == whole.to_json()
    everything = together(whole.places.values())
    assert everything.submissions == len(moves) == sum(everything.kinds.values())
    assert sum(everything.lost.values()) == sum(kind is MoveKind.FALLS and known for _, kind, known, _ in moves)
    assert sum(everything.doubtful.values()) == sum(kind is MoveKind.OPEN and known for _, kind, known, _ in moves)
    assert sum(everything.won.values()) == sum(kind is MoveKind.RISES and not known for _, kind, known, _ in moves)


def test_all_that_cannot_be_judged_are_counted_and_some_are_named():
    first, second = Tally(), Tally()
    for number in range(MOST_EXAMPLES):
        first.skip(f"a{number}", "edition-changed")
        second.skip(f"b{number}", "edition-changed")
    first.skip("one more", "edition-changed")
    first.add(second)
    assert first.unjudged == 2 * MOST_EXAMPLES + 1
    assert len(first.examples) == MOST_EXAMPLES


def test_a_target_of_new_ones_counts_its_year_alone():
    years = {"2022": 1, "2023": 2, "2024": 4}
    assert counting_in(years, 2023, only_new=True) == 2
    assert counting_in(years, 2023, only_new=False) == 3
    assert counting_in({}, 2023, only_new=False) == 0
    assert PlaceTally.of(PlaceTally(won=Counter(years)).to_json()).won == years


def test_what_is_kept_of_a_judgement():
    rules = edition(
        criterion("A1"),
        pass_mark=table()["pass_mark"] | {"grades": [{"code": "pass", "title": text("达标"), "from_share": 1}]},
    )
    assert brief(score(rules, {"A1": True})) == {
        "edition": rules.edition,
        "total": "2",
        "maximum": "2",
        "share": "1",
        "passed": True,
        "grade": {"zh": "达标", "en": "[达标]"},
    }
    aside = edition(criterion("A1", not_applicable_when=text("没有")))
    assert brief(score(aside, {"A1": "not_applicable"}))["share"] is None
    assert brief(score(rules, {}))["grade"] is None


@pytest.mark.parametrize("token", ["", "short", "a" * 65, "mit Leerzeichen und mehr", "汉" * 20])
def test_tokens_have_a_form(token):
    with pytest.raises(Invalid, match="simulation-token"):
        check_token(token)
    assert check_token("a_B-9" * 4) == "a_B-9" * 4


def test_only_a_running_one_can_be_given_up():
    check_running(State.RUNNING)
    for state in (State.DONE, State.CANCELLED):
        with pytest.raises(NotNow, match="simulation-over"):
            check_running(state)


def test_each_part_has_a_job_of_its_own():
    one, other = UUID(int=1), UUID(int=2)
    keys = {job_key(simulation, done) for simulation in (one, other) for done in (0, 200)}
    assert len(keys) == 4
    assert job_key(one, 200) == f"simulations.run:{one}:200"
