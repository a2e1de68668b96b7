"""80 criteria in the mixture of a real table, and submissions for them: what the benches of the judge judge."""

import random
from typing import Any

from scoring.editions import Criterion, Edition
from tests.scoring.samples import BAND, COUNT, DEDUCT, JUDGED, THRESHOLD, YES_NO, chapter, criterion, edition

KINDS = [YES_NO] * 5 + [THRESHOLD] * 3 + [BAND] * 3 + [DEDUCT] * 2 + [COUNT] * 2 + [JUDGED]


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


def parts_of(row: Criterion) -> list[str]:
    """What is shown of the fact: the value, or each count of it."""
    if row.measure.kind == "deduct_per_defect":
        return [f"{row.code}[{place}]" for place in range(len(row.measure.defects))]
    return [row.code]


def as_floats(facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts for engines that reckon in binary floats."""
    return {code: float(value) if isinstance(value, str) else value for code, value in facts.items()}
