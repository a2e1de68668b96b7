"""json-logic: a rule for the points and one for each reason of every criterion; the total is added up in Python."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from json_logic import jsonLogic

from scoring.editions import Criterion, Edition
from tests.bench.rounds import Work
from tests.bench.table import as_floats, parts_of, submissions, table


def _logic_points(row: Criterion) -> Any:
    measure, fact = row.measure, {"var": row.code}
    match measure.kind:
        case "yes_no":
            return {"if": [fact, float(measure.points), 0]}
        case "threshold":
            return {"if": [{">=": [fact, float(measure.at_least)]}, float(measure.points), 0]}
        case "band":
            steps: list[Any] = []
            for band in reversed(measure.bands):
                steps += [{">=": [fact, float(band.at_least or 0)]}, float(band.points)]
            return {"if": [*steps, 0]}
        case "deduct_per_defect":
            left: Any = float(measure.points)
            for place, defect in enumerate(measure.defects):
                left = {"-": [left, {"*": [{"var": f"{row.code}.{place}"}, float(defect.deduct)]}]}
            return {"max": [0, left]}
        case "capped_count":
            return {"min": [float(measure.points), {"*": [fact, float(measure.each)]}]}
        case _:
            return fact


def rules_of(rules: Edition) -> list[tuple[str, Any, Any, Any]]:
    """Per criterion the rule of its points, and of its two reasons given the points as `p`."""
    made = []
    for row in rules.criteria:
        words = row.measure.rule()
        parts: list[Any] = []
        for part in parts_of(row):
            parts += [" / ", {"var": part.replace("[", ".").rstrip("]")}]
        zh, en = ({"cat": [words[language], *parts[1:], " : ", {"var": "p"}]} for language in ("zh", "en"))
        made.append((row.code, _logic_points(row), zh, en))
    return made


def judge() -> Callable[[dict[str, Any]], Decimal]:
    """A function from facts to their total; the reasons are made and thrown away."""
    rules = rules_of(table())

    def total(facts: dict[str, Any]) -> Decimal:
        added, reasons = 0.0, {}
        for code, points, zh, en in rules:
            facts["p"] = got = jsonLogic(points, facts)
            reasons[code] = (got, jsonLogic(zh, facts), jsonLogic(en, facts))
            added += got
        return Decimal(str(added))

    return total


def one_by_one() -> Work:
    """One submission after the other."""
    total, stated = judge(), [as_floats(facts) for facts in submissions(table(), 1000)]
    return lambda index: str(total(stated[index % 1000])).encode()
