"""The scorecard: every line with its points, reason and citation, and the result. Plain data out, nothing in.

How lines come about is in `engine.py`; how they add up is in `grading.py`.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.digest import digest
from scoring.editions import Edition
from scoring.grading import ChapterResult, Result, share_of
from scoring.lines import Line
from scoring.values import amount


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A judgement: a function of edition, facts, format and findings, and of nothing else."""

    edition: Edition
    format: str | None
    lines: tuple[Line, ...]
    result: Result

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return self.result.total

    @property
    def maximum(self) -> Decimal:
        """The sum of the maxima of lines that apply."""
        return self.result.maximum

    @property
    def share(self) -> Decimal | None:
        """Total over maximum, rounded for showing; None where nothing applies."""
        return self.result.share

    @property
    def passed(self) -> bool:
        """Whether it passes as it stands; see `settled`."""
        return self.result.passed

    @property
    def settled(self) -> bool:
        """Whether `passed` can no longer change by answering or judging what is open."""
        return self.result.settled

    def line(self, code: str) -> Line:
        """The line of one criterion. Raises KeyError."""
        for line in self.lines:
            if line.criterion.code == code:
                return line
        raise KeyError(code)

    @property
    def fingerprint(self) -> str:
        """SHA-256 in hex over the canonical JSON: the same judgement, the same fingerprint."""
        return digest(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """The shape that `python -m scoring score` prints: plain data, amounts as text."""
        grade = self.result.grade
        return {
            "scheme": self.edition.scheme,
            "edition": self.edition.edition,
            "digest": self.edition.digest,
            "format": self.format,
            "total": amount(self.total),
            "maximum": amount(self.maximum),
            "share": None if self.share is None else amount(self.share),
            "pass_share": amount(self.edition.pass_mark.share),
            "pass_status": self.edition.pass_mark.status.value,
            "passed": self.passed,
            "settled": self.settled,
            "grade": grade and {"code": grade.code, "title": grade.title.words()},
            "gates": [self._gate(line) for line in self.lines if line.criterion.gate],
            "chapters": [self._chapter(part) for part in self.result.chapters],
            "lines": [line.to_json() for line in self.lines],
        }

    @staticmethod
    def _gate(line: Line) -> dict[str, Any]:
        title, reason = line.criterion.title.words(), dict(line.reason)
        return {
            "code": line.criterion.code,
            "title": title,
            "status": line.status.value,
            "passed": line.met,
            "reason": reason,
        }

    def _chapter(self, part: ChapterResult) -> dict[str, Any]:
        share = share_of(part.sum.points, part.sum.maximum, self.edition.rounding)
        floor = part.chapter.minimum_share
        return {
            "code": part.chapter.code,
            "title": part.chapter.title.words(),
            "points": amount(part.sum.points),
            "maximum": amount(part.sum.maximum),
            "share": None if share is None else amount(share),
            "minimum_share": None if floor is None else amount(floor),
            "met": part.met,
        }
