"""The value of one criterion as fields of a form, whatever its kind: written into them, read back, said in words. Pure.

`field` is as `scoring.measures.measure.Field.to_json` gives it. The fields of criterion C are `value-C`, or `part-0-C`,
`part-1-C` … where it has several parts, and `aside-C` (does not apply). Whether a value can be right is `scoring/`'s to
say. How they are drawn: `templates/macros/answers.html`; what else stands beside them: `portal/answers.py`,
`desk/findings.py`.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from registry.applications.schemas import Value
from registry.web import i18n

ASIDE = "not_applicable"
YES_NO: Mapping[str, Value] = {"yes": True, "no": False}
CHOSEN = frozenset({"yes_no", "choice"})
"""Kinds of which one radio is chosen; “does not apply” is one of the radios."""
SEVERAL = frozenset({"counts", "checks", "parts"})
"""Kinds with one value per part, in order."""
MOST_DIGITS = 9

Field = Mapping[str, Any]
Typed = Mapping[str, list[str]]


def names(code: str, field: Field) -> list[str]:
    """Names of the fields that hold the value, in the order in which they are drawn."""
    if field["kind"] in SEVERAL:
        return [f"part-{number}-{code}" for number in range(len(field["parts"]))]
    return [f"value-{code}"]


def aside_name(code: str) -> str:
    """Name of the box that says that the criterion does not apply."""
    return f"aside-{code}"


def typed_of(code: str, field: Field, value: Value) -> dict[str, list[str]]:
    """A stored value as it stands in the fields; nothing is chosen and nothing typed where there is none."""
    if value == ASIDE and field["kind"] not in CHOSEN:
        return {aside_name(code): ["yes"]}
    return {name: [_text(part)] for name, part in zip(names(code, field), each_of(field, value), strict=True)}


def stated(code: str, field: Field, typed: Typed) -> Value:
    """The value that the fields state; None when they are empty, and what cannot be read goes on as typed."""
    kind, texts = field["kind"], texts_of(code, field, typed)
    if last(typed, aside_name(code)):
        return ASIDE
    if not any(texts):
        return None
    if kind in SEVERAL:
        return [_read(_kind_of(field, part), text) for part, text in zip(field["parts"], texts, strict=True)]
    return _read(kind, texts[0])


def texts_of(code: str, field: Field, typed: Typed) -> list[str]:
    """What stands in each field of the value, full-width digits folded."""
    return [folded(last(typed, name)) for name in names(code, field)]


def folded(text: str) -> str:
    """Text as typed, full-width digits made plain."""
    return unicodedata.normalize("NFKC", text).strip()


def blamed(code: str, field: Field, path: str) -> str:
    """The field to which a fault of scoring belongs: `X204` is the first, `X204[1]` the second."""
    known = names(code, field)
    position = path[len(code) + 1 : -1] if path.startswith(f"{code}[") else ""
    return known[int(position)] if position.isdecimal() and int(position) < len(known) else known[0]


def each_of(field: Field, value: Value) -> list[Value]:
    """The value part by part in the order of the field, whether it was stated in order or by code; None for what is left out."""
    if field["kind"] not in SEVERAL:
        # A single count may have been stated as a list of one, or by the code of its only kind of defect.
        return [next(iter(value.values() if isinstance(value, dict) else value), None)] if _holds(value) else [value]
    if isinstance(value, dict):
        return [value.get(part["code"]) for part in field["parts"]]
    given = list(value) if isinstance(value, list | tuple) else []
    return [given[place] if place < len(given) else None for place in range(len(field["parts"]))]


def said(field: Field, value: Value) -> str:
    """A value as a person reads it, with its unit: for clashes, and for answers that can no longer be changed."""
    _ = i18n.gettext
    if value is None:
        return _("Not answered yet")
    if value == ASIDE:
        return _("Does not apply")
    if field["kind"] in SEVERAL:
        colon, semicolon = (": ", "; ") if i18n.current_locale() == "en" else ("：", "；")
        return semicolon.join(f"{title}{colon}{text}" for title, text in said_parts(field, value))
    return _said_one(field, each_of(field, value)[0])


def said_parts(field: Field, value: Value) -> list[tuple[str, str]]:
    """The title of each part with its value in words; nothing for a value without parts."""
    if field["kind"] not in SEVERAL or value is None or value == ASIDE:
        return []
    kinds = [part.get("field") or {"kind": _kind_of(field, part)} for part in field["parts"]]
    return [
        (i18n.bi(part["title"]), _said_one(kind, given))
        for part, kind, given in zip(field["parts"], kinds, each_of(field, value), strict=True)
    ]


def last(typed: Typed, name: str) -> str:
    """What was sent last for a name; empty if nothing was."""
    return (typed.get(name) or [""])[-1]


def _said_one(field: Field, value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return i18n.written(value)
    if field["kind"] == "choice":
        return next((i18n.bi(part["title"]) for part in field["parts"] if part["code"] == value), str(value))
    unit = i18n.bi(field.get("unit"))
    return f"{_text(value)} {unit}".strip()


def _kind_of(field: Field, part: Field) -> str:
    """How one part is asked for."""
    own = part.get("field")
    return str(own["kind"]) if own else {"counts": "count", "checks": "yes_no", "parts": "number"}[field["kind"]]


def _read(kind: str, text: str) -> Value:
    if not text:
        return None
    if kind == "yes_no":
        return YES_NO.get(text, text)
    if kind == "count":
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else text
    return text


def _holds(value: Value) -> bool:
    return isinstance(value, dict | list | tuple)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
