"""Two languages: which one a request gets, the catalogues, and how dates, numbers and errors are written.

Message ids are English; Chinese stands in `locale/zh_CN/*.po`, one fragment per room, read at start.
Texts of the domain carry both languages themselves: `bi` chooses.
"""

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from registry.clock import BEIJING
from registry.errors import LvceError

LOCALES = ("zh-CN", "en")
DEFAULT = "zh-CN"
KILO = 1024
FOLDER = Path(__file__).parent / "locale" / "zh_CN"

_current: ContextVar[str] = ContextVar("locale", default=DEFAULT)


def current_locale() -> str:
    """The language being written in: `zh-CN` or `en`."""
    return _current.get()


@contextmanager
def in_locale(locale: str) -> Iterator[None]:
    """Write in this language inside the block; unknown languages become the default."""
    token = _current.set(known_locale(locale) or DEFAULT)
    try:
        yield
    finally:
        _current.reset(token)


def set_locale(locale: str) -> None:
    """Write in this language until the present task ends (aiohttp runs each request in its own context)."""
    _current.set(known_locale(locale) or DEFAULT)


def known_locale(tag: str | None) -> str | None:
    """`zh-CN` or `en` for any tag of those languages (`zh`, `zh_Hans`, `en-GB`); None for others."""
    language = (tag or "").replace("_", "-").split("-")[0].strip().lower()
    return {"zh": "zh-CN", "en": "en"}.get(language)


def negotiate(header: str) -> str | None:
    """The first known language of an Accept-Language header by its weights."""
    weighted = []
    for position, part in enumerate(header.split(",")[:20]):
        tag, _, parameter = part.partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        locale = known_locale(tag)
        if locale and weight > 0:
            weighted.append((-weight, position, locale))
    return min(weighted)[2] if weighted else None


Catalogue = dict[tuple[str | None, str], str]


@functools.cache
def catalogue() -> Catalogue:
    """Every Chinese message of every fragment, by context and English id. Read once; about a tenth of a second."""
    messages: Catalogue = {}
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_CN"):
                if not message.id or message.fuzzy:
                    continue
                singular = message.id if isinstance(message.id, str) else message.id[0]
                text = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
                if text:
                    messages[message.context, singular] = text
    return messages


def gettext(message: str) -> str:
    """The message in the language being written; English ids are their own translation."""
    return message if current_locale() == "en" else catalogue().get((None, message), message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """As `gettext`; Chinese has one form, English two."""
    if current_locale() == "en":
        return singular if number == 1 else plural
    return catalogue().get((None, singular), plural)


def pgettext(context: str, message: str) -> str:
    """As `gettext`, for a word that needs two translations; `context` tells them apart."""
    return message if current_locale() == "en" else catalogue().get((context, message), message)


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    """`ngettext` with a context."""
    if current_locale() == "en":
        return singular if number == 1 else plural
    return catalogue().get((context, singular), plural)


def say(message: str, **values: object) -> str:
    """A message with `{placeholders}` filled in, each written in the language: dates, numbers, bilingual texts."""
    text = gettext(message)
    return text.format_map({name: written(value) for name, value in values.items()}) if values else text


def written(value: object) -> str:
    """Any value as a person reads it in the present language."""
    match value:
        case None | str():
            return value or ""
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case bool():
            return gettext("Yes") if value else gettext("No")
        case int() | Decimal():
            return number(value)
        case _:
            return bi(value) if isinstance(value, Mapping) or hasattr(value, "zh") else str(value)


def bi(text: Any) -> str:
    """The half of a bilingual text `{zh, en}` (mapping or object) that fits; plain text and None pass through."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    first, second = ("en", "zh") if current_locale() == "en" else ("zh", "en")
    if isinstance(text, Mapping):
        return str(text.get(first) or text.get(second) or "")
    return str(getattr(text, first, None) or getattr(text, second, None) or "")


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(value: date | None) -> str:
    """2026年11月21日 or 21 November 2026; instants are shown by their Beijing day. Empty for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(BEIJING).date()
    if current_locale() == "en":
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime | None) -> str:
    """2026年11月21日 10:42 or 21 November 2026, 10:42, in Beijing time. Empty for None."""
    if value is None:
        return ""
    local = value.astimezone(BEIJING)
    comma = "," if current_locale() == "en" else ""
    return f"{day(local.date())}{comma} {local:%H:%M}"


def number(value: Decimal | int | None) -> str:
    """1,234.50: grouped by thousands in both languages, every decimal place kept. Empty for None."""
    return "" if value is None else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}"


def whole(value: Decimal) -> str:
    """As `number`, without decimal places that are nought: 1,200 for 1200.00."""
    plain = value.normalize()
    return number(plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain)


def percent(share: Decimal | str) -> str:
    """A share of one as a percentage: 0.8 is 80 %, 0.8333 is 83.33 %."""
    return f"{whole(Decimal(share) * 100)} %"


def file_size(count: int) -> str:
    """Bytes as a person reads them: 820 B, 12.3 KB, 4.0 MB."""
    if count < KILO:
        return f"{count} B"
    kilobytes = Decimal(count) / KILO
    return f"{kilobytes:.1f} KB" if kilobytes < KILO else f"{kilobytes / KILO:.1f} MB"


def explained(error: LvceError) -> str:
    """The message of an error in the present language, without its hint."""
    return say(error.message, **error.context)


def hinted(error: LvceError) -> str:
    """The hint of an error in the present language; empty if it has none."""
    return say(error.hint, **error.context) if error.hint else ""


def told(error: LvceError) -> str:
    """Message and hint as one text; Chinese sentences follow each other without a space."""
    parts = [part for part in (explained(error), hinted(error)) if part]
    return (" " if current_locale() == "en" else "").join(parts)
