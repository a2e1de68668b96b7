"""The way of an application, as a table; which edition judges, by the cases of `tests/cases/transitions/`."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from registry.applications.rules import (
    ALLOWED,
    EDITABLE,
    FINAL,
    EditionTerms,
    NewEditionRule,
    State,
    Transition,
    check_editable,
    check_edition,
    check_round,
    check_submission_day,
    check_within_round,
    is_late,
    judging_edition,
    next_state,
    opening_edition,
    submission_step,
    transitions_from,
)
from registry.errors import Invalid, NotNow

OPENS, CLOSES = date(2026, 3, 1), date(2026, 3, 31)

WAY = {
    State.DRAFT: {"submit": State.SUBMITTED, "withdraw": State.WITHDRAWN},
    State.SUBMITTED: {
        "return_for_changes": State.RETURNED,
        "accept": State.ACCEPTED,
        "withdraw": State.WITHDRAWN,
    },
    State.RETURNED: {"resubmit": State.SUBMITTED, "withdraw": State.WITHDRAWN},
    State.ACCEPTED: {"begin_review": State.IN_REVIEW, "withdraw": State.WITHDRAWN},
    State.IN_REVIEW: {"conclude_review": State.REVIEWED, "withdraw": State.WITHDRAWN},
    State.REVIEWED: {
        "begin_review": State.IN_REVIEW,
        "publish_notice": State.IN_NOTICE,
        "decline": State.DECLINED,
        "withdraw": State.WITHDRAWN,
    },
    State.IN_NOTICE: {
        "leave_notice": State.REVIEWED,
        "recognise": State.RECOGNISED,
        "decline": State.DECLINED,
    },
    State.RECOGNISED: {},
    State.DECLINED: {},
    State.WITHDRAWN: {},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("transition", Transition)
def test_each_step_ends_where_the_table_says_or_is_refused(state, transition):
    target = WAY[state].get(transition.value)
    if target is not None:
        assert next_state(state, transition) is target
        return
    with pytest.raises(NotNow) as refusal:
        next_state(state, transition)
    assert refusal.value.code == "application-state"
    assert refusal.value.context == {"state": state.value, "transition": transition.value}


def test_the_steps_offered_are_those_allowed():
    for state in State:
        assert {step.value for step in transitions_from(state)} == set(WAY[state])


def test_every_transition_has_a_step_and_final_states_lead_nowhere():
    assert set(ALLOWED) == set(Transition)
    assert {state for state in State if not WAY[state]} == FINAL


@pytest.mark.parametrize("state", State)
def test_handing_in_is_possible_exactly_where_editing_is(state):
    if state in EDITABLE:
        check_editable(state)
        assert next_state(state, submission_step(state)) is State.SUBMITTED
        return
    with pytest.raises(NotNow, match="application-state"):
        submission_step(state)
    with pytest.raises(NotNow, match="application-not-editable"):
        check_editable(state)


def test_handing_in_again_is_named_differently():
    assert submission_step(State.DRAFT) is Transition.SUBMIT
    assert submission_step(State.RETURNED) is Transition.RESUBMIT


def test_a_round_may_last_one_day_but_not_end_before_it_begins():
    check_round(OPENS, OPENS)
    with pytest.raises(Invalid) as refusal:
        check_round(CLOSES, OPENS)
    assert refusal.value.field == "closes_on"


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 2, 28), "round-not-open"), (OPENS, None), (CLOSES, None), (date(2026, 4, 1), "round-closed")],
)
def test_both_ends_of_the_window_are_inside(day, code):
    if code is None:
        check_within_round(OPENS, CLOSES, day)
        return
    with pytest.raises(NotNow) as refusal:
        check_within_round(OPENS, CLOSES, day)
    assert refusal.value.code == code


def test_a_correction_may_come_after_the_round_closed():
    after = date(2026, 4, 20)
    check_submission_day(State.RETURNED, OPENS, CLOSES, after)
    with pytest.raises(NotNow):
        check_submission_day(State.DRAFT, OPENS, CLOSES, after)


@pytest.mark.parametrize(
    ("state", "due_on", "late"),
    [
        (State.RETURNED, date(2026, 3, 9), True),
        (State.RETURNED, date(2026, 3, 10), False),
        (State.RETURNED, None, False),
        (State.SUBMITTED, date(2026, 3, 9), False),
    ],
)
def test_late_is_after_the_due_day_and_only_while_returned(state, due_on, late):
    assert is_late(state, due_on, date(2026, 3, 10)) is late


TRANSITIONS = [
    (path.stem, file["editions"], case)
    for path in sorted((Path(__file__).parents[2] / "cases" / "transitions").glob("*.toml"))
    for file in [tomllib.loads(path.read_text(encoding="utf-8"))]
    for case in file["cases"]
]


@pytest.mark.parametrize(
    ("editions", "case"),
    [(editions, case) for _, editions, case in TRANSITIONS],
    ids=[f"{stem}: {case['what']}" for stem, _, case in TRANSITIONS],
)
def test_which_edition_judges(editions, case):
    terms = [
        EditionTerms(each["name"], each["first"], NewEditionRule(each["rule"]) if "rule" in each else None)
        for each in editions
    ]
    held = case.get("held")
    bound = opening_edition(terms, on=case["opened_on"], held=held)
    if "judged_by" not in case:
        assert bound is None
        return
    judged = judging_edition(terms, bound=bound, on=case["handed_in_on"], renewal=held is not None)
    if "corrected_on" in case:
        judged = judging_edition(
            terms,
            bound=judged,
            on=case["corrected_on"],
            renewal=held is not None,
            handed_in_on=case["handed_in_on"],
        )
    assert judged == case["judged_by"]


def test_an_edition_of_elsewhere_stays_bound():
    assert judging_edition([], bound="510000-2026-01-01", on=OPENS, renewal=False) == "510000-2026-01-01"


def test_an_edition_on_trial_draws_nobody_once_it_has_ended():
    moves = NewEditionRule.FROM_SUBMISSION_DATE
    terms = [EditionTerms("old", date(2021, 1, 1)), EditionTerms("trial", date(2026, 1, 1), moves, date(2026, 12, 31))]
    for day, edition in ((date(2026, 12, 31), "trial"), (date(2027, 1, 1), "old")):
        assert judging_edition(terms, bound="old", on=day, renewal=True) == edition
        assert opening_edition(terms, on=day, held="old") == edition
        assert opening_edition(terms, on=day) == edition
        assert opening_edition(terms, on=day, held="trial") == "trial"


def test_a_form_under_other_criteria_than_judge_it_is_not_handed_in():
    check_edition("2021", "2021")
    with pytest.raises(NotNow) as caught:
        check_edition("2021", "2026")
    assert caught.value.code == "edition-changed"
