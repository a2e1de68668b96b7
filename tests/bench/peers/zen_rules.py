"""zen-engine: the table as one decision graph; points and both reasons of every criterion, and the total."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import zen

from scoring.editions import Criterion, Edition
from tests.bench.rounds import Work
from tests.bench.table import as_floats, parts_of, submissions, table


def _zen_points(row: Criterion) -> str:
    measure, code = row.measure, row.code
    match measure.kind:
        case "yes_no":
            return f"{code} ? {measure.points} : 0"
        case "threshold":
            return f"{code} >= {measure.at_least} ? {measure.points} : 0"
        case "band":
            points = "0"
            for band in measure.bands:
                points = f"{code} >= {band.at_least or 0} ? {band.points} : ({points})"
            return points
        case "deduct_per_defect":
            lost = " - ".join(f"{part} * {d.deduct}" for part, d in zip(parts_of(row), measure.defects, strict=True))
            return f"max([0, {measure.points} - {lost}])"
        case "capped_count":
            return f"min([{measure.points}, {code} * {measure.each}])"
        case _:
            return code


def rules_of(rules: Edition) -> str:
    """The table as a decision graph with one expression node."""
    rows = rules.criteria
    made = [{"id": row.code, "key": f"points.{row.code}", "value": _zen_points(row)} for row in rows]
    for row in rows:
        fact = " + ' / ' + ".join(f"string({part})" for part in parts_of(row))
        made += [
            {
                "id": f"{row.code}{language}",
                "key": f"reason.{row.code}.{language}",
                "value": f"'{words}' + {fact} + ' : ' + string($.points.{row.code})",
            }
            for language, words in row.measure.rule().items()
        ]
    made.append({"id": "total", "key": "total", "value": " + ".join(f"$.points.{row.code}" for row in rows)})
    at = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "i", "type": "inputNode", "name": "in", **at},
        {"id": "e", "type": "expressionNode", "name": "all", **at, "content": {"expressions": made}},
        {"id": "o", "type": "outputNode", "name": "out", **at},
    ]
    edges = [
        {"id": "a", "sourceId": "i", "targetId": "e", "type": "edge"},
        {"id": "b", "sourceId": "e", "targetId": "o", "type": "edge"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def judge() -> Callable[[dict[str, Any]], Decimal]:
    """A function from facts to their total; the reasons are made and thrown away."""
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(rules_of(table())))
    return lambda facts: Decimal(str(decision.evaluate(facts)["result"]["total"]))


def one_by_one() -> Work:
    """One submission after the other."""
    total, stated = judge(), [as_floats(facts) for facts in submissions(table(), 1000)]
    return lambda index: str(total(stated[index % 1000])).encode()
