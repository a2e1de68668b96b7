"""From a record to the unsigned pages. The only module that loads WeasyPrint, and only when a page is printed.

The record decides every byte. Sealing is `signing.py`'s; the shape of the page is `templates/certificate/`'s.
"""

import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cache
from typing import Any

import jinja2

from certificates import drawing, faces, kept_pictures, preflight
from certificates.content import CertificateRecord
from certificates.faults import Fault, Refused
from certificates.layouts import TEMPLATES, Layout, layout_of
from certificates.papers import Papers

RECORD_NAME, PROOF_NAME = "record.json", "proof.json"
FRAME, SEAL = "picture:frame", "picture:seal"
"""Addresses of our own drawings, which are at hand before anything is fetched."""
_FILES = {
    RECORD_NAME: ("证书记录 Certificate record", "Source"),
    PROOF_NAME: ("证书凭证与公开日志证明 Credential and proof of the public log", "Supplement"),
}
"""What each embedded file is, and how it relates to the page (PDF/A-3, AFRelationship)."""
_LOCK = threading.Lock()  # Pango's font map is shared between certificates and is not safe for two threads


def render(record: CertificateRecord, papers: Papers | None = None) -> bytes:
    """The certificate as an unsigned PDF/A-3a: one page of A4, tagged, the record embedded as JSON.

    With papers the QR code holds theirs and their proof is embedded beside the record. The same record and papers
    give the same bytes in every process. Raises Refused with the faults that preflight found.
    """
    plan = preflight.plan(record)
    html = page_html(record, plan, about(record), drawing.qr(qr_text(record, papers)))
    pdf, _ = set_page(html, record, embedded(record, papers), bytes.fromhex(record.digest)[:16])
    preflight.inspect(pdf, record)
    return pdf


def qr_text(record: CertificateRecord, papers: Papers | None) -> str:
    """What the QR code holds: the papers' text, or the bare address."""
    return record.verify_url if papers is None else papers.qr


def embedded(record: CertificateRecord, papers: Papers | None) -> dict[str, bytes]:
    """The files inside the file, by name, in the order of their names."""
    own = {RECORD_NAME: record.canonical_json()}
    return own if papers is None else {PROOF_NAME: papers.proof, **own}


def texts(record: CertificateRecord) -> dict[str, str]:
    """What changes from one certificate to the next, as it is printed, by the names of `data-slot` on the page."""
    known = {
        "number": record.number,
        "holder": record.holder,
        "holder_en": record.holder_en or "",
        "enterprise": record.enterprise,
        "address": record.address,
        "uscc": record.uscc,
        "decision_document": record.decision_document,
        "filed_on": _day_zh(record.decided_on),
        "validity": _validity(record),
        "issued_zh": _day_zh(record.issued_on),
        "issued_en": _day_en(record.issued_on),
        "verify_url": record.verify_url,
        "identifier": record.identifier,
        "categories": record.filing.listed if record.filing else "",
        "legal_representative": (record.filing and record.filing.legal_representative) or "",
    }
    return {name: known[name] for name in layout_of(record).texts}


def about(record: CertificateRecord) -> dict[str, str]:
    """What the file says of itself and does not print: title, subject, day, and the text for the QR code."""
    return {
        "title": f"{record.title.zh} {record.number} {record.holder}",
        "subject": f"{record.title.en}, {record.number}",
        "day": record.issued_on.isoformat(),
        "qr": f"查验二维码：{record.verify_url}",
    }


def page_html(record: CertificateRecord, plan: preflight.Plan, says: Mapping[str, str], qr: str) -> str:
    """The page as HTML; `says` is what `about` gives, `qr` the address of the picture."""
    layout = layout_of(record)
    return _template(layout.html).render(
        record=record,
        layout=layout,
        text=texts(record),
        about=says,
        size=plan.sizes,
        width=plan.widths_mm,
        weight=plan.weights,
        seal=SEAL,
        qr=qr,
    )


def set_page(
    html: str,
    record: CertificateRecord,
    files: Mapping[str, bytes],
    identifier: bytes,
    finisher: Callable[[Any, Any], None] | None = None,
) -> tuple[bytes, Any]:
    """The HTML as PDF/A-3a with the files embedded, and WeasyPrint's document of laid-out pages.

    `files` are contents by name, no two alike, in the order of their names. The bureau's seal is the record's.
    `finisher` sees the document and its PDF objects before they are written. Raises Refused for what WeasyPrint
    only logs.
    """
    layout = layout_of(record)
    midnight = datetime.combine(record.issued_on, time())
    pictures = {
        FRAME: kept_pictures.kept(drawing.border(layout.frame, *layout.page_mm)),
        SEAL: kept_pictures.kept(drawing.seal(record.issuer.name.zh, record.seal_line)),
    }
    with _LOCK, _complaints_refused(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        press = _press()
        attachments = [
            press.weasyprint.Attachment(
                string=content,
                name=name,
                description=_FILES[name][0],
                created=midnight,
                modified=midnight,
                relationship=_FILES[name][1],
            )
            for name, content in files.items()
        ]
        document = press.weasyprint.HTML(string=html, url_fetcher=press.fetcher).render(
            font_config=press.fonts, stylesheets=[press.sheet(layout)], pdf_variant="pdf/a-3a", cache=pictures
        )
        pdf = document.write_pdf(
            pdf_variant="pdf/a-3a", pdf_identifier=identifier, attachments=attachments, finisher=finisher
        )
    return pdf, document


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

    def sheet(self, layout: Layout) -> Any:
        """The style sheets of a layout, read once."""
        if layout.name not in self._sheets:
            css = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in layout.styles)
            # A page's background starts at its margins, which the style sheet sets.
            (left, top), (width, height) = layout.corner_mm, layout.page_mm
            css += f'@page {{ background: url("{FRAME}") no-repeat -{left}mm -{top}mm / {width}mm {height}mm }}'
            self._sheets[layout.name] = self.weasyprint.CSS(
                string=css, font_config=self.fonts, url_fetcher=self.fetcher
            )
        return self._sheets[layout.name]


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
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
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
