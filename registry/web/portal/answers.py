"""One criterion's answer as fields of a form: written into them, read back from them, said in words. Pure.

The value itself is `registry/web/values.py`'s, keeping it `saving.py`'s. Beside its fields stand `note-C`, `version-C`,
`base-C` (a mark of what the window was shown) and, after a clash, `choice-C`.
"""

import hashlib

from pydantic import ValidationError

from registry.applications.schemas import AnswerInput, FormItem, Value
from registry.errors import Invalid, InvalidMany, LvceError
from registry.fields import faults_of
from registry.web import values
from registry.web.values import Typed, last

MINE, THEIRS = "mine", "theirs"
"""What a person chooses after a clash; both are values of `choice-C`."""


def fields_of(item: FormItem) -> list[str]:
    """Names of the fields that hold the answer itself, in the order in which they are drawn."""
    return [*values.names(item.code, item.field), values.aside_name(item.code), f"note-{item.code}"]


def typed_of(item: FormItem) -> dict[str, list[str]]:
    """The stored answer as it stands in the form, with its version and the mark of what was shown."""
    shown = values.typed_of(item.code, item.field, item.value) | {f"note-{item.code}": [item.note]}
    return shown | {f"version-{item.code}": [str(item.version)], f"base-{item.code}": [mark(item, shown)]}


def mark(item: FormItem, typed: Typed) -> str:
    """A short mark of what stands in the fields: equal marks, equal answers. Tells untouched answers from changed ones."""
    content = [[last(typed, name).replace("\r\n", "\n").strip() or "-"] for name in fields_of(item)]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


def touched(item: FormItem, typed: Typed) -> bool:
    """Whether this window changed the answer: it was sent, and it is not what the window had been shown."""
    sent = f"version-{item.code}" in typed
    return sent and mark(item, typed) != last(typed, f"base-{item.code}")


def stated(item: FormItem, typed: Typed) -> AnswerInput:
    """The answer that the fields state. Raises Invalid or InvalidMany, each fault at its field."""
    _check_one_of_two(item, typed)
    try:
        return AnswerInput(
            value=values.stated(item.code, item.field, typed),
            note=last(typed, f"note-{item.code}"),
            version=_version(item, typed),
        )
    except ValidationError as error:
        faults = faults_of(error)
        for fault in faults:
            fault.field = f"note-{item.code}"
        raise InvalidMany(faults) from None


def at_field(item: FormItem, fault: LvceError) -> LvceError:
    """A fault of scoring, which names the criterion (`X101`, `X204[1]`), moved to the field that is to blame."""
    fault.field = values.blamed(item.code, item.field, fault.field or "")
    return fault


def said(item: FormItem, value: Value) -> str:
    """A value as a person reads it, with its unit: for answers that can no longer be changed, and for clashes."""
    return values.said(item.field, value)


def _check_one_of_two(item: FormItem, typed: Typed) -> None:
    if last(typed, values.aside_name(item.code)) and any(values.texts_of(item.code, item.field, typed)):
        raise Invalid(
            "answer-both",
            "Here stands a figure, and it is also ticked that the item does not apply.",
            hint="Keep one of the two.",
            field=values.names(item.code, item.field)[0],
        )


def _version(item: FormItem, typed: Typed) -> int:
    text = last(typed, f"version-{item.code}")
    return int(text) if text.isascii() and text.isdecimal() else 0
