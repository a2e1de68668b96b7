"""One line of a scorecard: what became of one criterion, why, by which clause, and what a reviewer found.

How lines come about is in `engine.py`; how they add up is in `grading.py`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from scoring.digest import plain
from scoring.editions import Criterion
from scoring.values import Words, amount


class Status(StrEnum):
    """What became of a line."""

    SCORED = "scored"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    GATE_PASSED = "gate_passed"
    GATE_FAILED = "gate_failed"
    GATE_UNKNOWN = "gate_unknown"
    TO_BE_JUDGED = "to_be_judged"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A reviewer's finding as it stands in its line; `before` is None where nothing had been stated."""

    reason: str
    by_points: bool
    value: Any
    before: Decimal | None

    def to_json(self) -> dict[str, Any]:
        """`value` is what the reviewer gave: a fact, or points as text when `by` is points."""
        before = None if self.before is None else amount(self.before)
        by = "points" if self.by_points else "value"
        return {"by": by, "value": plain(self.value), "reason": self.reason, "points_before": before}


def _copied(citation: dict[str, Any]) -> dict[str, Any]:
    """A citation that its reader may change: the original serves every scorecard of its edition."""
    return {key: dict(part) if isinstance(part, dict) else part for key, part in citation.items()}


class Line(NamedTuple):
    """One criterion's outcome. Points are 0 while unknown or not applicable: the status tells these apart."""

    criterion: Criterion
    chapter: str
    points: Decimal
    maximum: Decimal
    status: Status
    reason: Words
    citation: dict[str, Any]
    finding: FindingShown | None = None

    @property
    def open(self) -> bool:
        """Whether its points can still change: nothing stated, or nobody has judged it."""
        return self.status is Status.UNKNOWN or self.status is Status.TO_BE_JUDGED

    @property
    def met(self) -> bool | None:
        """For a gate: met, failed, or None while not known. For other lines None."""
        if self.status is Status.GATE_PASSED:
            return True
        return False if self.status is Status.GATE_FAILED else None

    def to_json(self) -> dict[str, Any]:
        """Plain data of this line."""
        return {
            "code": self.criterion.code,
            "chapter": self.chapter,
            "title": self.criterion.title.words(),
            "points": amount(self.points),
            "maximum": amount(self.maximum),
            "status": self.status.value,
            "reason": dict(self.reason),
            "citation": _copied(self.citation) | {"status": self.criterion.status.value},
            "gate": self.criterion.gate,
            "judged": self.criterion.judged,
            "finding": self.finding and self.finding.to_json(),
            **({"bonus": True} if self.criterion.bonus else {}),
        }
