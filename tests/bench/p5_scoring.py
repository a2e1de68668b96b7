"""P5: 80 criteria, one submission after the other, points and reasons in both languages; totals must be exact.

The peers get the same criteria as their own rules and return the same: points and both reasons of every criterion, and
the total. Each variant runs in this process in turn; the medians of its rounds are compared.
"""

import json
import random
import statistics
import time
from decimal import Decimal
from typing import Any

from scoring.editions import Edition
from scoring.engine import compiled, score
from tests.scoring.samples import BAND, COUNT, DEDUCT, JUDGED, THRESHOLD, YES_NO, chapter, criterion, edition

KINDS = [YES_NO] * 5 + [THRESHOLD] * 3 + [BAND] * 3 + [DEDUCT] * 2 + [COUNT] * 2 + [JUDGED]
ROUNDS, SUBMISSIONS = 7, 1000


def table() -> Edition:
    """80 criteria in five chapters, in the mixture of a real table."""
    return edition(
        *(
            chapter(*(criterion(f"C{part}{row:02d}", kind) for row, kind in enumerate(KINDS)), code=f"C{part}")
            for part in range(5)
        )
    )


def submissions(rules: Edition, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Different submissions, complete, with shares stated to one decimal place."""
    chance = random.Random(seed)  # noqa: S311 - sample data
    draw = {
        "yes_no": lambda: chance.random() < 0.8,
        "threshold": lambda: f"{chance.randint(0, 1000) / 10}",
        "band": lambda: f"{chance.randint(0, 1000) / 10}",
        "deduct_per_defect": lambda: [chance.randint(0, 2), chance.randint(0, 4)],
        "capped_count": lambda: chance.randint(0, 6),
        "judged": lambda: f"{chance.randint(0, 10) / 2}",
    }
    return [{row.code: draw[row.measure.kind]() for row in rules.criteria} for _ in range(count)]


def _parts(row: Any) -> list[str]:
    """What is shown of the fact: the value, or each count of it."""
    if row.measure.kind == "deduct_per_defect":
        return [f"{row.code}[{place}]" for place in range(len(row.measure.defects))]
    return [row.code]


def _zen_points(row: Any) -> str:
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
            lost = " - ".join(f"{part} * {d.deduct}" for part, d in zip(_parts(row), measure.defects, strict=True))
            return f"max([0, {measure.points} - {lost}])"
        case "capped_count":
            return f"min([{measure.points}, {code} * {measure.each}])"
        case _:
            return code


def zen_rules(rules: Edition) -> str:
    """The table as a decision graph with one expression node."""
    rows = rules.criteria
    made = [{"id": row.code, "key": f"points.{row.code}", "value": _zen_points(row)} for row in rows]
    for row in rows:
        fact = " + ' / ' + ".join(f"string({part})" for part in _parts(row))
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


def _logic_points(row: Any) -> Any:
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


def logic_rules(rules: Edition) -> list[tuple[str, Any, Any, Any]]:
    """Per criterion the rule of its points, and of its two reasons given the points as `p`."""
    made = []
    for row in rules.criteria:
        words = row.measure.rule()
        parts: list[Any] = []
        for part in _parts(row):
            parts += [" / ", {"var": part.replace("[", ".").rstrip("]")}]
        zh, en = ({"cat": [words[language], *parts[1:], " : ", {"var": "p"}]} for language in ("zh", "en"))
        made.append((row.code, _logic_points(row), zh, en))
    return made


def _as_floats(facts: dict[str, Any]) -> dict[str, Any]:
    return {code: float(value) if isinstance(value, str) else value for code, value in facts.items()}


def variants() -> dict[str, Any]:
    """Name → a function that judges all submissions and returns their totals; `zen-engine` and so on are the peers."""
    import zen
    from json_logic import jsonLogic

    rules = table()
    stated = submissions(rules, SUBMISSIONS)
    floats = [_as_floats(facts) for facts in stated]
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(zen_rules(rules)))
    logic = logic_rules(rules)

    def ours() -> list[Decimal]:
        return [score(rules, facts).total for facts in stated]

    def ours_forgetting() -> list[Decimal]:
        for row in compiled(rules, None).rows:
            row.remembered.clear()
        return ours()

    def zen_engine() -> list[Decimal]:
        return [Decimal(str(decision.evaluate(facts)["result"]["total"])) for facts in floats]

    def json_logic() -> list[Decimal]:
        totals = []
        for facts in floats:
            total, reasons = 0.0, {}
            for code, points, zh, en in logic:
                facts["p"] = got = jsonLogic(points, facts)
                reasons[code] = (got, jsonLogic(zh, facts), jsonLogic(en, facts))
                total += got
            totals.append(Decimal(str(total)))
        return totals

    return {
        "ours": ours,
        "ours, nothing remembered": ours_forgetting,
        "zen-engine": zen_engine,
        "json-logic": json_logic,
    }


def run() -> dict[str, Any]:
    """`{"ours_ms", "peers": {name: {"ms", "ratio"}}, "exact"}` per submission; round robin, medians."""
    made = variants()
    totals = {name: judge() for name, judge in made.items()}
    seconds: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(ROUNDS):
        for name, judge in made.items():
            start = time.perf_counter()
            judge()
            seconds[name].append(time.perf_counter() - start)
    each = {name: statistics.median(taken) * 1000 / SUBMISSIONS for name, taken in seconds.items()}
    peers = {name: {"ms": ms, "ratio": ms / each["ours"]} for name, ms in each.items() if name != "ours"}
    return {"ours_ms": each["ours"], "peers": peers, "exact": all(part == totals["ours"] for part in totals.values())}


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
