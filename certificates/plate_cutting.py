"""Cutting a laid-out page: which drawing is constant, where the slots are, and how a slot's text is set.

Works on WeasyPrint's boxes and its PDF objects before they are written. What is done with the parts is `plates.py`'s.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from certificates.plate_fonts import PANGO, KeptFace, Line, Unfit, face

_TEXT = re.compile(rb"BT\n1 0 0 -1 (\S+) (\S+) Tm\n(.*?)\nET", re.DOTALL)
_ONE_FONT = re.compile(rb"/(\w+) (\S+) Tf\n\[([^\]]*)\] TJ")
_SHOWN = re.compile(rb"<([0-9a-f]*)>|(-?[\d.]+(?:e-?\d+)?)")
_ALIGNED = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Slot:
    """How a slot is set: its face, its size (as written, and in Pango's units), its language, the room it has."""

    family: str
    kept: KeptFace
    size: bytes
    units: int
    language: str
    room: float


@dataclass(frozen=True, slots=True)
class Hole:
    """A text on a line with a slot: it begins at `anchor + share * width of the slot's text`, at height `y`.

    `rest` is what is drawn there; None at the slot itself.
    """

    slot: str
    anchor: float
    share: float
    y: bytes
    rest: bytes | None


@dataclass(frozen=True, slots=True)
class Cut:
    """A page in parts: drawing and holes in their order, slots by name, the families of its fonts, texts of glyphs."""

    pieces: tuple[bytes | Hole, ...]
    slots: dict[str, Slot]
    families: dict[bytes, str]
    texts: dict[bytes, dict[int, str]]


def cut(document: Any, objects: Any) -> Cut:
    """Cuts the one page of a WeasyPrint document at the elements with `data-slot`.

    Raises Unfit when a slot is not one line of one face set exactly as `KeptFace.line` sets it.
    """
    (page,) = document.pages
    placed = {_place(box.position_x, box.position_y + box.baseline): (box, line) for box, line in _texts(page)}
    families = {font.hash.encode(): font.name.split(b"+")[1].decode() for font in document.fonts.values()}
    texts = {font.hash.encode(): dict(font.to_unicode) for font in document.fonts.values()}
    content = page_content(objects)
    pieces: list[bytes | Hole] = []
    slots: dict[str, Slot] = {}
    position = 0
    for match in _TEXT.finditer(content):
        box, line = placed[_place(float(match[1]), float(match[2]))]
        name, slot_box = _slot_of(line)
        if slot_box is None:
            continue
        share = _ALIGNED[line.block.style["text_align_all"]]
        before = box.position_x <= slot_box.position_x
        move = -share if before else 1 - share
        anchor = round(box.position_x - move * slot_box.width, 4)
        if box is slot_box:
            room = line.block.width - (line.box.width - slot_box.width)
            slots[name] = _slot(box, match[3], families, room)
        pieces += [content[position : match.start()], Hole(name, anchor, move, match[2], match[3])]
        position = match.end()
        if box is slot_box:
            pieces[-1] = Hole(name, anchor, move, match[2], None)
    pieces.append(content[position:])
    return Cut(tuple(pieces), slots, families, texts)


def page_content(objects: Any) -> bytes:
    """The drawing of the one page, uncompressed."""
    stream = objects.objects[contents_number(objects)]
    stream.compress = False
    written: bytes = stream.data
    return written[written.index(b"stream\n") + 7 : written.rindex(b"\nendstream")]


def contents_number(objects: Any) -> int:
    """The number of the object that holds the drawing."""
    page = objects.objects[objects.pages["Kids"][0]]
    return int(page["Contents"].split()[0])


@dataclass(frozen=True, slots=True)
class _LineOfBlock:
    block: Any
    box: Any


def _texts(page: Any) -> Iterator[tuple[Any, _LineOfBlock]]:
    """The text boxes of a page, each with its line."""

    def walk(box: Any, block: Any, line: _LineOfBlock | None) -> Iterator[tuple[Any, _LineOfBlock]]:
        kind = type(box).__name__
        if kind == "LineBox":
            line = _LineOfBlock(block, box)
        elif kind == "TextBox" and line is not None:
            yield box, line
        for child in getattr(box, "children", ()):
            yield from walk(child, box, line)

    yield from walk(page._page_box, None, None)  # noqa: SLF001 - WeasyPrint has no other door to its boxes


def _slot_of(line: _LineOfBlock) -> tuple[str, Any]:
    """The name and text box of the slot on a line; empty and None when there is none."""

    def walk(box: Any, name: str) -> Iterator[tuple[str, Any]]:
        name = _name(box) or name
        if type(box).__name__ == "TextBox":
            yield name, box
        for child in getattr(box, "children", ()):
            yield from walk(child, name)

    found = [(name, box) for name, box in walk(line.box, _name(line.block)) if name]
    if len(found) > 1:
        raise Unfit(f"{found[0][0]} is set in more than one piece")
    return found[0] if found else ("", None)


def _name(box: Any) -> str:
    element = box.element
    return (element.get("data-slot") or "") if element is not None else ""


def _place(x: float, y: float) -> tuple[int, int]:
    return round(x * 1000), round(y * 1000)


def _slot(box: Any, shown: bytes, families: dict[bytes, str], room: float) -> Slot:
    match = _ONE_FONT.fullmatch(shown)
    if match is None:
        raise Unfit(f"{box.text!r} needs more than one face")
    family, units = families[match[1]], round(float(match[2]) * PANGO)
    slot = Slot(family, face(family), match[2], units, box.style["lang"], room)
    line = slot.kept.line(box.text, units, slot.language)
    if line.width != box.width or _pairs(line) != _parsed(match[3]):
        raise Unfit(f"{box.text!r} is set otherwise by WeasyPrint")
    return slot


def _pairs(line: Line) -> list[tuple[int, int]]:
    return [(number, pull) for number, _, pull in line.glyphs]


def _parsed(shown: bytes) -> list[tuple[int, int]]:
    """Glyph numbers and pulls of the operand of TJ."""
    pairs: list[tuple[int, int]] = []
    for match in _SHOWN.finditer(shown):
        if match[2]:
            number, pull = pairs[-1]
            pairs[-1] = (number, pull + int(match[2]))
        else:
            pairs += [(int(match[1][place : place + 4], 16), 0) for place in range(0, len(match[1]), 4)]
    return pairs
