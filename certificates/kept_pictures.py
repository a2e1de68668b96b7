"""Drawings that WeasyPrint need draw only once: the frame, and the seal of a bureau, as parts of its pages.

What they look like is `drawing.py`'s.
"""

from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET


class KeptPicture:
    """An SVG in the place of WeasyPrint's own image: drawn apart the first time, and then repeated.

    Curves of a frame cost a third of a page. WeasyPrint has no door for this, so that its stream is used from within.
    """

    def __init__(self, image: Any) -> None:
        self._image = image
        self._drawn: dict[tuple[float, float], tuple[bytes, dict[str, Any]]] = {}

    def get_intrinsic_size(self, *how: Any) -> Any:
        """As WeasyPrint's image."""
        return self._image.get_intrinsic_size(*how)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Adds the drawing to a page, between the saving and the restoring of the page's state."""
        size = (width, height)
        if size not in self._drawn:
            states: dict[str, Any] = {}
            apart = stream.clone(resources={"ExtGState": states})
            self._image.draw(apart, width, height, style)
            self._drawn[size] = _content(apart), states
        content, states = self._drawn[size]
        stream.push_state()
        stream.stream.append(content)
        stream.pop_state()
        stream._resources["ExtGState"].update(states)  # noqa: SLF001 - see the class


def _content(stream: Any) -> bytes:
    stream.compress = False
    written: bytes = stream.data
    return written[written.index(b"stream\n") + 7 : written.rindex(b"\nendstream")]


@lru_cache(maxsize=32)
def kept(svg: str) -> KeptPicture:
    """The picture of one of our own drawings."""
    from weasyprint.images import SVGImage  # type: ignore[import-untyped]  # noqa: PLC0415 - loads Pango, which only the press process needs

    return KeptPicture(SVGImage(ET.fromstring(svg), "", None, None))  # noqa: S314 - our own drawing
