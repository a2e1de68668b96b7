"""Law of the public copy, pure: what an entry is on which days, what makes it findable, what a list's row may say.

Rows are `models.py`'s; which certificates exist is `registry/issuance/`'s.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from certificates.lifecycle import StatusChange, Window, status_on
from registry.errors import Invalid


class EntryStatus(StrEnum):
    """What an entry is on a day: the states of our certificates, and two of entries taken from others' lists."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    LISTED = "listed"
    PUBLICITY = "publicity"


class Origin(StrEnum):
    """Where an entry comes from: a certificate of ours, or a list that another authority published."""

    OWN = "own"
    IMPORTED = "imported"


GIVEN = frozenset(
    {
        EntryStatus.VALID,
        EntryStatus.SUSPENDED,
        EntryStatus.EXPIRED,
        EntryStatus.SUPERSEDED,
        EntryStatus.LISTED,
        EntryStatus.NOT_YET_VALID,
    }
)
"""What counts as recognised when recognitions are counted. A suspension, an end of validity or a renewal (the only way
an entry is superseded) does not undo one, a revocation does; a public notice (公示) is no decision and never counts."""


@dataclass(frozen=True, slots=True)
class Period:
    """A status from one day to another, both included; `until_on` None means on and on."""

    status: EntryStatus
    from_on: date
    until_on: date | None
    reason: str
    document_number: str = ""


def periods_of(window: Window, changes: Sequence[StatusChange], first: date) -> list[Period]:
    """The whole life of a certificate from its first day in the register, as periods without gap or overlap."""
    turns = {first, window.first} | {change.effective_on for change in changes}
    if window.last is not None:
        turns.add(window.last + timedelta(days=1))
    days = sorted(max(day, first) for day in turns)
    found = [(day, status_on(window, changes, day)) for day in dict.fromkeys(days)]
    kept = [found[0]]
    for day, answer in found[1:]:
        before = kept[-1][1]
        if (answer.status, answer.reason, answer.document) != (before.status, before.reason, before.document):
            kept.append((day, answer))
    ends: list[date | None] = [day - timedelta(days=1) for day, _ in kept[1:]]
    return [
        Period(EntryStatus(answer.status.value), day, end, answer.reason, answer.document)
        for (day, answer), end in zip(kept, [*ends, None], strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a certificate: when it can be valid, what became of it, its first day in the register."""

    window: Window
    changes: tuple[StatusChange, ...]
    first: date


def periods_of_life(versions: Sequence[Version]) -> list[Period]:
    """The life of a number through all its versions, the oldest first: on each day the version that counted then.

    What ends a version because the next one took its place is no event of the number.
    """
    found: list[Period] = []
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        last = None if following is None else following.first - timedelta(days=1)
        for period in periods_of(version.window, version.changes, version.first):
            if last is None or period.from_on <= last:
                until = period.until_on if last is None else min(period.until_on or last, last)
                found.append(replace(period, until_on=until))
    return _joined(found)


def _joined(periods: Sequence[Period]) -> list[Period]:
    """Periods that follow each other and say the same, as one."""
    kept: list[Period] = []
    for period in periods:
        if kept and replace(kept[-1], from_on=period.from_on, until_on=period.until_on) == period:
            kept[-1] = replace(kept[-1], until_on=period.until_on)
        else:
            kept.append(period)
    return kept


MOST_WORDS = 8
MOST_TYPED = 100


def search_key(text: str) -> str:
    """Text as it is compared: width and case folded, white space single, Unicode's compatibility forms joined."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def search_text(*parts: str) -> str:
    """What an entry is found by; a line break keeps a search from matching across two parts."""
    return "\n".join(search_key(part) for part in parts if part)


def words_of(typed: str) -> tuple[str, ...]:
    """The words that an entry must all contain. Invalid `search-too-long` beyond 100 characters; eight words count."""
    if len(typed) > MOST_TYPED:
        raise Invalid(
            "search-too-long",
            "A search has at most {maximum} characters.",
            hint="A part of the name is enough, two characters will do.",
            field="q",
            maximum=MOST_TYPED,
        )
    # NUL is no text to PostgreSQL; nothing that can be printed on a list is a control character.
    printable = "".join(character if character.isprintable() else " " for character in typed)
    return tuple(search_key(printable).split()[:MOST_WORDS])


LEVELS = {
    "N": "national",
    "P": "provincial",
    "M": "municipal",
    "国家级": "national",
    "省级": "provincial",
    "市级": "municipal",
}
_PUBLICITY = re.compile(r"[(（]\s*(?:publicity|公示)\s*[)）]\s*$", re.IGNORECASE)
FIRST_YEAR = 2016
"""SB/T 11135-2015 《绿色商场》 came into force on 2016-09-01: no green mall was recognised before."""


def read_level(text: str) -> tuple[str, bool]:
    """`N`, `P`, `M` or the Chinese words → level, and whether the row is only a public notice: `P (publicity)`.

    Raises Invalid `import-level`.
    """
    normal = unicodedata.normalize("NFKC", text).strip()
    bare = _PUBLICITY.sub("", normal).strip()
    level = LEVELS.get(bare.upper())
    if level is None:
        raise Invalid(
            "import-level",
            "The level must be N (national), P (provincial) or M (municipal), with (publicity) for a public notice.",
            hint="For example P, or P (publicity).",
            field="level",
        )
    return level, bare != normal


def read_year(text: str, this_year: int) -> int:
    """The year of a recognition. Raises Invalid `import-year` for what is none, or lies ahead."""
    normal = unicodedata.normalize("NFKC", text).strip().removesuffix("年").removesuffix(".0")
    year = int(normal) if normal.isascii() and normal.isdigit() and len(normal) <= len("2026") else 0
    if not FIRST_YEAR <= year <= this_year:
        raise Invalid(
            "import-year",
            "The year must lie between {first} and {last}.",
            hint="Green malls are recognised since {first}.",
            field="year",
            first=str(FIRST_YEAR),
            last=str(this_year),
        )
    return year


def import_key(province_code: str, year: int, level: str, mall: str) -> str:
    """What makes an imported row the same as one imported before. That it was a notice first is not part of it."""
    content = "\n".join(("green-mall", province_code, str(year), level, search_key(mall)))
    return f"import:{hashlib.sha256(content.encode()).hexdigest()}"
