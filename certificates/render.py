"""From a record to the unsigned pages. The only module that loads WeasyPrint, and only when a page is printed.

The record decides every byte. Sealing is `signing.py`'s; the shape of the page is `templates/certificate/`'s.
"""

import logging
import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cache
from typing import Any

import jinja2

from certificates import drawing, faces, preflight
from certificates.content import CertificateRecord
from certificates.faults import Fault, Refused

RECORD_NAME = "record.json"
_LOCK = threading.Lock()  # Pango's font map is shared between certificates and is not safe for two threads


def render(record: CertificateRecord) -> bytes:
    """The certificate as an unsigned PDF/A-3a: one A4 landscape page, tagged, the record embedded as JSON.

    The same record gives the same bytes in every process. Raises Refused with the faults that preflight found.
    """
    plan = preflight.plan(record)
    html = _template("recognition.html").render(
        record=record,
        size=plan.sizes,
        width=plan.widths_mm,
        weight=plan.weights,
        validity=_validity(record),
        issued_zh=_day_zh(record.issued_on),
        issued_en=_day_en(record.issued_on),
        seal=drawing.as_uri(drawing.seal(record.issuer.name.zh, record.seal_line)),
        qr=drawing.as_uri(drawing.qr(record.verify_url)),
    )
    with _LOCK, _complaints_refused(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        pdf = _print(html, record)
    preflight.inspect(pdf, record)
    return pdf


def _print(html: str, record: CertificateRecord) -> bytes:
    press = _press()
    midnight = datetime.combine(record.issued_on, time())
    attachment = press.weasyprint.Attachment(
        string=record.canonical_json(),
        name=RECORD_NAME,
        description="证书记录 Certificate record",
        created=midnight,
        modified=midnight,
        relationship="Source",
    )
    document = press.weasyprint.HTML(string=html, url_fetcher=press.fetcher).render(
        font_config=press.fonts, stylesheets=[press.sheet], pdf_variant="pdf/a-3a"
    )
    pdf: bytes = document.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_identifier=bytes.fromhex(record.digest)[:16],
        attachments=[attachment],
    )
    return pdf


class _Press:
    """WeasyPrint with our fonts and style sheet loaded once."""

    def __init__(self) -> None:
        with _own_fonts_only():
            import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - loads Pango, which only the press process needs
            from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # noqa: PLC0415 - as above

            self.weasyprint: Any = weasyprint
            self.fonts: Any = FontConfiguration()
        self.fetcher: Any = weasyprint.urls.URLFetcher(allowed_protocols={"data"})
        css = preflight.template_file("recognition.css").read_text(encoding="utf-8")
        # A page's background starts at its margins, which recognition.css sets.
        page = f'@page {{ background: url("{drawing.as_uri(drawing.frame())}") no-repeat -36mm -22mm / 297mm 210mm }}'
        self.sheet: Any = weasyprint.CSS(string=css + page, font_config=self.fonts, url_fetcher=self.fetcher)


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


@cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(preflight.TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template(name)


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _day_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _day_en(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _validity(record: CertificateRecord) -> str:
    if record.valid_until is None:
        return f"自 {record.valid_from} 起"
    return f"{record.valid_from} 至 {record.valid_until}"
