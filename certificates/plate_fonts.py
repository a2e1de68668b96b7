"""The faces of a plate, kept open: shaping a line as WeasyPrint's Pango does, and font files of chosen glyphs.

Where a line stands on the page is `plates.py`'s; how a font is written into a file is `plate_files.py`'s.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import category

import uharfbuzz as hb  # type: ignore[import-untyped]  # ships no types
from fontTools import unicodedata as unicode_data  # type: ignore[import-untyped]  # ships no types

from certificates import faces

PANGO = 1024  # Pango counts in 1024ths of a CSS pixel
_HAN, _LATIN, _COMMON = "Hani", "Latn", "Zyyy"


class Unfit(Exception):
    """A text that is not for a plate; WeasyPrint itself sets it. The argument says why."""


Glyph = tuple[int, str, int]
"""A glyph on a line: its number in the face, what it says, how far the next one is pulled back (1/1000 em)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A shaped line: its glyphs and its width in CSS pixels."""

    glyphs: tuple[Glyph, ...]
    width: float


class KeptFace:
    """A face of the certificate, kept open."""

    def __init__(self, path: Path) -> None:
        self._face = hb.Face(hb.Blob.from_file_path(str(path)))
        self._tables = {tag: bytes(self._face.reference_table(tag).data) for tag in ("glyf", "head", "hhea", "maxp")}
        self.count = self._face.glyph_count
        self._places = struct.unpack(f">{self.count + 1}I", self._face.reference_table("loca").data)
        (metrics,) = struct.unpack_from(">H", self._tables["hhea"], 34)
        long = self._face.reference_table("hmtx").data
        self._metrics = [long[4 * number : 4 * number + 4] for number in range(metrics)]
        tail = long[4 * metrics :]
        last = self._metrics[-1][:2]
        self._metrics += [last + tail[2 * n : 2 * n + 2] for n in range(self.count - metrics)]
        self.advances = [int.from_bytes(metric[:2], "big") for metric in self._metrics]
        self.box = struct.unpack_from(">4h", self._tables["head"], 36)
        self.ascent, self.descent = struct.unpack_from(">2h", self._tables["hhea"], 4)
        self._fonts: dict[int, hb.Font] = {}
        nominal = hb.Font(self._face)
        # A glyph that serves two characters says the first of them; the other one is left to WeasyPrint.
        self._says: dict[int, str] = {}
        for character in sorted(self._face.unicodes):
            self._says.setdefault(nominal.get_nominal_glyph(character), chr(character))
        self.line = lru_cache(maxsize=512)(self._line)  # dates and documents repeat; names do not

    def _line(self, text: str, units: int, language: str) -> Line:
        """The text on one line; `units` is its size in 1024ths of a CSS pixel.

        Raises Unfit for what Pango would treat in ways that are not repeated here: characters of another face,
        other scripts than Han and Latin, brackets between the two, and spaces that HTML collapses.
        """
        glyphs: list[Glyph] = []
        total = 0
        for script, run in _runs(text):
            buffer = hb.Buffer()
            buffer.add_str(run)
            buffer.direction = "ltr"
            buffer.script = script
            buffer.language = _language(language, script)
            hb.shape(self._font(units), buffer)
            clusters = [info.cluster for info in buffer.glyph_infos] + [len(run)]
            for place, (info, position) in enumerate(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)):
                says = run[clusters[place] : clusters[place + 1]]
                plain = not position.x_offset and not position.y_offset and self._says.get(info.codepoint, says) == says
                if not info.codepoint or not says or not plain:
                    raise Unfit(f"{says!r} is not one plain glyph of this face")
                natural = self.advances[info.codepoint]
                pull = int(natural - position.x_advance * 1000 / units)
                glyphs.append((info.codepoint, says, pull))
                total += position.x_advance
        return Line(tuple(glyphs), total / PANGO)

    def _font(self, units: int) -> hb.Font:
        if units not in self._fonts:
            font = hb.Font(self._face)
            font.scale = (units, units)
            self._fonts[units] = font
        return self._fonts[units]

    def file(self, numbers: Iterable[int]) -> bytes:
        """A TrueType file of `.notdef` and these glyphs, renumbered from 1 in this order; what a PDF needs, no more.

        Our faces have no hints and no composite glyphs, so that glyphs can be put side by side as they are.
        """
        chosen = [0, *numbers]
        glyf, places = [], [0]
        for number in chosen:
            outline = self._tables["glyf"][self._places[number] : self._places[number + 1]]
            glyf.append(outline + bytes(-len(outline) % 4))
            places.append(places[-1] + len(glyf[-1]))
        count = len(chosen)
        return _sfnt(
            {
                b"glyf": b"".join(glyf),
                b"head": self._tables["head"][:8] + bytes(4) + self._tables["head"][12:50] + b"\0\1\0\0",  # long loca
                b"hhea": self._tables["hhea"][:34] + struct.pack(">H", count),
                b"hmtx": b"".join([self._metrics[number] for number in chosen]),
                b"loca": struct.pack(f">{count + 1}I", *places),
                b"maxp": self._tables["maxp"][:4] + struct.pack(">H", count) + self._tables["maxp"][6:],
            }
        )


@cache
def face(family: str) -> KeptFace:
    """The face that WeasyPrint calls by this name, for instance `Lvce-Serif-Bold`."""
    stem = family.replace("Lvce-", "Lvce")
    return KeptFace(faces.FOLDER / (f"{stem}.ttf" if "-" in stem else f"{stem}-Regular.ttf"))


def _sfnt(tables: dict[bytes, bytes]) -> bytes:
    """A TrueType file of tables given in the order of their tags."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = [struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))]
    place, bodies = 12 + 16 * count, []
    for tag, content in tables.items():
        body = content + bytes(-len(content) % 4)
        directory.append(struct.pack(">4sIII", tag, _sum(body), place, len(content)))
        place += len(body)
        bodies.append(body)
    font = b"".join(directory + bodies)
    adjust = (0xB1B0AFBA - _sum(font)) & 0xFFFFFFFF
    at = font.index(tables[b"head"]) + 8
    return font[:at] + struct.pack(">I", adjust) + font[at + 4 :]


def _sum(body: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(body) // 4}I", body)
    return sum(words) & 0xFFFFFFFF


@cache
def _script(character: str) -> str:
    return str(unicode_data.script(character))


def _language(language: str, script: str) -> str:
    """The language in which Pango shapes a run: one that is written in this script."""
    if script == _LATIN:
        return "en"
    if script == _HAN and not language.startswith("zh"):
        raise Unfit("Han characters in a text of another language")
    return language


def _is_bracket(character: str) -> bool:
    return category(character) in {"Ps", "Pe", "Pi", "Pf"}


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """The text cut where the script changes, as Pango cuts it: characters of no script stay with what was before."""
    if "  " in text:
        raise Unfit("spaces collapse")
    if len({_script(character) for character in text} - {_COMMON}) > 1 and any(map(_is_bracket, text)):
        raise Unfit("brackets take the script of what is around them")
    start, script = 0, _COMMON
    for place, character in enumerate(text):
        here = _script(character)
        if here not in {_HAN, _LATIN, _COMMON}:
            raise Unfit(f"{character!r} is of the script {here}")
        if script == _COMMON:
            script = here
        elif here not in {_COMMON, script}:
            yield script, text[start:place]
            start, script = place, here
    yield script, text[start:]
