"""What a new edition would do to submissions that were judged by another: who moves, by which clause, and where.

Pure and lazy over any number of submissions; loading them, and showing progress, is `registry/`'s.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from scoring.adjust import adjust
from scoring.crosswalk import Crosswalk, carry, carry_findings, same_codes
from scoring.editions import Edition
from scoring.engine import assemble, score
from scoring.lines import Line, Status
from scoring.scorecard import Scorecard

_AT_ONCE = 500
_NO_CHANGE = Decimal(0)


class Frozen(NamedTuple):
    """A submission as it was handed in: whose it is, from which place, and by what it was judged.

    `findings` are a reviewer's (criterion → `{value | points, reason}`), as `scoring.adjust` takes them.
    """

    key: str
    facts: Mapping[str, Any]
    format: str | None = None
    place: str = ""
    findings: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


class Cause(NamedTuple):
    """What made one move: a `gate`, a chapter's `floor`, the `points` of a clause with the change of its share, or that
    nothing is known (`unknown`) about what a clause asks.
    """

    kind: str
    code: str
    change: Decimal


@dataclass(frozen=True, slots=True)
class Move:
    """One whose outcome or grade changes, and the clauses that weigh most in it, the heaviest first.

    `lost` are answers that could not be carried. `open`: it does not pass as it stands, but would if everything that
    is unknown under the new edition were answered as well as can be; nor was it as open as that before.
    """

    key: str
    place: str
    before: Scorecard
    after: Scorecard
    causes: tuple[Cause, ...]
    lost: tuple[str, ...]
    open: bool = False

    @property
    def kind(self) -> str:
        """`falls`, `rises`, `grade` if only the grade changes, or `open` if what is unknown decides."""
        if self.open:
            return "open"
        if self.before.passed == self.after.passed:
            return "grade"
        return "falls" if self.before.passed else "rises"


@dataclass(slots=True)
class Place:
    """How many pass in one place, before and after, and of how many that depends on what is not known (`open`)."""

    submissions: int = 0
    before: int = 0
    after: int = 0
    open: int = 0


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

    Facts and findings are carried by the crosswalk; what cannot be carried is unknown, which is not zero. A format that
    the new edition does not know counts as not stated. Raises BadFacts, BadFindings if they do not fit the old edition:
    then they were not judged by it.
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
    before = _judged(old, submission.facts, submission.findings, submission.format)
    known = dict(submission.facts) | {
        code: finding["value"] for code, finding in submission.findings.items() if finding.get("value") is not None
    }
    awarded = {code: finding for code, finding in submission.findings.items() if finding.get("value") is None}
    carried = carry(walk, new, {code: value for code, value in known.items() if code not in awarded})
    form = _known(new, submission.format)
    findings, lost = carry_findings(walk, old, new, awarded, form)
    after = _judged(new, carried.facts, findings, form)
    unknown = tuple(line for line in after.lines if _is_unknown(line, carried.facts))
    at_best = not after.passed and bool(unknown) and _at_best(after) and (before.passed or not _at_best(before))
    place = found.places.setdefault(submission.place, Place())
    place.submissions += 1
    place.before += before.passed
    place.after += after.passed
    place.open += at_best
    if before.passed == after.passed and _grade(before) == _grade(after) and not at_best:
        return
    causes = tuple(_not_known(line) for line in unknown) if at_best else _causes(before, after, walk)
    found.by_clause.update(cause.code for cause in causes)
    move = Move(submission.key, submission.place, before, after, causes, (*carried.lost, *lost), open=at_best)
    found.moves.append(move)


def _judged(
    edition: Edition, facts: Mapping[str, Any], findings: Mapping[str, Mapping[str, Any]], form: str | None
) -> Scorecard:
    return adjust(edition, facts, findings, format=form) if findings else score(edition, facts, format=form)


def _is_unknown(line: Line, facts: Mapping[str, Any]) -> bool:
    """Whether the carried facts say nothing, or not enough, about it."""
    if line.status is Status.TO_BE_JUDGED:
        return facts.get(line.criterion.code) is None
    return line.status in {Status.UNKNOWN, Status.GATE_UNKNOWN}


def _not_known(line: Line) -> Cause:
    return Cause("unknown", line.criterion.code, _NO_CHANGE)


def _at_best(card: Scorecard) -> bool:
    """Whether it passes if everything that is still open turns out as well as can be."""
    lines = tuple(
        line._replace(status=Status.GATE_PASSED)
        if line.status is Status.GATE_UNKNOWN
        else line._replace(points=line.maximum, status=Status.SCORED)
        if line.open
        else line
        for line in card.lines
    )
    return assemble(card.edition, card.format, lines).passed


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
