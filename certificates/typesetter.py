"""HTML becomes PDF/A-3a here, with our typefaces only. The only module that loads WeasyPrint, and only when it is used.

What stands on a page is `render.py`'s for certificates and `document_pages.py`'s for other documents.
"""

import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from certificates import faces
from certificates.faults import Fault, Refused
from certificates.kept_pictures import KeptPicture

_LOCK = threading.Lock()  # Pango's font map is shared between documents and is not safe for two threads


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file inside the file: what it is, and how it relates to the pages (PDF/A-3, AFRelationship)."""

    name: str
    content: bytes
    description: str
    relationship: str


def set_html(
    html: str,
    css: str,
    pictures: Mapping[str, KeptPicture],
    files: Sequence[Enclosed],
    *,
    day: date,
    identifier: bytes,
    finisher: Callable[[Any, Any], None] | None = None,
) -> tuple[bytes, Any]:
    """The HTML as PDF/A-3a with the files enclosed, and WeasyPrint's document of laid-out pages.

    `pictures` are at hand by their addresses, nothing is fetched; of `files` no two have the same content, and they
    stand in the order of their names. `day` is the only date in the file, `identifier` its 16 bytes. `finisher` sees
    the document and its PDF objects before they are written. Raises Refused for what WeasyPrint only logs.
    """
    midnight = datetime.combine(day, time())
    with _LOCK, _complaints_refused(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        press = _press()
        attachments = [
            press.weasyprint.Attachment(
                string=file.content,
                name=file.name,
                description=file.description,
                created=midnight,
                modified=midnight,
                relationship=file.relationship,
            )
            for file in files
        ]
        document = press.weasyprint.HTML(string=html, url_fetcher=press.fetcher).render(
            font_config=press.fonts, stylesheets=[press.sheet(css)], pdf_variant="pdf/a-3a", cache=dict(pictures)
        )
        pdf = document.write_pdf(
            pdf_variant="pdf/a-3a", pdf_identifier=identifier, attachments=attachments, finisher=finisher
        )
    return pdf, document


@cache
def template(folder: Path, name: str) -> jinja2.Template:
    """A template of a folder; a name that it uses and is not given is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


class _Press:
    """WeasyPrint with our fonts and style sheet loaded once."""

    def __init__(self) -> None:
        with _own_fonts_only():
            import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - loads Pango, which only the press process needs
            from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # noqa: PLC0415 - as above

            self.weasyprint: Any = weasyprint
            self.fonts: Any = FontConfiguration()
        self.fetcher: Any = weasyprint.urls.URLFetcher(allowed_protocols={"data"})
        self._sheets: dict[str, Any] = {}

    def sheet(self, css: str) -> Any:
        """A style sheet, read once."""
        if css not in self._sheets:
            self._sheets[css] = self.weasyprint.CSS(string=css, font_config=self.fonts, url_fetcher=self.fetcher)
        return self._sheets[css]


@cache
def _press() -> _Press:
    return _Press()


@contextmanager
def _own_fonts_only() -> Iterator[None]:
    """Shows fontconfig our folder instead of the machine's fonts while its configuration is read."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(faces.FOLDER / "fonts.conf")
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


class _Complaints(logging.Handler):
    """Keeps what is logged."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


@contextmanager
def _complaints_refused() -> Iterator[None]:
    """Makes an error of what WeasyPrint only logs: missing glyphs, unknown styles, pictures that do not load."""
    handler = _Complaints(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if handler.texts:
        raise Refused(
            *(
                Fault("layout-complaint", f"排版程序报告：{text}", f"The layout engine reports: {text}")
                for text in handler.texts
            )
        )
