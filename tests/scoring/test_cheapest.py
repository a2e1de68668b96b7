"""The cheapest choice in whole numbers: floors, total, ties, and how quickly a large table is done."""

from scoring.cheapest import Group, Step, Taken, cheapest


def group(*items, floor=0):
    return Group(floor, [[Step(*step) for step in item] for item in items])


def test_nothing_is_taken_where_nothing_is_needed():
    assert cheapest([group([(3, 1)], floor=-2), group()], -1) == ()
    assert cheapest([], 0) == ()


def test_one_step_of_an_item_at_most():
    assert cheapest([group([(1, 1), (2, 5)], [(1, 3)])], 2) == (Taken(0, 0, 0), Taken(0, 1, 0))
    assert cheapest([group([(1, 1), (2, 3)], [(1, 3)])], 2) == (Taken(0, 0, 1),)


def test_a_floor_is_reached_even_if_elsewhere_is_cheaper():
    assert cheapest([group([(2, 9)], floor=1), group([(2, 1)], [(2, 2)])], 2) == (Taken(0, 0, 0),)
    assert cheapest([group([(2, 9)], floor=1), group([(2, 1)], [(2, 2)])], 3) == (Taken(0, 0, 0), Taken(1, 0, 0))


def test_of_equal_costs_the_most_gain_and_then_what_comes_first():
    assert cheapest([group([(3, 1)], [(5, 1)], [(5, 1)])], 2) == (Taken(0, 1, 0),)
    assert cheapest([group([(3, 0)])], 0) == (Taken(0, 0, 0),)


def test_a_step_that_is_never_worth_its_price_may_still_be_the_one_that_fits():
    assert cheapest([group([(1, 1), (5, 9), (10, 10)])], 4) == (Taken(0, 0, 1),)
    assert cheapest([group([(2, 4), (3, 4), (3, 7)])], 3) == (Taken(0, 0, 1),)


def test_a_large_table_is_weighed_in_few_ways():
    items = [
        [(100 + 37 * k % 401, 1 + 7919 * k % 10**6), (300 + 53 * k % 907, 1 + 104729 * k % 10**6)] for k in range(200)
    ]
    groups = [group(*items[place : place + 20], floor=6000) for place in range(0, 200, 20)]
    chosen = cheapest(groups, 110_000)
    gains = [groups[at.group].items[at.item][at.step].gain for at in chosen]
    assert sum(gains) >= 110_000
    assert len({(at.group, at.item) for at in chosen}) == len(chosen)
