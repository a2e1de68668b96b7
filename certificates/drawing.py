"""Pictures of the certificate: the round seal and the frame as SVG, the QR code as PNG. No font needed.

Where they stand on the page is the template's matter.
"""

import base64
import math
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Literal

from PIL import Image

from certificates import faces
from certificates.faults import Fault, Refused
from certificates.qr import symbol

SEAL_RED = "#c8161d"
GREEN = "#0b5d3b"
GOLD = "#b08d3c"
SEAL_NAME_LIMIT = 26  # more characters than this cannot be read on a ring of 42 mm

_RING = 200.0  # the seal's units are tenths of a millimetre: 42 mm across with its ring
_BASELINE = 138.0  # radius of the characters' feet
_SIZE = 54.0


def _placed(character: str, face: faces.Face, size: float, stretch: float, transform: str) -> str:
    path, advance = faces.outline(character, face)
    scale = size / 1000
    return (
        f'<path d="{path}" transform="{transform} scale({scale * stretch:.5f} {-scale:.5f})'
        f' translate({-advance / 2:g} 0)"/>'
    )


@cache
def seal(name: str, line: str) -> str:
    """The round seal of a bureau: its name along the ring, a star, and `line` below. 42 mm, translucent red.

    Raises Refused when the name is too long for the ring or has a character that no face can print.
    """
    absent = faces.missing(name + line)
    if absent or len(name) > SEAL_NAME_LIMIT:
        raise Refused(
            Fault(
                "seal-name",
                f"发证机构名称“{name}”无法刻入印章（最多 {SEAL_NAME_LIMIT} 字，且须有字形）。",
                f"The bureau's name {name!r} cannot be drawn in a seal"
                f" (at most {SEAL_NAME_LIMIT} characters, each with a glyph).",
                "issuer",
            )
        )
    step = min(34.0, 240.0 / max(len(name) - 1, 1))  # degrees between characters: airy, never beyond the star's foot
    room = math.radians(step) * (_BASELINE + _SIZE / 2)
    stretch = min(1.0, room / _SIZE)
    first = -step * (len(name) - 1) / 2
    face: faces.Face = "serif" if faces.is_rare(name + line) else "serif-bold"
    ring = "".join(
        _placed(character, face, _SIZE, stretch, f"rotate({first + step * place:.3f}) translate(0 {-_BASELINE})")
        for place, character in enumerate(name)
    )
    size = 34.0
    foot = "".join(
        _placed(character, face, size, 1.0, f"translate({(place - (len(line) - 1) / 2) * size * 1.06:.2f} 104)")
        for place, character in enumerate(line)
    )
    points = " ".join(
        f"{radius * math.sin(turn):.2f},{-radius * math.cos(turn) - 6:.2f}"
        for radius, turn in ((58 if k % 2 == 0 else 22.15, math.pi * k / 5) for k in range(10))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-210 -210 420 420" width="42mm" height="42mm">'
        f'<g fill="{SEAL_RED}" fill-opacity="0.82">'
        f'<circle r="{_RING}" fill="none" stroke="{SEAL_RED}" stroke-opacity="0.82" stroke-width="11"/>'
        f'<polygon points="{points}"/>{ring}{foot}</g></svg>'
    )


def _wave(length: float, amplitude: float, phase: float) -> str:
    """A sine along the x axis as cubic curves, one per quarter period; the period is about 12 and divides the length."""
    quarter = length / (4 * round(length / 12))
    points = []
    for index in range(round(length / quarter) + 1):
        turn = math.pi / 2 * index + phase
        lift = math.pi / 6 * amplitude * math.cos(turn)  # a third of a quarter period along the tangent
        points.append((index * quarter, amplitude * math.sin(turn), lift))
    curves = "".join(
        f"C{x + quarter / 3:.2f} {y + lift:.2f} {to - quarter / 3:.2f} {end - drop:.2f} {to:.2f} {end:.2f}"
        for (x, y, lift), (to, end, drop) in pairwise(points)
    )
    return f"M0 {points[0][1]:.2f}{curves}"


