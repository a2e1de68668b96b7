"""The layouts of a certificate: its page and how far its texts may shrink, from `templates/certificate/<layout>.toml`.

Which kind has which layout says `kinds.toml`; whether a record fits decides `preflight.py`; `render.py` sets the page.
"""

import tomllib
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from certificates import faces
from certificates.content import CertificateRecord
from certificates.faults import Fault, Refused

TEMPLATES = faces.FOLDER.parent
FIRST = "recognition"
"""The layout of records that name none: the only one there was when they were made."""


class Slot(BaseModel):
    """A text of the record on the page: its face, the width it has, and the (size, lines) it may be set in.

    Sizes are in points, tried from left to right with the most lines allowed. A slot with `balance` is set in lines
    of about equal length; `spacing` is the letter spacing in em that the style sheet sets; without a `needed` text
    nothing is printed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    face: faces.Face
    width_mm: Annotated[float, Field(gt=0)]
    fits: tuple[tuple[float, int], ...]
    balance: bool = False
    spacing: float = 0.0
    needed: bool = False


class Layout(BaseModel):
    """A page: `html` and `styles` are files beside it, `page_mm` its width and height, `corner_mm` the left and upper
    margin that its style sheet sets, `frame` what is drawn around it. `texts` names the elements with `data-slot`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    html: str
    styles: tuple[str, ...]
    page_mm: tuple[float, float]
    corner_mm: tuple[float, float]
    frame: Literal["braid", "rules"]
    english: bool
    texts: tuple[str, ...]
    slot: tuple[Slot, ...]


@cache
def layout(name: str) -> Layout:
    """The layout of this name. Raises Refused when there is none."""
    path = TEMPLATES / f"{name}.toml"
    if not path.is_file():
        raise Refused(
            Fault("unknown-layout", f"没有证书版式“{name}”。", f"There is no certificate layout {name!r}.", "layout")
        )
    return Layout(name=name, **tomllib.loads(path.read_text(encoding="utf-8")))


def names() -> tuple[str, ...]:
    """The names of all layouts."""
    return tuple(sorted(path.stem for path in TEMPLATES.glob("*.toml")))


def layout_of(record: CertificateRecord) -> Layout:
    """The layout that a record is printed in. Raises Refused when there is none of its name."""
    return layout(record.layout or FIRST)
