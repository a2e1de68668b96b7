"""Before anything is sealed: can this record be printed, and is the printed page what it must be?

`plan` looks at the record and chooses sizes; `inspect` looks at the finished pages. Both refuse with reasons.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject

from certificates import faces
from certificates.content import CertificateRecord
from certificates.faults import Fault, Refused
from certificates.layouts import Slot, layout_of

_MM_PER_POINT = 25.4 / 72
_IN_HAND = 0.98  # kerning and the rounding of the layout engine
_GLYPH_TEXT = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]+)>$", re.MULTILINE)  # an entry of a ToUnicode map
_SHOWN = re.compile(rb"/(\S+) \S+ Tf|<((?:[0-9a-f]{4})+)>")


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
        absent = faces.missing(text)
        faults += [_no_glyph(character, slot.name) for character in absent]
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
    """Looks at the finished, unsealed pages.

    Raises Refused unless there is one page, tagged, in a stated language, every font is embedded and is one of
    ours, and every text of the record can be read back from the page.
    """
    try:
        reader = PdfReader(BytesIO(pdf))
        pages = list(reader.pages)
        catalog: Any = reader.trailer["/Root"]
    except (PyPdfError, KeyError, ValueError) as error:
        raise Refused(Fault("page-unreadable", "生成的证书无法读取。", "The printed page cannot be read.")) from error
    faults: list[Fault] = []
    if len(pages) != 1:
        faults.append(
            Fault("page-count", f"证书应为 1 页，实为 {len(pages)} 页。", f"One page is expected, not {len(pages)}.")
        )
    if not catalog.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in catalog or not catalog.get("/Lang"):
        faults.append(
            Fault("page-untagged", "证书缺少结构标签或语言标记。", "The page has no structure tags or no language.")
        )
    faults += [fault for page in pages for fault in _font_faults(page)]
    printed = "".join("".join(_said(page).split()) for page in pages)
    faults += [
        Fault(
            "text-lost",
            f"证书页面上读不到“{text_of(record, slot.name)}”。",
            f"{text_of(record, slot.name)!r} cannot be read from the printed page.",
            slot.name,
        )
        for slot in layout_of(record).slot
        if "".join(text_of(record, slot.name).split()) not in printed
    ]
    if faults:
        raise Refused(*faults)


def _said(page: Any) -> str:
    """What the page says in the order of drawing: the texts that its fonts give for the glyphs shown.

    Reads the drawings that we make ourselves; a general reader takes ten times as long.
    """
    resources = page["/Resources"].get_object()
    texts = {
        name[1:].encode(): {
            code: bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in _GLYPH_TEXT.findall(font.get_object()["/ToUnicode"].get_object().get_data())
        }
        for name, font in (resources.get("/Font") or {}).items()
        if "/ToUnicode" in font.get_object()
    }
    contents = page.get("/Contents") and page["/Contents"].get_object()
    streams = contents if isinstance(contents, ArrayObject) else [contents] if contents else []
    drawing = b"\n".join(one.get_object().get_data() for one in streams)
    said: list[str] = []
    known: dict[bytes, str] = {}
    for font, codes in _SHOWN.findall(drawing):
        known = texts.get(font, {}) if font else known
        said += [known.get(codes[place : place + 4], "") for place in range(0, len(codes), 4)]
    return "".join(said)


def _font_faults(page: Any) -> list[Fault]:
    faults = []
    for entry in (page["/Resources"].get("/Font") or {}).values():
        font = entry.get_object()
        descendants = font.get("/DescendantFonts")
        inner = descendants[0].get_object() if descendants else font
        descriptor = inner.get("/FontDescriptor", {})
        name = str(font.get("/BaseFont", "?"))
        embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        if not embedded or "Lvce" not in name:
            faults.append(
                Fault(
                    "font-foreign",
                    f"字体 {name} 未嵌入或不是证书字体。",
                    f"The font {name} is not embedded or not ours.",
                )
            )
    return faults
