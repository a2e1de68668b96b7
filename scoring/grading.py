"""From lines to a result: total, chapters, gates, share, passed or not, grade. What a line earns is `engine.py`'s.

Passing is decided on exact numbers (`total >= share x maximum`), never on a rounded share.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from scoring.editions import Chapter, Edition, Grade, Rounding
from scoring.lines import Line, Status

_MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
_ZERO = Decimal(0)


class Sum(NamedTuple):
    """Points so far, their maximum, and the least and most they can become as open lines are settled."""

    points: Decimal
    maximum: Decimal
    least: Decimal
    most: Decimal


_NOTHING = Sum(_ZERO, _ZERO, _ZERO, _ZERO)


@dataclass(frozen=True, slots=True)
class ChapterResult:
    """What was reached in one chapter; `met` is about its minimum share and None if it has none."""

    chapter: Chapter
    sum: Sum
    met: bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """The whole. `settled`: nothing that is still unknown or unjudged can change `passed`."""

    total: Decimal
    maximum: Decimal
    share: Decimal | None
    passed: bool
    settled: bool
    grade: Grade | None
    chapters: tuple[ChapterResult, ...]


def share_of(points: Decimal, maximum: Decimal, rounding: Rounding) -> Decimal | None:
    """The share for showing, rounded as the edition says; None where nothing applies."""
    if not maximum:
        return None
    return (points / maximum).quantize(Decimal(1).scaleb(-rounding.share_places), rounding=_MODES[rounding.mode])


def sum_of(lines: Iterable[Line]) -> Sum:
    """Add up lines."""
    points = maximum = least = most = _ZERO
    for line in lines:
        points += line.points
        maximum += line.maximum
        if line.open:
            most += line.maximum
        else:
            least += line.points
            most += line.points
    return Sum(points, maximum, least, most)


def result(edition: Edition, lines: tuple[Line, ...]) -> Result:
    """Grade the lines of a scorecard, which stand in the order of the edition."""
    by_chapter: dict[str, list[Line]] = {chapter.code: [] for chapter in edition.chapters}
    for line in lines:
        by_chapter[line.chapter].append(line)
    sums = [(chapter, sum_of(by_chapter[chapter.code])) for chapter in edition.chapters]
    whole = Sum(*(sum(column, _ZERO) for column in zip(_NOTHING, *(part for _, part in sums), strict=True)))
    floors = [(part, chapter.minimum_share) for chapter, part in sums if chapter.minimum_share is not None]
    demands = [(whole, edition.pass_mark.share), *floors]

    answers = [line.met for line in lines if line.criterion.gate and line.status is not Status.NOT_APPLICABLE]
    gates_met, gate_failed = all(answers), any(answer is False for answer in answers)
    passed = gates_met and _all_reached("points", demands)
    cannot_pass = gate_failed or not _all_reached("most", demands)
    settled = _all_reached("least", demands) if passed else cannot_pass
    return Result(
        total=whole.points,
        maximum=whole.maximum,
        share=share_of(whole.points, whole.maximum, edition.rounding),
        passed=passed,
        settled=settled,
        grade=_grade(edition, whole) if passed else None,
        chapters=tuple(_chapter(chapter, part) for chapter, part in sums),
    )


def _all_reached(which: str, demands: list[tuple[Sum, Decimal]]) -> bool:
    """Whether each sum reaches its share, counting what is (`points`), or the `least` or `most` that can be.

    A chapter in which nothing applies demands nothing; a table in which nothing applies is not passed.
    """
    whole = demands[0][0]
    return bool(whole.maximum) and all(getattr(part, which) >= share * part.maximum for part, share in demands)


def _chapter(chapter: Chapter, part: Sum) -> ChapterResult:
    floor = chapter.minimum_share
    return ChapterResult(chapter, part, None if floor is None else part.points >= floor * part.maximum)


def _grade(edition: Edition, whole: Sum) -> Grade | None:
    reached = [grade for grade in edition.pass_mark.grades if whole.points >= grade.from_share * whole.maximum]
    return max(reached, key=lambda grade: grade.from_share, default=None)
