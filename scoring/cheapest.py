"""The cheapest choice of steps that reaches a floor in each group and a total over all: exact, in whole numbers.

What the numbers stand for is in `advice.py`. Prices (what a point of gain is worth) give a bound below which no choice
costs, so that whatever is certain to cost more than a choice already found is dropped early.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import NamedTuple


class Step(NamedTuple):
    """One way to improve one item."""

    gain: int
    cost: int


class Group(NamedTuple):
    """Items that must gain at least `floor` together; of each item at most one step is taken."""

    floor: int
    items: Sequence[Sequence[Step]]


class Taken(NamedTuple):
    """The place of a step: of its group, of its item there, and its own."""

    group: int
    item: int
    step: int


class _Way(NamedTuple):
    """Some steps. `lost` is by how much they exceed the bound; ways compare by gain (most first), cost, and age."""

    lack: int
    cost: int
    age: int
    lost: int
    steps: tuple[Taken, ...]


class _Prices(NamedTuple):
    """What a unit of gain is worth in each group and in the total, in units of 1 / `scale`; `room`: how much may be lost."""

    groups: tuple[int, ...]
    total: int
    scale: int
    room: int


class _Piece(NamedTuple):
    """A step, or the part of it that goes beyond a smaller one, with its cost for each unit of gain."""

    price: Fraction
    item: int
    gain: int
    cost: int


def cheapest(groups: Sequence[Group], need: int) -> tuple[Taken, ...]:
    """The steps that cost least; of those the ones that gain most. Every floor, and `need`, must be within reach."""
    prices = _prices(groups, need)
    ways = [_Way(0, 0, 0, 0, ())]
    for number, group in enumerate(groups):
        part = _of_group(number, group, prices)
        ways = _kept(
            _Way(one.lack + two.lack, one.cost + two.cost, age, one.lost + two.lost, one.steps + two.steps)
            for age, (one, two) in enumerate((one, two) for one in ways for two in part)
            if one.lost + two.lost <= prices.room
        )
    return min((way for way in ways if -way.lack >= need), key=lambda way: (way.cost, way.lack)).steps


def _of_group(number: int, group: Group, prices: _Prices) -> list[_Way]:
    """The ways that reach the floor of a group and may be part of the cheapest."""
    price, scale, room = prices.groups[number], prices.scale, prices.room
    ways = [_Way(0, 0, 0, 0, ())]
    for place, steps in enumerate(group.items):
        best = max([0, *(price * step.gain - scale * step.cost for step in steps)])
        kept = [_Way(*way[:2], age, way.lost + best, way.steps) for age, way in enumerate(ways)]
        for n, step in enumerate(steps):
            lost, at = best - price * step.gain + scale * step.cost, (Taken(number, place, n),)
            start = len(kept)
            kept += [
                _Way(way.lack - step.gain, way.cost + step.cost, start + age, way.lost + lost, way.steps + at)
                for age, way in enumerate(ways)
                if way.lost + lost <= room
            ]
        ways = _kept(way for way in kept if way.lost <= room)
    over = price - prices.total
    return [
        way._replace(lost=way.lost + over * (-way.lack - max(group.floor, 0)))
        for way in ways
        if -way.lack >= group.floor
    ]


def _kept(ways: Iterable[_Way]) -> list[_Way]:
    """Without the ways that another one beats: as much gain or more, for less."""
    kept: list[_Way] = []
    for way in sorted(ways):
        if not kept or way.cost < kept[-1].cost:
            kept.append(way)
    return kept


def _prices(groups: Sequence[Group], need: int) -> _Prices:
    """Prices at which taking everything that is worth its price comes near to the cheapest, and how near."""
    pieces = [sorted(piece for n, steps in enumerate(group.items) for piece in _pieces(n, steps)) for group in groups]
    floors, rest, gained, spent = [], [], 0, 0
    for group, row in zip(groups, pieces, strict=True):
        count, got, paid, price = _taken(row, group.floor)
        floors.append(price)
        rest += row[count:]
        gained, spent = gained + got, spent + paid
    _, _, more, total = _taken(sorted(rest), need - gained)
    prices = [max(total, price) for price in floors]
    bound = total * max(need, 0)
    for group, price in zip(groups, prices, strict=True):
        bound += (price - total) * max(group.floor, 0)
        bound -= sum(max([Fraction(0), *(price * step.gain - step.cost for step in steps)]) for steps in group.items)
    scale = lcm(total.denominator, *(price.denominator for price in prices))
    room = (spent + more - bound) * scale
    return _Prices(tuple(int(price * scale) for price in prices), int(total * scale), scale, int(room))


def _taken(pieces: Sequence[_Piece], least: int) -> tuple[int, int, int, Fraction]:
    """The first pieces that gain at least so much: how many, their gain and cost, and the price of the last."""
    count = gained = spent = 0
    while gained < least:
        gained, spent, count = gained + pieces[count].gain, spent + pieces[count].cost, count + 1
    return count, gained, spent, pieces[count - 1].price if count else Fraction(0)


def _pieces(item: int, steps: Iterable[Step]) -> list[_Piece]:
    """The steps of one item as pieces of rising price, leaving out those that are never worth it."""
    corners = [Step(0, 0)]
    for step in sorted(steps):
        if step.gain > corners[-1].gain:
            while len(corners) > 1 and _price(corners[-2], corners[-1]) >= _price(corners[-1], step):
                corners.pop()
            corners.append(step)
    return [
        _Piece(_price(low, high), item, high.gain - low.gain, high.cost - low.cost) for low, high in pairwise(corners)
    ]


def _price(low: Step, high: Step) -> Fraction:
    return Fraction(high.cost - low.cost, high.gain - low.gain)
