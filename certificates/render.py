"""From a record to the unsigned page, set by WeasyPrint (`typesetter.py`).

The record decides every byte. Sealing is `signing.py`'s; the shape of the page is `templates/certificate/`'s.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from certificates import drawing, kept_pictures, layouts, preflight, typesetter
from certificates.content import CertificateRecord
from certificates.layouts import layout_of
from certificates.papers import Papers
from certificates.typesetter import Enclosed

RECORD_NAME, PROOF_NAME = "record.json", "proof.json"
FRAME, SEAL = "picture:frame", "picture:seal"
"""Addresses of our own drawings, which are at hand before anything is fetched."""
_FILES = {
    RECORD_NAME: ("证书记录 Certificate record", "Source"),
    PROOF_NAME: ("证书凭证与公开日志证明 Credential and proof of the public log", "Supplement"),
}
"""What each embedded file is, and how it relates to the page (PDF/A-3, AFRelationship)."""


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
        "holder_en": "" if record.holder_en in {None, record.holder} else record.holder_en,
        "enterprise": record.enterprise,
        "address": record.address,
        "uscc": record.uscc,
        "decision_document": record.decision_document,
        "filed_on": day_zh(record.decided_on),
        "validity": _validity(record, english=layout_of(record).english),
        "issued_zh": day_zh(record.issued_on),
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
    return typesetter.template(layouts.TEMPLATES, layout.html).render(
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
    pictures = {
        FRAME: kept_pictures.kept(drawing.border(layout.frame, *layout.page_mm)),
        SEAL: kept_pictures.kept(drawing.seal(record.issuer.name.zh, record.seal_line)),
    }
    enclosed = [Enclosed(name, content, *_FILES[name]) for name, content in files.items()]
    return typesetter.set_html(
        html, _css(layout.name), pictures, enclosed, day=record.issued_on, identifier=identifier, finisher=finisher
    )


@cache
def _css(name: str) -> str:
    """The style sheets of a layout, with its frame as the page's background, which starts at the page's margins."""
    layout = layouts.layout(name)
    css = "".join((layouts.TEMPLATES / style).read_text(encoding="utf-8") for style in layout.styles)
    (left, top), (width, height) = layout.corner_mm, layout.page_mm
    return css + f'@page {{ background: url("{FRAME}") no-repeat -{left}mm -{top}mm / {width}mm {height}mm }}'


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


def day_zh(day: date) -> str:
    """The day as Chinese papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _day_en(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _validity(record: CertificateRecord, *, english: bool) -> str:
    """First and last day; in figures where both languages read them, in words where only Chinese stands beside."""
    if not english:
        until = f"至{day_zh(record.valid_until)}" if record.valid_until else "起"
        return f"{'' if record.valid_until else '自'}{day_zh(record.valid_from)}{until}"
    if record.valid_until is None:
        return f"自 {record.valid_from} 起 onwards"
    return f"{record.valid_from} 至 {record.valid_until}"
