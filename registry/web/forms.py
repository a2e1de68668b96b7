"""Posted forms: read into a pydantic model, with faults per field in the user's language and typed values kept.

Field types are `registry/fields.py`; the inputs are drawn by `templates/macros/forms.html`; files: `uploads.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, get_origin

from aiohttp import web
from pydantic import BaseModel, ValidationError

from registry.errors import InvalidMany, LvceError
from registry.fields import faults_of, flattened
from registry.web import csrf, i18n, submissions
from registry.web.errors import BadRequest

M = TypeVar("M", bound=BaseModel)
GUARDS = frozenset({csrf.FIELD, submissions.FIELD})


@dataclass(slots=True)
class Form(Generic[M]):
    """A form as it was typed. `ok` → use `value`; otherwise show the page again with this form in the context."""

    model: type[M]
    typed: dict[str, list[str]] = field(default_factory=dict)
    faults: list[LvceError] = field(default_factory=list)
    parsed: M | None = None

    @property
    def ok(self) -> bool:
        """Whether the form was read without a fault."""
        return self.parsed is not None and not self.faults

    @property
    def value(self) -> M:
        """The validated model; InvalidMany if there are faults."""
        if self.parsed is None or self.faults:
            raise InvalidMany(self.faults)
        return self.parsed

    def text(self, name: str) -> str:
        """What was typed into a field, to be shown again."""
        return self.typed.get(name, [""])[-1]

    def texts(self, name: str) -> list[str]:
        """What was chosen in a field of many answers."""
        return self.typed.get(name, [])

    def fault(self, name: str) -> str:
        """The message of a field's fault, with its hint; empty if there is none."""
        return next((i18n.told(fault) for fault in self.faults if fault.field == name), "")

    def refuse(self, error: LvceError) -> None:
        """Add what an action refused, so that it stands beside the field it names (or on top of the page)."""
        self.faults.extend(flattened(error))

    @property
    def summary(self) -> list[dict[str, str]]:
        """Entries of the error summary: `text`, and `field` and `href` where one field is to blame."""
        entries = []
        for fault in self.faults:
            entry = {"text": i18n.told(fault)}
            if fault.field:
                entry |= {"field": fault.field, "href": f"#{fault.field}"}
            entries.append(entry)
        return entries


def blank_form(model: type[M], values: Mapping[str, Any] | None = None) -> Form[M]:
    """A form to be filled in, with starting values (None is empty, lists are several answers)."""
    typed: dict[str, list[str]] = {}
    for name, value in (values or {}).items():
        if value is None:
            continue
        typed[name] = [_plain(item) for item in value] if isinstance(value, list | tuple) else [_plain(value)]
    return Form(model, typed)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


async def posted_fields(request: web.Request) -> dict[str, list[str]]:
    """Every field of an urlencoded post, without the guards; BadRequest for another content type."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise BadRequest(
            "content-type", "This content type is not accepted here.", hint="Send the form of the page.", status=415
        )
    data = await request.post()
    return {name: [str(value) for value in data.getall(name)] for name in data if name not in GUARDS}


async def read_form(request: web.Request, model: type[M]) -> Form[M]:
    """Read the posted form into the model. Unknown fields are ignored, empty ones count as absent."""
    return fill_form(model, await posted_fields(request))


def fill_form(model: type[M], typed: dict[str, list[str]]) -> Form[M]:
    """As `read_form`, for fields that were read already (`uploads.py` gives them in the same shape)."""
    raw: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        values = [value for value in typed.get(key, []) if value.strip() != ""]
        if get_origin(info.annotation) in {list, tuple, set, frozenset}:
            raw[key] = values
        elif values:
            raw[key] = values[-1]
    try:
        return Form(model, typed, parsed=model.model_validate(raw))
    except ValidationError as error:
        return Form(model, typed, faults=list(faults_of(error)))
