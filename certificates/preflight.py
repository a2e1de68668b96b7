"""Before anything is sealed: can this record be printed, and is the printed page what it must be?

`plan` looks at the record and chooses sizes; `inspect` looks at the finished pages. Both refuse with reasons.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from certificates import faces
from certificates.content import CertificateRecord
from certificates.faults import Fault, Refused
from certificates.inspection import look
from certificates.layouts import Slot, layout_of

_MM_PER_POINT = 25.4 / 72
_IN_HAND = 0.98  # kerning and the rounding of the layout engine


@dataclass(frozen=True, slots=True)
class Plan:
    """How a record is set: size in points, measure in millimetres and weight of each slot, by name."""

    sizes: dict[str, float]
    widths_mm: dict[str, float]
    weights: dict[str, str]


def text_of(record: CertificateRecord, name: str) -> str:
    """The text of a dotted name such as `issuer.name.zh`; empty when the record has none."""
    value: Any = record
    for part in name.split("."):
        value = getattr(value, part, None)
    return value or ""


def _lines(text: str, face: faces.Face, room: float, spacing: float) -> int:
    """How many lines the text needs in `room` em when Latin words stay whole and Han characters do not."""
    lines, used = 1, 0.0
    for word in _words(text):
        wide = faces.width(word, face) + spacing * len(word)
        if used + faces.width(word.rstrip(), face) > room and used > 0:
            lines, used = lines + 1, 0.0
        if wide > room:  # a word longer than a line is broken anywhere
            whole, used = divmod(wide, room)
            lines += int(whole)
        else:
            used += wide
    return lines


def _words(text: str) -> list[str]:
    words: list[str] = []
    for character in text:
        if words and character < "\u2e80" and words[-1][-1] < "\u2e80" and words[-1][-1] != " ":
            words[-1] += character
        else:
            words.append(character)
    return words


@lru_cache(maxsize=512)
def _set(text: str, slot: Slot) -> tuple[float, float] | None:
    """Size in points and measure in millimetres of the first setting that fits; None when none does."""
    for size, most in slot.fits:
        em = size * _MM_PER_POINT
        room = slot.width_mm / em * _IN_HAND
        lines = _lines(text, slot.face, room, slot.spacing)
        if lines > most:
            continue
        if slot.balance and lines > 1:
            # The narrowest measure, in steps of an em, that needs no more lines; two em more for line-breaking rules.
            narrow = next(
                n for n in range(1, round(room) + 2) if n > room or _lines(text, slot.face, n, slot.spacing) <= lines
            )
            return size, min(slot.width_mm, (narrow + 2) * em)
        return size, slot.width_mm
    return None


def plan(record: CertificateRecord) -> Plan:
    """The sizes in which the record fits its layout.

    Raises Refused with every fault: a character that no vendored face can print, a text that stays too long at
    its smallest size or is missing, a date that is out of order, a layout that does not exist.
    """
    faults = [*_date_faults(record)]
    settings: dict[str, tuple[float, float]] = {}
    for slot in layout_of(record).slot:
        text = text_of(record, slot.name)
        if slot.needed and not text:
            faults.append(_no_text(slot.name))
        absent = glyph_faults(text, slot.name)
        faults += absent
        setting = None if absent else _set(text, slot)
        if setting is not None:
            settings[slot.name] = setting
        elif not absent:
            faults.append(
                Fault(
                    "text-too-long",
                    f"“{text[:30]}……”共 {len(text)} 个字符，缩到最小字号仍放不下。请使用规范简称。",
                    f"{text[:30]}… has {len(text)} characters and does not fit even at the smallest size."
                    " Use the registered short form.",
                    slot.name,
                )
            )
    if faults:
        raise Refused(*faults)
    return Plan(
        sizes={name: size for name, (size, _) in settings.items()},
        widths_mm={name: round(width, 2) for name, (_, width) in settings.items()},
        weights={name: "normal" if faces.is_rare(text_of(record, name)) else "bold" for name in settings},
    )


def glyph_faults(text: str, field: str) -> list[Fault]:
    """A fault for each character of the text that no face can print."""
    return [_no_glyph(character, field) for character in faces.missing(text)]


def _no_glyph(character: str, field: str) -> Fault:
    point = f"U+{ord(character):04X}"
    return Fault(
        "no-glyph",
        f"字符“{character}”（{point}）在证书字体中没有字形，无法印出。请联系管理员补充字体。",
        f"The character {character} ({point}) has no glyph in the certificate's typefaces and cannot be printed."
        " Ask the administrator to add a typeface.",
        field,
    )


def _no_text(field: str) -> Fault:
    return Fault(
        "text-missing",
        f"这种证书必须写明“{field}”，记录中没有。",
        f"This kind of certificate states {field!r}, which the record does not have.",
        field,
    )


def _date_faults(record: CertificateRecord) -> list[Fault]:
    if record.valid_from >= record.decided_on:
        return []
    return [
        Fault(
            "dates-disordered",
            "有效期早于认定日期开始。请核对日期。",
            "Validity begins before the day of the decision. Check the dates.",
            "valid_from",
        )
    ]


def inspect(pdf: bytes, record: CertificateRecord) -> None:
    """Looks at the finished, unsealed page. Raises Refused as `inspection.look` for one page of this record's texts."""
    look(pdf, {slot.name: text_of(record, slot.name) for slot in layout_of(record).slot})
