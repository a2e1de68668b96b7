"""P6: 100 000 submissions judged again, all at once, against our own one by one; totals must be equal.

What is read once and judged under many editions is the batch, so making it is measured apart (`encode_ms`).
"""

import json
import random
import statistics
import time
from typing import Any

from scoring.batch import Batch, judge_all
from scoring.engine import score
from tests.bench.p5_scoring import submissions, table

ROUNDS, MANY = 5, 100_000


def run() -> dict[str, Any]:
    """`{"ours_ms", "encode_ms", "peers": {"one by one": {"ms", "ratio"}}, "equal"}` for all submissions; medians."""
    rules, chance = table(), random.Random(2)  # noqa: S311 - sample data
    different = submissions(rules, 2000)
    stated = [dict(different[chance.randrange(len(different))]) for _ in range(MANY)]
    start = time.perf_counter()
    batch = Batch.of(stated)
    encode = time.perf_counter() - start
    verdicts = judge_all(rules, batch)
    at_once, one_by_one, equal = [], [], True
    for _ in range(ROUNDS):
        start = time.perf_counter()
        verdicts = judge_all(rules, batch)
        at_once.append(time.perf_counter() - start)
        start = time.perf_counter()
        totals = [score(rules, facts).total for facts in stated]
        one_by_one.append(time.perf_counter() - start)
        equal = equal and totals == [verdicts.total(place) for place in range(MANY)]
    ours, single = statistics.median(at_once) * 1000, statistics.median(one_by_one) * 1000
    return {
        "ours_ms": ours,
        "encode_ms": encode * 1000,
        "peers": {"one by one": {"ms": single, "ratio": single / ours}},
        "equal": equal,
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
