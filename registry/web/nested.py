"""Nested data as fields of a form, both ways, by the shape they are to have: `bands.0.at_least`, `title.zh`. Pure.

Nothing is refused here: what is typed goes into the data as it is, and the shape's own validation says what is wrong.
How fields are drawn is `templates/macros/nested.html`; what they are called is there too.
"""

import re
import types
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from scoring.values import Text

Typed = Mapping[str, list[str]]
Kind = Literal["text", "number", "date", "flag", "choice", "many", "words", "group", "rows"]

MOST_ROWS = 200
LONGEST = 20_000
SPARE = 1
"""Empty rows under those that are filled in, so that adding needs no button."""
_ROW = re.compile(r"(\d{1,3})(?:\.|$)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Spec:
    """One part of a shape. `parts` are those of a group, or of each row; `choices` the values of a choice."""

    name: str
    kind: Kind
    required: bool = True
    choices: tuple[str, ...] = ()
    parts: tuple["Spec", ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One part of a form as it is drawn: `name` of the field, `label` the key under which it has its words."""

    name: str
    label: str
    spec: Spec
    nodes: tuple["Node", ...] = ()


def specs_of(shape: type[BaseModel], *, leave_out: Collection[str] = ()) -> tuple[Spec, ...]:
    """The parts of a shape in its order; a literal of one value says what the shape is and is no part."""
    found = []
    for name, info in shape.model_fields.items():
        if name in leave_out or (get_origin(info.annotation) is Literal and len(get_args(info.annotation)) == 1):
            continue
        found.append(_spec(name, info.annotation, required=info.is_required()))
    return tuple(found)


def _spec(name: str, annotation: Any, *, required: bool) -> Spec:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _spec(name, inner[0], required=required)
    if origin in {Union, types.UnionType}:
        one = next(part for part in inner if part is not type(None))
        return _spec(name, one, required=required and type(None) not in inner)
    if origin is tuple:
        row = _spec(name, inner[0], required=True)
        if row.kind in {"group", "words"}:
            return Spec(name, "rows", required, parts=row.parts)
        return Spec(name, "many", required)
    if origin is Literal:
        return Spec(name, "choice", required, tuple(map(str, inner)))
    return _plain(name, annotation, required=required)


def _plain(name: str, kind: type, *, required: bool) -> Spec:
    if issubclass(kind, Text):
        return Spec(name, "words", required, parts=(Spec("zh", "text"), Spec("en", "text")))
    if issubclass(kind, BaseModel):
        return Spec(name, "group", required, parts=specs_of(kind))
    if issubclass(kind, Enum):
        return Spec(name, "choice", required, tuple(str(member.value) for member in kind))
    plain: Mapping[type, Kind] = {bool: "flag", Decimal: "number", int: "number", date: "date"}
    return Spec(name, plain.get(kind, "text"), required)


def flattened(data: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Data as what stands in the fields."""
    typed: dict[str, list[str]] = {}
    for key, value in data.items():
        typed |= _flat(f"{prefix}{key}", value)
    return typed


def _flat(name: str, value: Any) -> dict[str, list[str]]:
    if isinstance(value, Mapping):
        return flattened(value, f"{name}.")
    if isinstance(value, Sequence) and not isinstance(value, str):
        if any(isinstance(part, Mapping) for part in value):
            return flattened({str(place): part for place, part in enumerate(value)}, f"{name}.")
        return {name: [_said(part) for part in value]} if value else {}
    return {} if value is None else {name: [_said(value)]}


def _said(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def gathered(specs: Sequence[Spec], typed: Typed, prefix: str = "") -> dict[str, Any]:
    """What was typed as data; whatever is empty is left out, rows of nothing too."""
    data: dict[str, Any] = {}
    for spec in specs:
        value = _gather(spec, typed, f"{prefix}{spec.name}")
        if value not in ("", {}, [], None):
            data[spec.name] = value
    return data


def _gather(spec: Spec, typed: Typed, name: str) -> Any:
    match spec.kind:
        case "words" | "group":
            return gathered(spec.parts, typed, f"{name}.")
        case "rows":
            rows = (gathered(spec.parts, typed, f"{name}.{place}.") for place in places(typed, name))
            return [row for row in rows if row]
        case "many":
            return [text for text in map(_clean, typed.get(name, ())) if text]
        case "flag":
            return {"true": True, "false": False}.get(_last(typed, name))
        case "number" | "date":
            return unicodedata.normalize("NFKC", _last(typed, name))
    return _last(typed, name)


def places(typed: Typed, name: str) -> list[int]:
    """Numbers of the rows of a list that fields were sent for, in order."""
    start = f"{name}."
    found = (_ROW.match(key.removeprefix(start)) for key in typed if key.startswith(start))
    return sorted({int(place[1]) for place in found if place})[:MOST_ROWS]


def _last(typed: Typed, name: str) -> str:
    return _clean(typed.get(name, [""])[-1])


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text).strip()[:LONGEST]


def drawn(specs: Sequence[Spec], typed: Typed, prefix: str = "", *, spare: int = SPARE, label: str = "") -> list[Node]:
    """The fields to draw: each list with the rows that it has and some empty ones."""
    return [_draw(spec, typed, f"{prefix}{spec.name}", f"{label}{spec.name}", spare) for spec in specs]


def _draw(spec: Spec, typed: Typed, name: str, label: str, spare: int) -> Node:
    if spec.kind == "rows":
        have = places(typed, name)
        wanted = [*have, *range((have[-1] if have else -1) + 1, (have[-1] if have else -1) + 1 + spare)]
        row = replace(spec, kind="group")
        return Node(
            name,
            label,
            spec,
            tuple(
                Node(
                    f"{name}.{place}",
                    label,
                    row,
                    tuple(drawn(spec.parts, typed, f"{name}.{place}.", spare=spare, label=f"{label}.")),
                )
                for place in wanted
            ),
        )
    parts = drawn(spec.parts, typed, f"{name}.", spare=spare, label=f"{label}.") if spec.kind == "group" else []
    return Node(name, label, spec, tuple(parts))


def field_of(path: str, names: Collection[str]) -> str:
    """The field beside which a fault at `path` is shown: itself, the first one inside it, else what it lies in."""
    if path in names:
        return path
    inside = [name for name in names if name.startswith(f"{path}.")]
    if inside:
        return inside[0]
    return field_of(path.rpartition(".")[0], names) if "." in path else path


def names_of(nodes: Sequence[Node]) -> list[str]:
    """Every field that is drawn, in order."""
    found: list[str] = []
    for node in nodes:
        if node.spec.kind in {"rows", "group"}:
            found += names_of(node.nodes)
        elif node.spec.kind == "words":
            found += [f"{node.name}.zh", f"{node.name}.en"]
        else:
            found.append(node.name)
    return found
