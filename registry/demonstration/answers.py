"""Answers as a good applicant would give them, found from the criteria themselves, so that any edition can be filled."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from scoring.editions import Criterion, Edition
from scoring.facts import read
from scoring.faults import Refused
from scoring.measures.conditions import Conditions, Item
from scoring.measures.measure import Field, Measure
from scoring.measures.ratio import Ratio
from scoring.values import Data, amount

TRIED = tuple(Decimal(number) for number in (0, 1, 2, 5, 10, 50, 80, 90, 100, 1000, 1_000_000))
"""Numbers to try beside those that a measure names itself."""
MOST_COUNTED = 100


def good_answers(edition: Edition, form: str | None) -> dict[str, Any]:
    """For every criterion that applies, the well-formed answer that earns the most points, as JSON."""
    return {item.code: best_answer(item) for item in edition.criteria if item.applies(form)}


def best_answer(criterion: Criterion) -> Any:
    """The best of a few well-formed answers to one criterion, as JSON; where several are as good, the first."""
    measure = criterion.measure
    judge = measure.judge()
    fitting = [(value, known) for value in _candidates(measure) if (known := _read(criterion, value)) is not None]
    return max(fitting, key=lambda pair: (measure.met(pair[1]) if criterion.gate else True, judge(pair[1])[0]))[0]


def _read(criterion: Criterion, value: Any) -> Any:
    """The value as the measure judges it; None if it is refused."""
    try:
        return read(criterion, value)
    except Refused:
        return None


def _candidates(measure: Measure) -> list[Any]:
    if isinstance(measure, Conditions):
        return [[_holding(item) for item in measure.items]]
    if isinstance(measure, Ratio):
        return [[number, "100"] for number in _numbers(measure)]
    return _of_field(measure, measure.field())


def _of_field(measure: Measure, field: Field) -> list[Any]:
    match field.kind:
        case "yes_no":
            return [True, False]
        case "choice":
            return [part.code for part in field.parts]
        case "checks":
            return [[True] * len(field.parts)]
        case "count":
            return list(range(MOST_COUNTED + 1))
        case "counts":
            return [[0] * len(field.parts)]
        case _:
            return list(_numbers(measure))


def _holding(item: Item) -> Any:
    """A value for which one condition holds: yes, or a number on the right side of its limit."""
    if not item.limits:
        return True
    near = [limit + step for _, _, limit in item.limits for step in (Decimal(0), Decimal(1), Decimal(-1))]
    return next(amount(number) for number in near if number >= 0 and item.holds(number))


def _numbers(measure: Measure) -> Iterator[str]:
    """Every number that the measure names, then the usual ones."""
    return (amount(number) for number in (*_named(measure), *TRIED))


def _named(data: Any) -> Iterator[Decimal]:
    if isinstance(data, Decimal):
        yield data
    elif isinstance(data, Data):
        for _, value in data:
            yield from _named(value)
    elif isinstance(data, tuple):
        for value in data:
            yield from _named(value)
