"""Judging: an edition is compiled once into one function per criterion; facts go in, explained lines come out.

Unknown is not zero, and not applicable is neither: it leaves the maximum. Adding up is in `grading.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from scoring import explain, facts
from scoring.editions import Criterion, Edition
from scoring.faults import BadFacts, Fault, NoEdition, Refused
from scoring.grading import result
from scoring.lines import Line, Status
from scoring.scorecard import Scorecard
from scoring.values import Words

JudgeLine = Callable[[Any], Line]
_ZERO = Decimal(0)
REMEMBERED = 1024
"""How many lines a criterion keeps: one value always makes one line, and most values are stated again and again."""


class Row(NamedTuple):
    """One compiled criterion: its code, the lines already made by value, and the function that makes them."""

    code: str
    remembered: dict[tuple[Any, ...], Line]
    judge: JudgeLine


@dataclass(frozen=True, slots=True)
class Compiled:
    """An edition made ready for one format (or none): its rows in the order of the table, and all codes it knows."""

    rows: tuple[Row, ...]
    codes: frozenset[str]


def score(edition: Edition, stated: Mapping[str, Any], *, format: str | None = None) -> Scorecard:  # noqa: A002 - the word of the domain and of the command line
    """Judge stated facts (criterion code → value, absent or None = unknown) by an edition.

    Raises BadFacts with everything that is wrong with them, NoEdition if the edition knows no such format.
    """
    rules = compiled(edition, format)
    if not rules.codes.issuperset(stated):
        raise BadFacts(facts.faults(edition, stated))
    get, lines = stated.get, []
    try:
        for code, remembered, judge in rules.rows:
            value: Any = get(code)
            kind = value.__class__
            key = _listed(value) if kind is list or kind is tuple else (kind, value)
            try:
                lines.append(remembered[key])
            except KeyError:
                lines.append(remember(remembered, key, judge(value)))
            except TypeError:  # it holds what cannot be looked up: a table, or a list of lists
                lines.append(judge(value))
    except Refused as refused:
        raise BadFacts(facts.faults(edition, stated)) from refused
    return assemble(edition, format, tuple(lines))


def _listed(value: Sequence[Any]) -> tuple[Any, ...]:
    """A list of counts as a key. The types are part of it: True equals 1, but is no count."""
    return (*value, *map(type, value))


def key_of(value: Any) -> tuple[Any, ...]:
    """What tells one stated value from another: equal keys are judged alike."""
    if isinstance(value, (list, tuple)):
        return _listed(value)
    return (value.__class__, repr(value) if isinstance(value, dict) else value)


def remember(remembered: dict[tuple[Any, ...], Line], key: tuple[Any, ...], line: Line) -> Line:
    """Keep a line for the next time its value is stated; what was kept is dropped once there is too much of it."""
    if len(remembered) >= REMEMBERED:
        remembered.clear()
    remembered[key] = line
    return line


def assemble(edition: Edition, format_code: str | None, lines: tuple[Line, ...]) -> Scorecard:
    """A scorecard of lines that are already judged."""
    return Scorecard(edition, format_code, lines, result(edition, lines))


@lru_cache(maxsize=128)
def compiled(edition: Edition, format_code: str | None) -> Compiled:
    """The functions that judge each criterion, in the order of the edition, with all constants worked out."""
    if format_code is not None and format_code not in {known.code for known in edition.formats}:
        raise NoEdition([_unknown_format(edition, format_code)])
    rows = tuple(
        Row(criterion.code, {}, _judge(edition, criterion, chapter.code, format_code))
        for chapter in edition.chapters
        for criterion in chapter.criteria
    )
    return Compiled(rows, frozenset(edition.by_code))


def _judge(edition: Edition, criterion: Criterion, chapter: str, format_code: str | None) -> JudgeLine:
    citation, maximum = edition.cite(criterion.citation), criterion.maximum

    def line(points: Decimal, status: Status, reason: Words, most: Decimal = maximum) -> Line:
        return Line(criterion, chapter, points, most, status, reason, citation)

    if format_code is not None and not criterion.applies(format_code):
        aside = line(_ZERO, Status.NOT_APPLICABLE, explain.not_for_format(edition.format_title(format_code)), _ZERO)
        return lambda value: _aside(criterion, value, aside)

    nothing = _nothing(criterion, line)
    partly = line(_ZERO, Status.UNKNOWN, explain.incomplete())
    when = criterion.not_applicable_when
    stated_aside = (
        None if when is None else line(_ZERO, Status.NOT_APPLICABLE, explain.stated_not_applicable(when), _ZERO)
    )
    read, code = criterion.measure.read, criterion.code
    outcome = _gate(criterion, line) if criterion.gate else _points(criterion, line)

    def judge(value: Any) -> Line:
        if value is None:
            return nothing
        if stated_aside is not None and value == facts.NOT_APPLICABLE:
            return stated_aside
        known = read(value, code)
        return partly if known is None else outcome(known)

    return judge


def _aside(criterion: Criterion, value: Any, aside: Line) -> Line:
    """A value for a criterion that is not meant for the format is checked, then set aside."""
    facts.read(criterion, value)
    return aside


def _nothing(criterion: Criterion, line: Callable[..., Line]) -> Line:
    rule = explain.rule_only(criterion.measure.rule())
    if criterion.gate:
        return line(_ZERO, Status.GATE_UNKNOWN, explain.joined(rule, explain.gate(met=None)))
    if criterion.judged:
        return line(_ZERO, Status.TO_BE_JUDGED, explain.to_be_judged(criterion.maximum))
    return line(_ZERO, Status.UNKNOWN, explain.joined(rule, explain.unknown(criterion.maximum)))


def _gate(criterion: Criterion, line: Callable[..., Line]) -> JudgeLine:
    met, judge = criterion.measure.met, criterion.measure.judge()
    yes, no = explain.gate(met=True), explain.gate(met=False)

    def outcome(known: Any) -> Line:
        _, reason = judge(known)
        if met(known):
            return line(_ZERO, Status.GATE_PASSED, explain.joined(reason, yes))
        return line(_ZERO, Status.GATE_FAILED, explain.joined(reason, no))

    return outcome


def _points(criterion: Criterion, line: Callable[..., Line]) -> JudgeLine:
    judge, status = criterion.measure.judge(), Status.TO_BE_JUDGED if criterion.judged else Status.SCORED
    if criterion.bonus:
        return lambda known: _extra(line, status, *judge(known))

    def outcome(known: Any) -> Line:
        points, reason = judge(known)
        return line(points, status, reason)

    return outcome


def _extra(line: Callable[..., Line], status: Status, points: Decimal, reason: Words) -> Line:
    return line(points, status, explain.joined(reason, explain.bonus()))


def what_is_missing(
    edition: Edition,
    stated: Mapping[str, Any],
    evidence_codes: AbstractSet[str],
    format: str | None = None,  # noqa: A002 - the word of the domain and of the command line
) -> list[dict[str, Any]]:
    """What a submission still lacks, in the order of the edition: `[{code, what, text{zh,en}}]`.

    `what` is `answer` (nothing or only part stated), `evidence` (points or a gate rest on it, and no file is among
    `evidence_codes`) or `gate_failed`. Raises like `score`.
    """
    missing = []
    for line in score(edition, stated, format=format).lines:
        criterion = line.criterion
        code = criterion.code
        if line.status in {Status.UNKNOWN, Status.GATE_UNKNOWN} or (
            criterion.judged and stated.get(code) is None and line.open
        ):
            missing.append({"code": code, "what": "answer", "text": explain.answer_missing(criterion.title)})
        elif line.status is Status.GATE_FAILED:
            missing.append({"code": code, "what": "gate_failed", "text": explain.gate_in_the_way(criterion.title)})
        elif criterion.evidence_required and code not in evidence_codes and (line.points or line.met):
            text = explain.evidence_missing(criterion.title, criterion.evidence)
            missing.append({"code": code, "what": "evidence", "text": text})
    return missing


def _unknown_format(edition: Edition, code: str) -> Fault:
    known = ", ".join(form.code for form in edition.formats)
    return Fault(
        "unknown-format",
        {"zh": f"该版本没有业态“{facts.shown(code)}”。", "en": f"This edition knows no format “{facts.shown(code)}”."},
        {"zh": f"可用：{known}。", "en": f"Known formats: {known}."},
        "format",
    )
