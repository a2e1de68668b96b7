"""What somebody wrote as a shape of ours: each fault in an author's words, with the address at which it stands.

Reading files is `files.py`'s, an edition that is still being written `drafting.py`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scoring.faults import Fault
from scoring.measures import KINDS
from scoring.values import Data, Words

Shape = TypeVar("Shape", bound=Data)
Address = tuple[str | int, ...]
"""Keys and positions from the top of what was written, such as ("pass_mark", "grades", 0, "code")."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """One fault of shape. Its path names criteria by code, as an author would; the address is exact."""

    address: Address
    fault: Fault


def shaped(shape: type[Shape], table: Any, path: str = "") -> tuple[Shape | None, tuple[Misfit, ...]]:
    """What was written as a `shape`; None and everything that does not fit, if it will not do."""
    try:
        return shape.model_validate(table), ()
    except ValidationError as error:
        return None, tuple(_misfit(detail, table, path) for detail in error.errors())


def _misfit(detail: ErrorDetails, table: Any, start: str) -> Misfit:
    address: list[str | int] = []
    path, here = start, table
    for step in detail["loc"]:
        if isinstance(step, str) and step in KINDS and isinstance(here, dict) and step not in here:
            continue  # the discriminator of the union, not a key of the file
        address.append(step)
        here = _below(here, step)
        code = here.get("code") if isinstance(here, dict) else None
        if isinstance(step, int):
            path = str(code) if isinstance(code, str) else f"{path}[{step}]"
        else:
            path = f"{path}.{step}" if path else step
    if detail["type"] == "union_tag_not_found":
        address, path = [*address, "kind"], f"{path}.kind"
    return Misfit(tuple(address), _told(detail, path))


def _below(here: Any, step: str | int) -> Any:
    """What lies one step down in the table as written; None where nothing was."""
    try:
        return here[step]
    except (LookupError, TypeError):
        return None


def _told(detail: ErrorDetails, path: str) -> Fault:
    kind = detail["type"]
    if kind == "extra_forbidden":
        return Fault(
            "key-unknown",
            {"zh": "没有这个键。", "en": "There is no such key."},
            {"zh": "核对拼写，或删除。", "en": "Check its spelling, or remove it."},
            path,
        )
    if kind in {"missing", "union_tag_not_found"}:
        return Fault(
            "key-missing",
            {"zh": "此项必填。", "en": "This is needed."},
            {"zh": "请补上。", "en": "Add it."},
            path,
        )
    empty = detail["input"] == ""
    message, hint = _EMPTY if empty else _words(kind, detail["msg"], detail.get("ctx") or {})
    return Fault("value-wrong", message, hint, path)


_NUMBER: tuple[Words, Words] = (
    {"zh": "这不是一个数。", "en": "This is not a number."},
    {"zh": "只写数字，例如 2.5；单位另填。", "en": "Write digits only, such as 2.5; units have a place of their own."},
)
_EMPTY: tuple[Words, Words] = (
    {"zh": "此项不能为空。", "en": "This is empty."},
    {"zh": "请填写。", "en": "Fill it in."},
)
_DATE: tuple[Words, Words] = (
    {"zh": "这不是日期。", "en": "This is not a date."},
    {"zh": "写作 年-月-日，例如 2026-03-01。", "en": "Write year-month-day, such as 2026-03-01."},
)
_TABLE: tuple[Words, Words] = (
    {"zh": "这里应是一组键和值。", "en": "A table of keys and values belongs here."},
    {"zh": "写作 { 键 = 值, … }。", "en": "Write it as { key = value, … }."},
)
_LIST: tuple[Words, Words] = (
    {"zh": "这里应是列表。", "en": "A list belongs here."},
    {"zh": "写作 [ …, … ]。", "en": "Write it as [ …, … ]."},
)
_TEXT: tuple[Words, Words] = (
    {"zh": "这里应是文字。", "en": "Text belongs here."},
    {"zh": "加上引号。", "en": "Put it in quotes."},
)
_YES_NO: tuple[Words, Words] = (
    {"zh": "这里应是 true 或 false。", "en": "This is neither true nor false."},
    {"zh": "写 true 或 false，不加引号。", "en": "Write true or false, without quotes."},
)
_FIXED: Mapping[str, tuple[Words, Words]] = {
    "string_too_short": _EMPTY,
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "finite_number": _NUMBER,
    "int_parsing": _NUMBER,
    "int_type": _NUMBER,
    "int_from_float": _NUMBER,
    "value_error": _NUMBER,
    "date_from_datetime_parsing": _DATE,
    "date_parsing": _DATE,
    "date_type": _DATE,
    "date_from_datetime_inexact": _DATE,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "dict_type": _TABLE,
    "tuple_type": _LIST,
    "string_type": _TEXT,
    "bool_parsing": _YES_NO,
    "bool_type": _YES_NO,
    "unseen_signs": (
        {"zh": "文字里有看不见的控制字符。", "en": "The text holds control characters, which nobody sees."},
        {"zh": "请重新输入这段文字，不要粘贴。", "en": "Type the text anew instead of pasting it."},
    ),
}
_CODE_HINT: Words = {
    "zh": "编码用字母、数字和 . _ -，以字母或数字开头，最多 64 个字符；日期写作年、年-月或年-月-日。",
    "en": "Codes have letters, digits, dots, hyphens and underscores, 64 at most; dates are year, year-month or year-month-day.",
}
_BOUNDS = {
    "greater_than": ("应大于 {gt}。", "It must be above {gt}."),
    "greater_than_equal": ("不应小于 {ge}。", "It must be at least {ge}."),
    "less_than": ("应小于 {lt}。", "It must be below {lt}."),
    "less_than_equal": ("不应大于 {le}。", "It must be at most {le}."),
    "decimal_max_places": ("最多 {decimal_places} 位小数。", "At most {decimal_places} decimal places."),
    "decimal_max_digits": ("数字过长。", "The number is too long."),
    "decimal_whole_digits": ("数字过大。", "The number is too large."),
    "string_too_long": ("最多 {max_length} 个字符。", "At most {max_length} characters."),
    "string_pattern_mismatch": ("格式不对。", "It is not in the right form."),
    "enum": ("只能是：{expected}。", "Choose one of: {expected}."),
    "literal_error": ("只能是：{expected}。", "Choose one of: {expected}."),
    "union_tag_invalid": (
        "没有“{tag}”这种给分方式，只能是：{expected_tags}。",
        "There is no way of awarding points called “{tag}”; choose one of: {expected_tags}.",
    ),
}


def _words(kind: str, said: str, context: Mapping[str, Any]) -> tuple[Words, Words]:
    """What is wrong and what to do about it, for the kinds of fault that authors make."""
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in _BOUNDS:
        listed = {name: str(value).replace("'", "").replace(" or ", ", ") for name, value in context.items()}
        zh, en = (text.format_map(listed) for text in _BOUNDS[kind])
        if kind == "string_pattern_mismatch":
            return {"zh": zh, "en": en}, _CODE_HINT
    else:
        zh, en = f"值不合要求（{said}）。", f"The value will not do: {said}."
    return (
        {"zh": zh, "en": en},
        {"zh": "请改正。", "en": "Correct it."},
    )
