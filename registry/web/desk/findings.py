"""One criterion's finding as fields of a form: written into them and read back from them. Pure.

The fields of criterion C are `verdict-C`, those of its value (`registry/web/values.py`), `points-C` for points that the
reviewer awards without another value, and `reason-C`. Whether they can be right is `scoring/`'s to say, through
`reviews.actions.record_finding`.
"""

from registry.applications.schemas import Value
from registry.errors import InvalidMany, LvceError
from registry.fields import flattened
from registry.reviews.rules import Verdict
from registry.reviews.schemas import SheetLine
from registry.web import values
from registry.web.values import Typed, last


def typed_of(line: SheetLine) -> dict[str, list[str]]:
    """The fields as they stand: the finding so far; before there is one, a former review's."""
    stands = line.finding or line.previous
    typed: dict[str, list[str]] = {}
    value = line.claimed
    if stands is not None:
        typed |= {f"verdict-{line.code}": [stands.verdict.value], f"reason-{line.code}": [stands.reason]}
        if stands.verdict is Verdict.AWARD:
            typed[f"points-{line.code}"] = [str(stands.value)]
        else:
            value = stands.value
    return typed | values.typed_of(line.code, line.field, value)


def stated_verdict(line: SheetLine, typed: Typed) -> Verdict | None:
    """What was chosen; None if nothing was."""
    word = last(typed, f"verdict-{line.code}")
    return Verdict(word) if word in set(Verdict) else None


def stated_value(line: SheetLine, typed: Typed) -> Value:
    """The value that the fields state, or the points where points are awarded; None when they are empty."""
    if stated_verdict(line, typed) is Verdict.AWARD:
        return values.folded(last(typed, f"points-{line.code}")) or None
    return values.stated(line.code, line.field, typed)


def stated_reason(line: SheetLine, typed: Typed) -> str:
    """The reason as typed."""
    return last(typed, f"reason-{line.code}")


def at_field(line: SheetLine, error: LvceError, typed: Typed) -> LvceError:
    """A refusal with each fault moved to the field of this line that is to blame."""
    faults = flattened(error)
    for fault in faults:
        fault.field = _blamed(line, fault.field or "", typed)
    return faults[0] if len(faults) == 1 else InvalidMany(faults)


def _blamed(line: SheetLine, path: str, typed: Typed) -> str:
    if path in {"verdict", "reason"}:
        return f"{path}-{line.code}"
    if stated_verdict(line, typed) is Verdict.AWARD:
        return f"points-{line.code}"
    return values.blamed(line.code, line.field, path)
