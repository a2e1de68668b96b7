"""Forms of a draft edition: its data as fields, its faults beside the fields in which they are mended. No handler.

The shapes are `scoring/`'s; nested fields in general are `registry/web/nested.py`'s.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from aiohttp import web
from pydantic import BaseModel

from registry.editions import contents
from registry.editions.contents import Content
from registry.editions.queries import SHIPPED
from registry.editions.schemas import DraftView
from registry.errors import Invalid, LvceError
from registry.web import i18n
from registry.web.forms import Form
from registry.web.nested import Node, Spec, Typed, field_of, flattened, gathered, names_of, specs_of
from scoring.drafting import Placed
from scoring.editions import Chapter, Criterion, Document, Edition
from scoring.measures import AnyMeasure

CRITERION = specs_of(Criterion, leave_out={"measure"})
SETTINGS = (
    *specs_of(Edition, leave_out={"scheme", "edition", "chapters", "documents"}),
    Spec("chapters", "rows", parts=(Spec("was", "text"), *specs_of(Chapter, leave_out={"criteria"}))),
    Spec("documents", "rows", parts=specs_of(Document)),
)
MEASURES: Mapping[str, tuple[Spec, ...]] = {
    get_args(shape.model_fields["kind"].annotation)[0]: specs_of(shape) for shape in get_args(get_args(AnyMeasure)[0])
}
"""The fields of each way of awarding points, made from its shape."""


def told(faults: Iterable[Placed]) -> list[LvceError]:
    """Faults in scoring's words as errors of our family, each at its field."""
    return [
        Invalid(
            placed.fault.code,
            "{explanation}",
            hint="{remedy}",
            field=placed.field,
            explanation=dict(placed.fault.message),
            remedy=dict(placed.fault.hint),
            severity=placed.fault.severity,
        )
        for placed in faults
    ]


def form_of(typed: Mapping[str, list[str]], nodes: Sequence[Node], faults: Iterable[LvceError]) -> Form[BaseModel]:
    """The fields as typed, with each fault moved to a field that is drawn."""
    names = names_of(nodes)
    found = list(faults)
    for fault in found:
        if fault.field:
            fault.field = field_of(fault.field, names)
    return Form(BaseModel, dict(typed), found)


def typed_criterion(chapter: str, row: Content) -> dict[str, list[str]]:
    """A stored criterion as what stands in its fields."""
    return flattened(row) | {"chapter": [chapter]}


def written_criterion(typed: Typed) -> tuple[str, Content]:
    """The chapter and the criterion that the fields say; a gate without points has none, and parts without codes get one."""
    row = gathered(CRITERION, typed)
    kind = (typed.get("measure.kind") or [""])[-1]
    if kind in MEASURES:
        measure = gathered(MEASURES[kind], typed, "measure.")
        for spec in MEASURES[kind]:
            _give_codes(measure.get(spec.name) if spec.kind == "rows" else None, spec)
        if row.get("gate") and not measure.get("points"):
            measure["points"] = "0"
        row["measure"] = {"kind": kind, **measure}
    return (typed.get("chapter") or [""])[-1], row


def written_settings(typed: Typed) -> Content:
    """The settings that the fields say; chapters without a code get one."""
    settings = gathered(SETTINGS, typed)
    chapters = settings.get("chapters", [])
    _give_codes(chapters, SETTINGS[-2], letter="C")
    return settings | {"chapters": chapters}


def _give_codes(rows: Any, spec: Spec, *, letter: str = "p") -> None:
    if not rows or not any(part.name == "code" for part in spec.parts):
        return
    taken = {row.get("code") for row in rows}
    for row in rows:
        number = 1
        while not row.get("code"):
            made = f"{letter}{number}"
            if made not in taken:
                row["code"] = made
                taken.add(made)
            number += 1


def typed_settings(content: Content) -> dict[str, list[str]]:
    """The stored settings as what stands in their fields; each chapter remembers the code it has."""
    settings = contents.settings_of(content)
    chapters = [part | {"was": part["code"]} for part in settings["chapters"]]
    return flattened(settings | {"chapters": chapters})


def options(view: DraftView) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in fields of codes: formats of the draft, its own documents and the known ones."""
    formats = [(str(form.get("code", "")), i18n.bi(form.get("title"))) for form in _rows(view.content, "formats")]
    own = [
        (str(row.get("code", "")), i18n.bi(row.get("title")) or str(row.get("code", "")))
        for row in _rows(view.content, "documents")
    ]
    known = [
        (code, " ".join((i18n.bi(source.title), source.number)).strip()) for code, source in SHIPPED.sources.items()
    ]
    return {
        "chapter": [
            (part["code"], f"{part['code']} {i18n.bi(part.get('title'))}") for part in view.content["chapters"]
        ],
        "document": own + known,
        "applies_to": formats,
        "at_headquarters": formats,
        "follows": [(each.edition, f"{i18n.bi(each.title.words())} · {each.edition}") for each in view.earlier],
        "continues": [(row.code, f"{row.code} {i18n.bi(row.title.words())}") for row in view.former.criteria]
        if view.former
        else [],
    }


def _rows(content: Content, name: str) -> list[Mapping[str, Any]]:
    """The entries of a list that may hold anything."""
    rows = content.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def differing(mine: Mapping[str, list[str]], theirs: Mapping[str, list[str]]) -> list[tuple[str, str, str]]:
    """Fields in which two versions differ: name, what I typed, what is stored."""
    return [
        (name, "；".join(mine.get(name, [])), "；".join(theirs.get(name, [])))
        for name in dict.fromkeys([*mine, *theirs])
        if mine.get(name, []) != theirs.get(name, [])
    ]


def order_of(view: DraftView) -> list[str]:
    """Codes of all criteria, in the order of the table."""
    return [row["code"] for _, row in contents.criteria_of(view.content)]


def sheet_row(view: DraftView, code: str) -> Mapping[str, Any] | None:
    """The row of the bureau's file of which a criterion came, if it came of one."""
    rows = view.report.get("rows", [])
    return next((row for row in rows if row["kind"] == "item" and row["code"] == code), None)


def draft_address(view: DraftView | web.Request, rest: str = "") -> str:
    """The address of a draft's pages."""
    key = view.id if isinstance(view, DraftView) else view.match_info["draft_id"]
    return f"/desk/editions/{key}{rest}"
