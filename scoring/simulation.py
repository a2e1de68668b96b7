"""What a new edition would do to submissions that were judged by another: who moves, by which clause, and where.

Pure and lazy over any number of submissions; loading them, and showing progress, is `registry/`'s.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from scoring.crosswalk import Crosswalk, carry, same_codes
from scoring.editions import Edition
from scoring.engine import score
from scoring.lines import Line, Status
from scoring.scorecard import Scorecard

_AT_ONCE = 500
_NO_CHANGE = Decimal(0)


class Frozen(NamedTuple):
    """A submission as it was handed in: whose it is, from which place, and the facts by which it was judged."""

    key: str
    facts: Mapping[str, Any]
    format: str | None = None
    place: str = ""


class Cause(NamedTuple):
    """What made one move: a `gate`, a chapter's `floor`, or the `points` of a clause, with the change of its share."""

    kind: str
    code: str
    change: Decimal


@dataclass(frozen=True, slots=True)
class Move:
    """One whose outcome or grade changes, and the clauses that weigh most in it, the heaviest first."""

    key: str
    place: str
    before: Scorecard
    after: Scorecard
    causes: tuple[Cause, ...]
    lost: tuple[str, ...]

    @property
    def kind(self) -> str:
        """`falls`, `rises`, or `grade` if only the grade changes."""
        if self.before.passed == self.after.passed:
            return "grade"
        return "falls" if self.before.passed else "rises"


@dataclass(slots=True)
class Place:
    """How many pass in one place, before and after."""

    submissions: int = 0
    before: int = 0
    after: int = 0


@dataclass(slots=True)
class Simulation:
    """The outcome over all submissions. `by_clause` counts the moves in which a clause is a cause."""

    moves: list[Move] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    by_clause: Counter[str] = field(default_factory=Counter)

    @property
    def submissions(self) -> int:
        """How many were judged."""
        return sum(place.submissions for place in self.places.values())


def simulate(
    old: Edition,
    new: Edition,
    submissions: Iterable[Frozen],
    *,
    crosswalk: Crosswalk | None = None,
    progress: Callable[[int], None] | None = None,
) -> Simulation:
    """Judge each submission by both editions; `progress` is told the number done every now and then.

    Facts are carried by the crosswalk; a format that the new edition does not know counts as not stated.
    Raises BadFacts if facts do not fit the old edition: then they were not judged by it.
    """
    walk, found = crosswalk or same_codes(old, new), Simulation()
    stream = iter(submissions)
    while part := list(islice(stream, _AT_ONCE)):
        for submission in part:
            _judge(old, new, walk, submission, found)
        if progress is not None:
            progress(found.submissions)
    return found


def _judge(old: Edition, new: Edition, walk: Crosswalk, submission: Frozen, found: Simulation) -> None:
    carried = carry(walk, new, submission.facts)
    before = score(old, submission.facts, format=submission.format)
    after = score(new, carried.facts, format=_known(new, submission.format))
    place = found.places.setdefault(submission.place, Place())
    place.submissions += 1
    place.before += before.passed
    place.after += after.passed
    if before.passed == after.passed and _grade(before) == _grade(after):
        return
    causes = _causes(before, after, walk)
    found.by_clause.update(cause.code for cause in causes)
    found.moves.append(Move(submission.key, submission.place, before, after, causes, carried.lost))


def _known(edition: Edition, format_code: str | None) -> str | None:
    return format_code if format_code in {form.code for form in edition.formats} else None


def _grade(card: Scorecard) -> str | None:
    return card.result.grade.code if card.result.grade else None


def _causes(before: Scorecard, after: Scorecard, walk: Crosswalk) -> tuple[Cause, ...]:
    """Gates and floors that differ decide alone; otherwise the clauses whose share of the whole moved the same way."""
    if before.passed != after.passed:
        worse = after if before.passed else before
        gates = [Cause("gate", line.criterion.code, _NO_CHANGE) for line in worse.lines if _blocks(line)]
        floors = [Cause("floor", part.chapter.code, _NO_CHANGE) for part in worse.result.chapters if part.met is False]
        if gates or floors:
            return (*gates, *floors)
    changes = _shares(after)
    names = {pair.old: pair.new for pair in walk.pairs}
    for code, share in _shares(before).items():
        name = names.get(code, code)
        changes[name] = changes.get(name, _NO_CHANGE) - share
    whole = sum(changes.values(), _NO_CHANGE)
    moved = [Cause("points", code, change) for code, change in changes.items() if change * whole > 0]
    return tuple(sorted(moved, key=lambda cause: (-abs(cause.change), cause.code)))


def _blocks(line: Line) -> bool:
    return line.criterion.gate and not line.met and line.status is not Status.NOT_APPLICABLE


def _shares(card: Scorecard) -> dict[str, Decimal]:
    if not card.maximum:
        return {}
    return {line.criterion.code: line.points / card.maximum for line in card.lines}
