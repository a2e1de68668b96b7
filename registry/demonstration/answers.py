"""Answers as a good mall would give them, found from the criteria themselves, so that any edition can be filled."""

from typing import Any

from scoring.editions import Criterion, Edition
from scoring.engine import score
from scoring.facts import faults

TRIED = ("0", "1", "2", "5", "10", "50", "80", "90", "100", "1000", "1000000")
"""Numbers among which some earn the most under any threshold or band in use."""


def good_answers(edition: Edition, form: str | None) -> dict[str, Any]:
    """For every criterion that applies, the well-formed answer that earns the most points, as JSON."""
    return {item.code: best_answer(edition, item, form) for item in edition.criteria if item.applies(form)}


def best_answer(edition: Edition, criterion: Criterion, form: str | None) -> Any:
    """The best of a few well-formed answers to one criterion; where several are as good, the first."""
    fitting = [value for value in _candidates(criterion) if not faults(edition, {criterion.code: value})]
    return max(fitting, key=lambda value: _worth(edition, criterion, value, form))


def _worth(edition: Edition, criterion: Criterion, value: Any, form: str | None) -> tuple[bool, Any]:
    line = score(edition, {criterion.code: value}, format=form).line(criterion.code)
    return line.met is not False, line.points


def _candidates(criterion: Criterion) -> list[Any]:
    field = criterion.measure.field()
    match field.kind:
        case "yes_no":
            return [True, False]
        case "count":
            return list(range(21))
        case "counts":
            return [[0] * len(field.parts)]
        case _:
            return [*([str(field.highest)] if field.highest is not None else []), *TRIED]