@cache
def frame(width: float = 297.0, height: float = 210.0) -> str:
    """The border of a page in millimetres: a green rule, a braid of fine waves, gold rules, leaf corners; a flower within."""
    outer, band = 9.0, 7.0
    middle = outer + band / 2
    inner = outer + band
    across, down = width - 2 * inner, height - 2 * inner
    strands = "".join(
        f'<path transform="{transform}" d="{_wave(length, 2.3, phase)}"/>'
        for phase in (0.0, 2 * math.pi / 3, 4 * math.pi / 3)
        for length, transform in (
            (across, f"translate({inner:g} {middle:g})"),
            (across, f"translate({inner:g} {height - middle:g})"),
            (down, f"translate({middle:g} {inner:g}) rotate(90)"),
            (down, f"translate({width - middle:g} {inner:g}) rotate(90)"),
        )
    )
    leaf = '<path d="M0 -5.4C3.6 -2.2 3.6 2.2 0 5.4C-3.6 2.2 -3.6 -2.2 0 -5.4Z"/>'
    corners = "".join(
        f'<g transform="translate({x:g} {y:g})"><circle r="6.6" fill="#fff" stroke="{GOLD}" stroke-width="0.35"/>'
        f'<g fill="{GREEN}" transform="rotate({turn})"><g transform="scale(0.86)">{leaf}</g>'
        f'<path d="M0 -4.4V6.2" stroke="#fff" stroke-width="0.35" fill="none"/></g></g>'
        for x, y, turn in (
            (middle, middle, -45),
            (width - middle, middle, 45),
            (middle, height - middle, -135),
            (width - middle, height - middle, 135),
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}mm" height="{height:g}mm">'
        f"{_rosette(width / 2, height / 2)}"
        f'<g fill="none"><g stroke="{GREEN}" stroke-width="0.22" stroke-opacity="0.75">{strands}</g>'
        f"{_rule(outer, width, height, GREEN, 1.1)}{_rule(inner, width, height, GREEN, 0.3)}"
        f"{_rule(inner + 1.2, width, height, GOLD, 0.5)}</g>{corners}</svg>"
    )


@cache
def rules(width: float, height: float) -> str:
    """The border of a plain page in millimetres: two green rules, the outer one strong."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}mm" height="{height:g}mm">'
        f'<g fill="none">{_rule(14.0, width, height, GREEN, 1.0)}{_rule(15.6, width, height, GREEN, 0.25)}</g></svg>'
    )


def border(style: Literal["braid", "rules"], width: float, height: float) -> str:
    """The border of a page in one of its styles."""
    return frame(width, height) if style == "braid" else rules(width, height)


def _rosette(x: float, y: float) -> str:
    """A flower of fine ellipses, as on banknotes, so light that text stands on it."""
    petals = "".join(f'<ellipse rx="58" ry="21" transform="rotate({turn})"/>' for turn in range(0, 180, 9))
    return (
        f'<g transform="translate({x:g} {y:g})" fill="none" stroke="{GREEN}" stroke-width="0.18"'
        f' stroke-opacity="0.13">{petals}</g>'
    )


def _rule(inset: float, width: float, height: float, colour: str, weight: float) -> str:
    return (
        f'<rect x="{inset:g}" y="{inset:g}" width="{width - 2 * inset:g}" height="{height - 2 * inset:g}"'
        f' stroke="{colour}" stroke-width="{weight:g}"/>'
    )


def qr(payload: str) -> str:
    """The payload as a QR code with the quiet zone of 4 modules that readers need: a PNG of a pixel a module."""
    code = symbol(payload)
    picture = Image.frombytes("1", (code.side, code.side), code.rows).convert("L")
    output = BytesIO()
    picture.save(output, format="PNG")
    return "data:image/png;base64," + base64.b64encode(output.getvalue()).decode()


def as_uri(svg: str) -> str:
    """An SVG as a data URI for an `img` element."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
