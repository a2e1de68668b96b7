"""A reviewer's findings on top of the stated facts: a new scorecard, in which each finding is shown in its line.

The old scorecard stays as it was. Who may find what, and when, is in `registry/reviews/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring import explain
from scoring.editions import Criterion, Edition
from scoring.engine import assemble, score
from scoring.facts import read, read_number, refuse, shown
from scoring.faults import BadFindings, Fault, Refused
from scoring.lines import FindingShown, Line, Status
from scoring.measures.judged import Judged
from scoring.scorecard import Scorecard
from scoring.values import Words

_LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reviewer found: either the `value` of the fact as it really is, or the `points` to award.

    A reason may be left out only where the finding confirms what was stated.
    """

    reason: str = ""
    value: Any = None
    points: Any = None


def adjust(
    edition: Edition,
    stated: Mapping[str, Any],
    findings: Mapping[str, Finding | Mapping[str, Any]],
    *,
    format: str | None = None,  # noqa: A002 - the word of the domain and of the command line
) -> Scorecard:
    """Judge the stated facts again with findings (criterion code → `{value | points, reason}`) in their place.

    Raises BadFacts for the facts, BadFindings with all faults of the findings, NoEdition for the format.
    """
    before = {line.criterion.code: line for line in score(edition, stated, format=format).lines}
    known, faults = _read_all(edition, format, before, stated, findings)
    if faults:
        raise BadFindings(faults)
    values = {code: finding.value for code, finding in known.items() if finding.points is None}
    after = score(edition, {**stated, **values}, format=format)
    lines = tuple(
        _found(line, known[line.criterion.code], before[line.criterion.code], stated)
        if line.criterion.code in known
        else line
        for line in after.lines
    )
    return assemble(edition, format, lines)


def _read_all(
    edition: Edition,
    format_code: str | None,
    before: Mapping[str, Line],
    stated: Mapping[str, Any],
    findings: Mapping[str, Any],
) -> tuple[dict[str, Finding], list[Fault]]:
    known: dict[str, Finding] = {}
    faults: list[Fault] = []
    for code, given in findings.items():
        try:
            if code not in edition.by_code:
                raise _unknown(code)
            known[code] = _read_one(edition.by_code[code], format_code, before[code], stated.get(code), given)
        except Refused as refused:
            faults.append(refused.fault)
    return known, faults


def _read_one(
    criterion: Criterion, format_code: str | None, before: Line, stated: Any, given: Finding | Mapping[str, Any]
) -> Finding:
    code = criterion.code
    finding = given if isinstance(given, Finding) else _from_mapping(code, given)
    if (finding.value is None) == (finding.points is None):
        raise _empty(code)
    if not criterion.applies(format_code):
        raise _refuse(
            "finding-not-applicable",
            code,
            "本条款不适用于该业态，无需评审。",
            "The criterion does not apply to this format; there is nothing to find.",
            "删除该意见。",
            "Remove the finding.",
        )
    if finding.points is not None:
        if criterion.gate:
            raise _refuse(
                "finding-points-on-gate",
                code,
                "否决项不计分。",
                "A gate carries no points.",
                "请以 value 说明是否达标。",
                "Say with a value whether it is met.",
            )
        awarded = _points(criterion, finding.points)
        finding = Finding(finding.reason, None, awarded)
        confirms = stated is not None and awarded == before.points
    else:
        found = read(criterion, finding.value)
        if found is None:
            raise _empty(code)
        confirms = stated is not None and found == read(criterion, stated)
    reason = finding.reason.strip()
    if len(reason) > _LONGEST_REASON or not (reason or confirms):
        raise _refuse(
            "finding-without-reason",
            code,
            f"改变填报内容须说明理由（1 至 {_LONGEST_REASON} 字）。",
            f"A change needs a reason of 1 to {_LONGEST_REASON} characters.",
            "请写明依据，供申报单位核对。",
            "Write what it rests on, so that the applicant can check it.",
        )
    return Finding(reason, finding.value, finding.points)


def _points(criterion: Criterion, points: Any) -> Decimal:
    """Points to award: in the steps of a judged criterion, elsewhere any amount up to the maximum."""
    if isinstance(criterion.measure, Judged):
        return criterion.measure.read(points, criterion.code)
    return read_number(points, criterion.code, highest=criterion.maximum)


def _empty(code: str) -> Refused:
    return _refuse(
        "finding-empty",
        code,
        "评审意见须给出完整的 value 或 points 之一。",
        "A finding gives either a complete value or points.",
        "二者择一填写。",
        "Fill in one of the two.",
    )


def _from_mapping(code: str, given: Mapping[str, Any]) -> Finding:
    extra = sorted(map(str, set(given) - {"value", "points", "reason"}))
    if extra or not isinstance(given.get("reason", ""), str):
        raise _refuse(
            "finding-key-unknown",
            code,
            "评审意见只能有 value、points 和文字的 reason。",
            "A finding holds value, points and a reason in words, nothing else.",
            f"核对：{'、'.join(extra) or 'reason'}。",
            f"Check: {', '.join(extra) or 'reason'}.",
        )
    return Finding(given.get("reason", ""), given.get("value"), given.get("points"))


def _found(line: Line, finding: Finding, before: Line, stated: Any) -> Line:
    """The line with its finding: the rule and arithmetic of what was found, then the reviewer's words."""
    by_points = finding.points is not None
    points = finding.points if by_points else line.points
    aside = before.status is Status.NOT_APPLICABLE
    was = None if aside or stated.get(line.criterion.code) is None else before.points
    status = Status.JUDGED if by_points or line.status is Status.TO_BE_JUDGED else line.status
    if line.criterion.gate or status is Status.NOT_APPLICABLE or (aside and not by_points):
        said = explain.found_otherwise(finding.reason, changed=status is not before.status)
    else:
        said = explain.found(finding.reason, was, points)
    return line._replace(
        points=points,
        maximum=line.criterion.maximum if by_points else line.maximum,
        status=status,
        reason=explain.joined(_claim(before, was) if status is Status.JUDGED else line.reason, said),
        finding=FindingShown(finding.reason, by_points, finding.points if by_points else finding.value, was),
    )


def _claim(before: Line, was: Decimal | None) -> Words:
    """What the line said before anybody judged it; a self-score no longer stands in for anything."""
    if before.status is not Status.TO_BE_JUDGED or was is None:
        return before.reason
    said = explain.claimed_before(was, before.criterion.maximum)
    return explain.joined(said, explain.bonus()) if before.criterion.bonus else said


def _unknown(code: object) -> Refused:
    name = shown(code)
    return refuse(
        "finding-unknown",
        name,
        {"zh": f"没有条款“{name}”。", "en": f"There is no criterion “{name}”."},
        {"zh": "核对条款编号。", "en": "Check the criterion's code."},
    )


def _refuse(code: str, path: str, zh: str, en: str, hint_zh: str, hint_en: str) -> Refused:  # noqa: PLR0917 - a sentence and its remedy, each in two languages
    return refuse(code, path, {"zh": zh, "en": en}, {"zh": hint_zh, "en": hint_en})
