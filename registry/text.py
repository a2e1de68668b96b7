"""Hygiene of text that people type or import: normal form, no invisible tricks, a maximum length.

Types for pydantic models that do this on their own are in `fields.py`.
"""

import unicodedata

from registry.errors import Invalid

# Characters that steer the direction of writing: they can make a name read as another (CVE-2021-42574).
DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Characters without width: two names that look the same would be different. U+FE00.. variation
# selectors are allowed, because they choose the drawn form of rare Chinese characters.
ZERO_WIDTH = frozenset("\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff")
LINE_BREAKS = frozenset("\n\t")
# The last two code points of every plane are no characters and never will be.
NONCHARACTER = 0xFFFE


def clean_line(text: str, *, maximum: int, field: str | None = None) -> str:
    """One line: NFC, outer spaces gone, inner white space single; Invalid when a character or the length is wrong.

    `maximum` counts characters (code points). An empty result is allowed; whether it may be empty is the caller's.
    """
    normal = unicodedata.normalize("NFC", " ".join(_first(text, maximum, field).split()))
    _refuse_tricks(normal, frozenset(), field)
    return _within(normal, maximum, field)


def clean_paragraphs(text: str, *, maximum: int, field: str | None = None) -> str:
    """Several lines: as `clean_line`, but line breaks and tabs stay, and every kind of break becomes one."""
    whole = (
        _first(text, maximum, field)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    normal = unicodedata.normalize("NFC", whole).strip()
    _refuse_tricks(normal, LINE_BREAKS, field)
    return _within(normal, maximum, field)


def _first(text: str, maximum: int, field: str | None) -> str:
    """Refuse two megabytes in a name before any work is done on them; white space gets a generous margin."""
    return _within(text, maximum * 4 + 1000, field, stated=maximum)


def _within(text: str, maximum: int, field: str | None, *, stated: int | None = None) -> str:
    if len(text) > maximum:
        raise Invalid(
            "text-too-long",
            "At most {maximum} characters fit here; this has {count}.",
            hint="Shorten the text.",
            field=field,
            maximum=stated or maximum,
            count=len(text),
        )
    return text


def _refuse_tricks(text: str, allowed: frozenset[str], field: str | None) -> None:
    for character in text:
        if character in allowed:
            continue
        code = f"U+{ord(character):04X}"
        if character in DIRECTION:
            raise Invalid(
                "text-direction",
                "The text contains an invisible character that changes the direction of writing ({character}).",
                hint="Type the text again instead of pasting it.",
                field=field,
                character=code,
            )
        if character in ZERO_WIDTH:
            raise Invalid(
                "text-invisible",
                "The text contains an invisible character ({character}).",
                hint="Type the text again instead of pasting it.",
                field=field,
                character=code,
            )
        category = unicodedata.category(character)
        if category in {"Cc", "Cs"} or (ord(character) & NONCHARACTER) == NONCHARACTER:
            raise Invalid(
                "text-control",
                "The text contains a control character ({character}).",
                hint="Type the text again instead of pasting it.",
                field=field,
                character=code,
            )
        if category == "Co":
            raise Invalid(
                "text-private",
                "The text contains a character without a standard code ({character}); it would print as a blank box.",
                hint="Type the character with an input method that supports GB 18030-2022.",
                field=field,
                character=code,
            )
