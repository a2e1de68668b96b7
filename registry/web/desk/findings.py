"""One criterion's finding as fields of a form: written into them and read back from them. Pure.

The fields of criterion C are `verdict-C`, `value-C` (or `part-0-C`, `part-1-C` …), `aside-C`, `reason-C`. Whether a
value can be right is `scoring/`'s to say, through `reviews.actions.record_finding`.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from registry.applications.schemas import Value
from registry.errors import InvalidMany, LvceError
from registry.fields import flattened
from registry.reviews.rules import Verdict
from registry.reviews.schemas import SheetLine

ASIDE = "not_applicable"
YES_NO: Mapping[str, Value] = {"yes": True, "no": False, ASIDE: ASIDE}

Typed = Mapping[str, list[str]]


def value_fields(line: SheetLine) -> list[str]:
    """Names of the fields of the value, in the order in which they are drawn."""
    parts = line.field["parts"] if line.field["kind"] == "counts" else []
    return [f"part-{number}-{line.code}" for number in range(len(parts))] or [f"value-{line.code}"]


def typed_of(line: SheetLine) -> dict[str, list[str]]:
    """The fields as they stand: the finding so far; before there is one, a former review's."""
    stands = line.finding or line.previous
    value = stands.value if stands else line.claimed
    typed: dict[str, list[str]] = {}
    if stands is not None:
        typed |= {f"verdict-{line.code}": [stands.verdict.value], f"reason-{line.code}": [stands.reason]}
    names = value_fields(line)
    if line.field["kind"] == "yes_no":
        typed[names[0]] = [next((word for word, meant in YES_NO.items() if value is not None and meant == value), "")]
    elif value == ASIDE:
        typed[f"aside-{line.code}"] = ["yes"]
    else:
        values = value if line.field["kind"] == "counts" else [value]
        typed |= {name: [_text(part)] for name, part in zip(names, values or [], strict=False)}
    return typed


def stated_verdict(line: SheetLine, typed: Typed) -> Verdict | None:
    """What was chosen; None if nothing was."""
    word = _last(typed, f"verdict-{line.code}")
    return Verdict(word) if word in set(Verdict) else None


def stated_value(line: SheetLine, typed: Typed) -> Value:
    """The value that the fields state; None when they are empty."""
    kind = line.field["kind"]
    texts = [unicodedata.normalize("NFKC", _last(typed, name)).strip() for name in value_fields(line)]
    if kind == "yes_no":
        return YES_NO.get(texts[0])
    if _last(typed, f"aside-{line.code}"):
        return ASIDE
    if not any(texts):
        return None
    if kind == "counts":
        return [_whole(text) for text in texts]
    return _whole(texts[0]) if kind == "count" else texts[0]


def stated_reason(line: SheetLine, typed: Typed) -> str:
    """The reason as typed."""
    return _last(typed, f"reason-{line.code}")


def at_field(line: SheetLine, error: LvceError) -> LvceError:
    """A refusal with each fault moved to the field of this line that is to blame."""
    faults = flattened(error)
    for fault in faults:
        fault.field = _blamed(line, fault.field or "")
    return faults[0] if len(faults) == 1 else InvalidMany(faults)


def _blamed(line: SheetLine, path: str) -> str:
    if path in {"verdict", "reason"}:
        return f"{path}-{line.code}"
    names = value_fields(line)
    position = path[len(line.code) + 1 : -1] if path.startswith(f"{line.code}[") else ""
    return names[int(position)] if position.isdecimal() and int(position) < len(names) else names[0]


def _whole(text: str) -> Any:
    """A count; what is none goes on as typed, so that scoring says what is wrong with it."""
    most_digits = 9
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= most_digits else text


def _last(typed: Typed, name: str) -> str:
    return (typed.get(name) or [""])[-1]


def _text(value: Value) -> str:
    return "" if value is None else str(value)
