"""P6: 100 000 submissions judged again, all at once, against our own one by one; totals must be equal.

What is read once and judged under many editions is the batch, so making it is measured apart (`columns_ms`).
"""

import random
import time
from typing import Any

from scoring.batch import Batch, judge_all
from scoring.engine import score
from tests.bench.rounds import Work, compare
from tests.bench.table import submissions, table

MANY, DIFFERENT = 100_000, 2000
VARIANTS = {"ours": "tests.bench.p6_batch:all_at_once", "one by one": "tests.bench.p6_batch:one_by_one"}


def many() -> list[dict[str, Any]]:
    """Submissions, drawn from 2000 different ones."""
    chance, different = random.Random(2), submissions(table(), DIFFERENT)  # noqa: S311 - sample data
    return [different[chance.randrange(DIFFERENT)] for _ in range(MANY)]


def all_at_once() -> Work:
    """By column."""
    rules, batch = table(), Batch.of(many())
    return lambda _: bytes(judge_all(rules, batch).passed)


def one_by_one() -> Work:
    """Explained, as the product judges a single one."""
    rules, stated = table(), many()
    return lambda _: bytes(score(rules, facts).passed for facts in stated)


def run() -> dict[str, Any]:
    """`{"ours_ms", "peers": {"one by one": {"ms", "ratio"}}, "equal", "columns_ms"}`, for all submissions."""
    measured = compare(VARIANTS, rounds=3)
    rules, stated = table(), many()
    start = time.perf_counter()
    batch = Batch.of(stated)
    columns_ms = (time.perf_counter() - start) * 1000
    verdicts = judge_all(rules, batch)
    equal = all(
        (card.total, card.maximum, card.passed)
        == (verdicts.total(place), verdicts.maximum(place), verdicts.passed[place])
        for place, card in enumerate(score(rules, facts) for facts in stated)
    )
    return measured | {"equal": equal, "columns_ms": columns_ms}
