"""The pages of a document that is no certificate: from its content to unsigned PDF/A-3a, looked at before it leaves.

What documents say is `documents.py`'s, how they look `templates/documents/`'s; sealing is `document_press.py`'s.
"""

import math
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from certificates import drawing, faces, inspection, kept_pictures, preflight, typesetter
from certificates.documents import CONTENT_NAME, Notice, ScoreRow, ScoreSheet
from certificates.faults import Refused
from certificates.render import SEAL, day_zh
from certificates.typesetter import Enclosed

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "documents"
MOST_PAGES = 200
_NO_GLYPH = "〓"  # what Chinese printers set where they have no type
_TITLE_EM = {"notice": 18, "score-sheet": 25}
"""How wide a title may be, in its own size, which the style sheet sets."""


def pages(document: Notice | ScoreSheet) -> bytes:
    """The document as unsigned PDF/A-3a of A4 pages, tagged, its content embedded as JSON.

    The same content gives the same bytes in every process. Raises Refused for a character without a glyph, a text
    that cannot be read back from the pages, and what the layout engine complains of.
    """
    shown = _with_type(document)
    texts = list(dict.fromkeys(_texts(shown)))
    if faults := [fault for text in texts for fault in preflight.glyph_faults(text, document.kind)]:
        raise Refused(*faults)
    html = typesetter.template(TEMPLATES, f"{document.kind}.html").render(
        it=shown,
        day=day_zh(document.dated_on),
        seal=SEAL,
        chapters=_chapters,
        title_em=_title_em(document),
    )
    seal = drawing.seal(document.bureau.name, document.bureau.seal_line)
    content = Enclosed(CONTENT_NAME, document.canonical_json(), "文书内容 Content of the document", "Source")
    pdf, _ = typesetter.set_html(
        html,
        (TEMPLATES / f"{document.kind}.css").read_text(encoding="utf-8"),
        {SEAL: kept_pictures.kept(seal)},
        [content],
        day=document.dated_on,
        identifier=bytes.fromhex(document.digest)[:16],
    )
    inspection.look(pdf, {f"text {place}": text for place, text in enumerate(texts, start=1)}, most_pages=MOST_PAGES)
    return pdf


def _with_type(document: Notice | ScoreSheet) -> Notice | ScoreSheet:
    """The document with 〓 for what has no glyph in the free text of its rows; the content embedded stays as it is.

    Names are not touched: a document that cannot print one is refused.
    """
    if isinstance(document, Notice):
        return document
    english = document.english and document.english.model_copy(update={"rows": _rows_with_type(document.english.rows)})
    return document.model_copy(update={"rows": _rows_with_type(document.rows), "english": english})


def _rows_with_type(rows: Iterable[ScoreRow]) -> tuple[ScoreRow, ...]:
    names = ("requirement", "obtained", "reason")
    return tuple(row.model_copy(update={name: _set(getattr(row, name)) for name in names}) for row in rows)


def _set(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, faces.missing(text)), _NO_GLYPH))


def _title_em(document: Notice | ScoreSheet) -> int:
    """The measure of the title, so that its lines are of about equal length."""
    whole = faces.width(document.title, "serif-bold")
    lines = math.ceil(whole / _TITLE_EM[document.kind])
    return math.ceil(whole / lines) + 1


def _chapters(rows: Iterable[ScoreRow]) -> list[list[ScoreRow]]:
    """The rows of a score sheet, chapter by chapter."""
    return [list(group) for _, group in groupby(rows, key=lambda row: row.chapter)]


def _texts(document: Notice | ScoreSheet) -> Iterator[str]:
    """Every text that must stand on the pages."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for one in value.values():
                yield from walk(one)
        elif isinstance(value, list | tuple):
            for one in value:
                yield from walk(one)

    shown = document.model_dump(exclude={"kind", "bureau", "dated_on"}, exclude_none=True)
    yield document.bureau.name
    yield from walk(shown)
