"""One criterion's answer as fields of a form: written into them, read back from them, said in words. Pure.

Whether a value can be right is `scoring/`'s to say; keeping it is `saving.py`'s. The fields of criterion C are
`value-C` (or `part-0-C`, `part-1-C` …), `aside-C` (does not apply), `note-C`, `version-C`, `base-C`, `choice-C`.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from registry.applications.schemas import AnswerInput, FormItem, Value
from registry.errors import Invalid, InvalidMany, LvceError
from registry.fields import faults_of
from registry.web import i18n

ASIDE = "not_applicable"
YES_NO: Mapping[str, Value] = {"yes": True, "no": False, ASIDE: ASIDE}
MINE, THEIRS = "mine", "theirs"
"""What a person chooses after a clash; both are values of `choice-C`."""

Typed = Mapping[str, list[str]]


def fields_of(item: FormItem) -> list[str]:
    """Names of the fields that hold the answer itself, in the order in which they are drawn."""
    parts = item.field["parts"] if item.field["kind"] == "counts" else []
    values = [f"part-{number}-{item.code}" for number in range(len(parts))] or [f"value-{item.code}"]
    return [*values, f"aside-{item.code}", f"note-{item.code}"]


def typed_of(item: FormItem) -> dict[str, list[str]]:
    """The stored answer as it stands in the form, with its version and the mark of what was shown."""
    names, value = fields_of(item), item.value
    shown: dict[str, list[str]] = {f"note-{item.code}": [item.note]}
    if item.field["kind"] == "yes_no":
        shown[names[0]] = [
            next((word for word, meant in YES_NO.items() if meant == value and value is not None), "unknown")
        ]
    elif value == ASIDE:
        shown[f"aside-{item.code}"] = ["yes"]
    elif item.field["kind"] == "counts":
        shown |= {name: [_text(part)] for name, part in zip(names, value or [], strict=False)}
    else:
        shown[names[0]] = [_text(value)]
    return shown | {f"version-{item.code}": [str(item.version)], f"base-{item.code}": [mark(item, shown)]}


def mark(item: FormItem, typed: Typed) -> str:
    """A short mark of what stands in the fields: equal marks, equal answers. Tells untouched answers from changed ones."""
    content = [[_last(typed, name).replace("\r\n", "\n").strip() or "-"] for name in fields_of(item)]
    if item.field["kind"] == "yes_no" and content[0] == ["-"]:
        content[0] = ["unknown"]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


def touched(item: FormItem, typed: Typed) -> bool:
    """Whether this window changed the answer: it was sent, and it is not what the window had been shown."""
    sent = f"version-{item.code}" in typed
    return sent and mark(item, typed) != _last(typed, f"base-{item.code}")


def stated(item: FormItem, typed: Typed) -> AnswerInput:
    """The answer that the fields state. Raises Invalid or InvalidMany, each fault at its field."""
    try:
        return AnswerInput(
            value=_value(item, typed), note=_last(typed, f"note-{item.code}"), version=_version(item, typed)
        )
    except ValidationError as error:
        faults = faults_of(error)
        for fault in faults:
            fault.field = f"note-{item.code}"
        raise InvalidMany(faults) from None


def at_field(item: FormItem, fault: LvceError) -> LvceError:
    """A fault of scoring, which names the criterion (`X101`, `X204[1]`), moved to the field that is to blame."""
    path = fault.field or ""
    position = path[len(item.code) + 1 : -1] if path.startswith(f"{item.code}[") else ""
    names = fields_of(item)
    fault.field = names[int(position)] if position.isdecimal() and int(position) < len(names) else names[0]
    return fault


def said(item: FormItem, value: Value) -> str:
    """A value as a person reads it, with its unit: for answers that can no longer be changed, and for clashes."""
    _ = i18n.gettext
    if value is None:
        return _("Not answered yet")
    if value == ASIDE:
        return _("Does not apply")
    if isinstance(value, bool):
        return i18n.written(value)
    if isinstance(value, list):
        parts = zip(item.field["parts"], value, strict=False)
        return "; ".join(f"{i18n.bi(part['title'])}: {_text(count) or '–'}" for part, count in parts)
    unit = i18n.bi(item.field["unit"])
    return f"{_text(value)} {unit}".strip()


def _value(item: FormItem, typed: Typed) -> Value:
    names, kind = fields_of(item), item.field["kind"]
    texts = [unicodedata.normalize("NFKC", _last(typed, name)).strip() for name in names[:-2]]
    if kind == "yes_no":
        return YES_NO.get(texts[0])
    if _last(typed, f"aside-{item.code}"):
        if any(texts):
            raise Invalid(
                "answer-both",
                "Here stands a figure, and it is also ticked that the item does not apply.",
                hint="Keep one of the two.",
                field=names[0],
            )
        return ASIDE
    if not any(texts):
        return None
    if kind == "counts":
        return [_whole(text) for text in texts]
    return _whole(texts[0]) if kind == "count" else texts[0]


def _whole(text: str) -> Any:
    """A count; what is none goes on as typed, so that scoring says what is wrong with it."""
    short = 9
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= short else text


def _version(item: FormItem, typed: Typed) -> int:
    text = _last(typed, f"version-{item.code}")
    return int(text) if text.isascii() and text.isdecimal() else 0


def _last(typed: Typed, name: str) -> str:
    return (typed.get(name) or [""])[-1]


def _text(value: Value) -> str:
    return "" if value is None else str(value)
