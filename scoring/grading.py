"""From lines to a result: total, chapters, gates, share, passed or not, grade. What a line earns is `engine.py`'s.

Passing is decided on exact numbers (`total >= share x maximum`), never on a rounded share.
"""

from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from scoring.editions import Chapter, Edition, Grade, Rounding
from scoring.lines import Line, Status

_MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
_ZERO = Decimal(0)
_POINTS, _MAXIMUM = itemgetter(Line._fields.index("points")), itemgetter(Line._fields.index("maximum"))
_SCORED, _UNKNOWN, _TO_BE_JUDGED = Status.SCORED, Status.UNKNOWN, Status.TO_BE_JUDGED


class Sum(NamedTuple):
    """Points so far, their maximum, and the least and most they can become as open lines are settled."""

    points: Decimal
    maximum: Decimal
    least: Decimal
    most: Decimal


_NOTHING = Sum(_ZERO, _ZERO, _ZERO, _ZERO)


class ChapterResult(NamedTuple):
    """What was reached in one chapter; `met` is about its minimum share and None if it has none.

    `counted` is what the minimum share is about: `sum` without any bonus.
    """

    chapter: Chapter
    sum: Sum
    met: bool | None
    counted: Sum


class Result(NamedTuple):
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
    return (points / maximum).quantize(_step(rounding.share_places), rounding=_MODES[rounding.mode])


@lru_cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def sum_of(lines: Iterable[Line]) -> Sum:
    """Add up lines."""
    rows = tuple(lines)
    points = sum(map(_POINTS, rows), _ZERO)
    least = most = points
    for line in rows:
        status = line[4]
        if status is _UNKNOWN or status is _TO_BE_JUDGED:
            least -= line.points
            most += line.maximum - line.points
    return Sum(points, sum(map(_MAXIMUM, rows), _ZERO), least, most)


def result(edition: Edition, lines: tuple[Line, ...]) -> Result:
    """Grade the lines of a scorecard, which stand in the order of the edition."""
    sums, floors, parts, start = [], [], [], 0
    for chapter in edition.chapters:
        end = start + len(chapter.criteria)
        part, extra = _sums(chapter, lines[start:end])
        start = end
        sums += [part, extra]
        if chapter.minimum_share is not None:
            floors.append((part, chapter.minimum_share))
        parts.append(_chapter(chapter, part, extra))
    whole = _together(sums)
    demands = [(whole, edition.pass_mark.share), *floors]

    special = [status for line in lines if (status := line[4]) is not _SCORED]
    gate_failed = Status.GATE_FAILED in special
    gates_met = not gate_failed and Status.GATE_UNKNOWN not in special
    asks = bool(whole.maximum) or gate_failed or not gates_met or Status.GATE_PASSED in special
    passed = asks and gates_met and _all_reached("points", demands)
    cannot_pass = not asks or gate_failed or not _all_reached("most", demands)
    settled = _all_reached("least", demands) if passed else cannot_pass
    return Result(
        total=whole.points,
        maximum=whole.maximum,
        share=share_of(whole.points, whole.maximum, edition.rounding),
        passed=passed,
        settled=settled,
        grade=_grade(edition, whole) if passed else None,
        chapters=tuple(parts),
    )


def _all_reached(which: str, demands: list[tuple[Sum, Decimal]]) -> bool:
    """Whether each sum reaches its share, counting what is (`points`), or the `least` or `most` that can be.

    A chapter in which nothing applies demands nothing. A table in which nothing applies, no gate either, is not passed.
    """
    return all(getattr(part, which) >= share * part.maximum for part, share in demands)


def _sums(chapter: Chapter, lines: tuple[Line, ...]) -> tuple[Sum, Sum]:
    """What counts towards the chapter's maximum, and what its bonus lines add beyond it."""
    if not chapter.has_bonus:
        return sum_of(lines), _NOTHING
    extra = sum_of(line for line in lines if line.criterion.bonus)
    return sum_of(line for line in lines if not line.criterion.bonus), extra._replace(maximum=_ZERO)


def _together(sums: Iterable[Sum]) -> Sum:
    return Sum(*(sum(column, _ZERO) for column in zip(_NOTHING, *sums, strict=True)))


def _chapter(chapter: Chapter, part: Sum, extra: Sum) -> ChapterResult:
    floor, shown = chapter.minimum_share, part if extra is _NOTHING else _together([part, extra])
    return ChapterResult(chapter, shown, None if floor is None else part.points >= floor * part.maximum, part)


def _grade(edition: Edition, whole: Sum) -> Grade | None:
    reached = [grade for grade in edition.pass_mark.grades if whole.points >= grade.from_share * whole.maximum]
    return max(reached, key=lambda grade: grade.from_share, default=None)
