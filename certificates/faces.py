"""The typefaces of the certificate: which characters they have, how wide a text runs, the outline of a glyph.

Laying out a page is `render.py`'s; deciding whether a text fits is `preflight.py`'s.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from fontTools.pens.svgPathPen import SVGPathPen  # type: ignore[import-untyped]  # ships no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "certificate" / "fonts"
Face = Literal["serif", "serif-bold", "sans"]
_FILES: dict[str, str] = {
    "serif": "LvceSerif-Regular.ttf",
    "serif-bold": "LvceSerif-Bold.ttf",
    "sans": "LvceSans-Regular.ttf",
    "rare": "LvceRare-Regular.ttf",
}
_EM = 1000  # design units per em of every face here


@cache
def _font(face: str) -> TTFont:
    return TTFont(FOLDER / _FILES[face], lazy=True)


@cache
def _characters(face: str) -> dict[int, str]:
    """Glyph name by code point."""
    return dict(_font(face).getBestCmap())


@lru_cache(maxsize=512)
def missing(text: str) -> tuple[str, ...]:
    """The characters of `text` that no face can print, each once, in order."""
    wanted = dict.fromkeys(text)
    absent = [character for character in wanted if ord(character) not in _characters("serif")]
    return tuple(character for character in absent if ord(character) not in _characters("rare"))


@lru_cache(maxsize=512)
def is_rare(text: str) -> bool:
    """True when a character stands in the rare face only, which has one weight: bold text beside it would differ."""
    return any(ord(character) not in _characters("serif") for character in text)


def _glyph(character: str, face: Face) -> tuple[str, str]:
    """The face that has the character (the wished one or the rare one) and the glyph's name."""
    for candidate in (face, "rare"):
        name = _characters(candidate).get(ord(character))
        if name is not None:
            return candidate, name
    raise KeyError(character)


def width(text: str, face: Face) -> float:
    """The width of a text in em, without kerning. Raises KeyError for a character that no face has."""
    return sum([_advance(character, face) for character in text]) / _EM


@cache
def _advance(character: str, face: Face) -> int:
    owner, name = _glyph(character, face)
    metrics: Any = _font(owner)["hmtx"]
    return int(metrics[name][0])


@cache
def outline(character: str, face: Face) -> tuple[str, float]:
    """A glyph as SVG path data in 1/1000 em, y upwards from the baseline, and its width in the same units.

    Raises KeyError for a character that no face has.
    """
    owner, name = _glyph(character, face)
    glyphs = _font(owner).getGlyphSet()
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:g}")
    glyphs[name].draw(pen)
    return pen.getCommands(), float(glyphs[name].width)
