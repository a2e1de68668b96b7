"""Words for every state and step, in both languages."""

import pytest

from registry.applications.rules import State, Transition
from registry.applications.schemas import HistoryEntry
from registry.web import i18n
from registry.web.portal import steps


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_every_state_and_transition_has_words(locale):
    with i18n.in_locale(locale):
        assert len({steps.state_name(state) for state in State}) == len(State)
        assert all(steps.waiting_for(state) for state in steps.OURS)
        for transition in Transition:
            entry = HistoryEntry(transition, State.DRAFT, State.SUBMITTED, clock_day(), clock_now())
            assert steps._taken(entry)["text"]


def clock_day():
    from registry import clock

    return clock.today()


def clock_now():
    from registry import clock

    return clock.now()


class View:
    """All that the timeline looks at."""

    def __init__(self, state):
        self.state = state


@pytest.mark.parametrize(
    ("state", "last", "count"),
    [
        (State.DRAFT, "ahead", 7),
        (State.RETURNED, "ahead", 7),
        (State.IN_NOTICE, "ahead", 2),
        (State.RECOGNISED, "done", 0),
        (State.DECLINED, "stopped", 0),
        (State.WITHDRAWN, "stopped", 0),
    ],
)
def test_the_way_ends_where_it_ends(state, last, count):
    entry = HistoryEntry(Transition.SUBMIT, State.DRAFT, State.SUBMITTED, clock_day(), clock_now())
    way = steps.timeline(View(state), [entry])
    assert way[-1]["state"] == last
    assert len(way) == 1 + count
