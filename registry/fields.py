"""Types for pydantic models whose faults can be told to people, and pydantic's own faults as `Invalid`.

The cleaning itself is `text.py`; forms over HTTP are `web/forms.py`; imports use the same types.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from registry.errors import Invalid, InvalidMany, LvceError
from registry.text import clean_line, clean_paragraphs


@dataclass(frozen=True, slots=True)
class Checked:
    """Run a checking function on the text: `Annotated[str, Checked(normal_uscc)]`. Its LvceError becomes the field's fault."""

    function: Callable[[str], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Called by pydantic."""
        return core_schema.no_info_after_validator_function(self._run, handler(source))

    def _run(self, text: str) -> Any:
        try:
            return self.function(text)
        except LvceError as error:
            raise told(error) from None


@dataclass(frozen=True, slots=True)
class Line:
    """One clean line of at most `maximum` characters: `name: Annotated[str, Line(120)]`; empty only if not `required`."""

    maximum: int
    required: bool = True

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Called by pydantic."""
        return core_schema.no_info_after_validator_function(self._run, handler(source))

    def _run(self, text: str) -> str:
        try:
            cleaned = clean_line(text, maximum=self.maximum)
        except LvceError as error:
            raise told(error) from None
        if self.required and not cleaned:
            raise told(empty())
        return cleaned


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Clean text of several lines: `reason: Annotated[str, Paragraphs(4000)]`; empty only if not `required`."""

    maximum: int
    required: bool = True

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Called by pydantic."""
        return core_schema.no_info_after_validator_function(self._run, handler(source))

    def _run(self, text: str) -> str:
        try:
            cleaned = clean_paragraphs(text, maximum=self.maximum)
        except LvceError as error:
            raise told(error) from None
        if self.required and not cleaned:
            raise told(empty())
        return cleaned


def told(error: LvceError) -> PydanticCustomError:
    """An LvceError in the form in which pydantic collects faults; `faults_of` gives it back."""
    return PydanticCustomError("lvce", "{code}", {"code": error.code, "error": error})


def empty(field: str | None = None) -> Invalid:
    """The fault of a field that must be filled in and is not."""
    return Invalid("missing", "This is needed.", hint="Fill it in.", field=field)


# pydantic's error type → our code, message and hint. Placeholders are the keys of pydantic's `ctx`.
PLAIN: dict[str, tuple[str, str, str]] = {
    "missing": ("missing", "This is needed.", "Fill it in."),
    "string_too_short": ("text-too-short", "At least {min_length} characters are needed.", "Write a little more."),
    "string_too_long": ("text-too-long-for-field", "At most {max_length} characters fit here.", "Shorten the text."),
    "string_pattern_mismatch": ("text-form", "This is not in the expected form.", "Compare it with the example."),
    "int_parsing": ("not-whole-number", "This is not a whole number.", "Use digits only, for example 12."),
    "int_type": ("not-whole-number", "This is not a whole number.", "Use digits only, for example 12."),
    "int_from_float": ("not-whole-number", "This is not a whole number.", "Use digits only, for example 12."),
    "decimal_parsing": ("not-number", "This is not a number.", "Use digits and a point, for example 12.5."),
    "decimal_type": ("not-number", "This is not a number.", "Use digits and a point, for example 12.5."),
    "finite_number": ("not-number", "This is not a number.", "Use digits and a point, for example 12.5."),
    "float_parsing": ("not-number", "This is not a number.", "Use digits and a point, for example 12.5."),
    "decimal_max_places": ("too-many-places", "At most {decimal_places} decimal places fit here.", "Round the number."),
    "decimal_max_digits": ("too-many-digits", "At most {max_digits} digits fit here.", "Check the unit."),
    "decimal_whole_digits": (
        "too-many-digits-whole",
        "At most {whole_digits} digits fit before the point.",
        "Check the unit.",
    ),
    "greater_than": ("too-small", "This must be more than {gt}.", "Check the number and its unit."),
    "greater_than_equal": ("too-small-or-equal", "This must be at least {ge}.", "Check the number and its unit."),
    "less_than": ("too-big", "This must be less than {lt}.", "Check the number and its unit."),
    "less_than_equal": ("too-big-or-equal", "This must be at most {le}.", "Check the number and its unit."),
    "date_parsing": ("not-date", "This is not a date.", "Write it as year-month-day, for example 2026-03-01."),
    "date_from_datetime_parsing": (
        "not-date",
        "This is not a date.",
        "Write it as year-month-day, for example 2026-03-01.",
    ),
    "date_from_datetime_inexact": (
        "not-date",
        "This is not a date.",
        "Write it as year-month-day, for example 2026-03-01.",
    ),
    "date_type": ("not-date", "This is not a date.", "Write it as year-month-day, for example 2026-03-01."),
    "bool_parsing": ("not-yes-no", "Choose yes or no.", ""),
    "bool_type": ("not-yes-no", "Choose yes or no.", ""),
    "enum": ("not-choice", "Choose one of the offered answers.", ""),
    "literal_error": ("not-choice", "Choose one of the offered answers.", ""),
    "uuid_parsing": ("not-id", "This is not an identifier of ours.", "Copy the whole address again."),
    "uuid_type": ("not-id", "This is not an identifier of ours.", "Copy the whole address again."),
    "too_short": ("too-few", "At least {min_length} are needed.", ""),
    "too_long": ("too-many", "At most {max_length} fit here.", ""),
    "extra_forbidden": ("unknown-field", "This field is not known here.", "Check its name against the documentation."),
    "string_type": ("not-text", "This is not text.", ""),
    "string_unicode": ("not-text", "This is not text.", ""),
    "json_invalid": ("not-json", "This is not valid JSON.", "Check brackets, quotes and commas."),
}
OTHERWISE = ("not-understood", "This could not be understood.", "Compare it with the example.")


def faults_of(error: ValidationError, *, within: str = "") -> tuple[Invalid, ...]:
    """Each fault that pydantic found, as `Invalid` with a dotted `field`; the rejected value is never in it."""
    return tuple(_fault(item, within) for item in error.errors(include_url=False, include_input=False))


def _fault(item: Mapping[str, Any], within: str) -> Invalid:
    field = ".".join(str(part) for part in item["loc"]) or None
    if within:
        field = f"{within}.{field}" if field else within
    context = dict(item.get("ctx") or {})
    carried = context.get("error")
    if isinstance(carried, LvceError):
        return Invalid(
            carried.code, carried.message, hint=carried.hint, field=field or carried.field, **carried.context
        )
    kind = item["type"]
    if kind == "string_too_short" and context.get("min_length") == 1:
        kind = "missing"
    code, message, hint = PLAIN.get(kind, OTHERWISE)
    return Invalid(code, message, hint=hint, field=field, **context)


def flattened(error: LvceError) -> tuple[LvceError, ...]:
    """The single faults of an error: itself, or those an InvalidMany carries."""
    return tuple(_flat(error))


def _flat(error: LvceError) -> Iterable[LvceError]:
    if not isinstance(error, InvalidMany):
        yield error
        return
    for fault in error.faults:
        yield from _flat(fault)
