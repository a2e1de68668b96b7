"""What a draft amounts to, pure: the edition it makes, what speaks against it, how its worked cases come out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.editions.contents import Content, criteria_of
from registry.editions.rules import edition_name
from scoring.drafting import Outcome, Placed, Written, criterion_written, holds, judged_draft, tried
from scoring.editions import Edition, Source
from scoring.faults import BadFacts, Fault


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case as it comes out now: an outcome, or the fault for which there is none."""

    criterion: str
    given: Any
    expect: str
    outcome: Outcome | None
    fault: Fault | None
    holds: bool


def judged(
    content: Content,
    *,
    scheme: str,
    place_code: str,
    sources: Mapping[str, Source],
    chinese_only: bool,
    former: Edition | None = None,
) -> Written:
    """The draft's edition under the name that it will have, with everything that is said of it. `former`: what it follows."""
    name = edition_name(place_code, _day(content.get("in_force_from")))
    written = judged_draft(content, scheme=scheme, name=name, sources=sources, chinese_only=chinese_only, former=former)
    if written.edition is not None and name != edition_name(place_code, written.edition.in_force_from):
        return Written(None, (*written.faults, Placed("", "in_force_from", _odd_day())))
    return written


def _day(text: object) -> object:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _odd_day() -> Fault:
    """A day that can be read in more than one way would give the edition a name of another day."""
    return Fault(
        "value-wrong",
        {"zh": "这不是日期。", "en": "This is not a date."},
        {"zh": "写作 年-月-日，例如 2026-03-01。", "en": "Write year-month-day, such as 2026-03-01."},
        "in_force_from",
    )


def worked(content: Content, cases: Sequence[Mapping[str, Any]], *, chinese_only: bool) -> tuple[Case, ...]:
    """Each case with how it comes out. One whose criterion is gone or not yet whole does not hold."""
    rows = {row["code"]: row for _, row in criteria_of(content)}
    return tuple(_worked(case, rows.get(case["criterion"]), chinese_only=chinese_only) for case in cases)


def _worked(case: Mapping[str, Any], row: Content | None, *, chinese_only: bool) -> Case:
    code, given, expect = case["criterion"], case["given"], case["expect"]
    criterion = None if row is None else criterion_written(row, chinese_only=chinese_only)
    if criterion is None:
        return Case(code, given, expect, None, _unfinished(code), holds=False)
    try:
        outcome = tried(criterion, given)
    except BadFacts as error:
        return Case(code, given, expect, None, error.faults[0], holds=False)
    return Case(code, given, expect, outcome, None, holds=holds(outcome, expect))


def _unfinished(code: str) -> Fault:
    return Fault(
        "case-criterion",
        {"zh": "该条款不存在或尚未填写完整。", "en": "The criterion is gone or not complete yet."},
        {"zh": "先补全条款，或删除这个算例。", "en": "Complete the criterion first, or remove the case."},
        code,
    )
