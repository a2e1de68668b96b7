"""Of all choices that reach every floor and the total none is cheaper: against trying every one of them."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.cheapest import Group, Step, cheapest

STEPS = st.lists(st.builds(Step, st.integers(0, 12), st.integers(0, 20)), max_size=3)


@st.composite
def cases(draw):
    """Some groups of items, with floors and a total within reach."""
    groups, reach = [], 0
    for _ in range(draw(st.integers(1, 3))):
        items = draw(st.lists(STEPS, max_size=3))
        most = sum(max([0, *(step.gain for step in steps)]) for steps in items)
        groups.append(Group(draw(st.integers(-3, most)), items))
        reach += most
    return groups, draw(st.integers(-3, reach))


def every_choice(groups):
    """Each choice as the gain of each group, and its cost."""
    one_each = [[[Step(0, 0), *steps] for steps in group.items] for group in groups]
    for chosen in product(*(list(product(*items)) for items in one_each)):
        yield [sum(step.gain for step in row) for row in chosen], sum(step.cost for row in chosen for step in row)


@given(cases())
@settings(max_examples=300, deadline=None)
def test_it_reaches_everything_and_nothing_cheaper_does(case):
    groups, need = case
    chosen = cheapest(groups, need)
    gains = [0] * len(groups)
    for at in chosen:
        gains[at.group] += groups[at.group].items[at.item][at.step].gain
    assert len({(at.group, at.item) for at in chosen}) == len(chosen)
    assert sum(gains) >= need
    assert all(gain >= group.floor for gain, group in zip(gains, groups, strict=True))
    cost = sum(groups[at.group].items[at.item][at.step].cost for at in chosen)
    enough = [
        (other, sum(got))
        for got, other in every_choice(groups)
        if sum(got) >= need and all(gain >= group.floor for gain, group in zip(got, groups, strict=True))
    ]
    assert cost == min(other for other, _ in enough)
    assert sum(gains) == max(got for other, got in enough if other == cost)
