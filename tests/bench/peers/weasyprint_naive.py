"""WeasyPrint as its first page shows it: everything made anew for each document, the system's Noto CJK faces, segno."""

import base64
import subprocess

import segno
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from certificates import drawing, layouts, preflight, render
from certificates.content import CertificateRecord
from tests.bench.certificates import record
from tests.bench.rounds import Missing, Work

CSS = (layouts.TEMPLATES / "recognition.css").read_text(encoding="utf-8") + (
    f'@page {{ background: url("{drawing.as_uri(drawing.frame())}") no-repeat -36mm -22mm / 297mm 210mm }}'
)
SYSTEM = {'"Lvce Serif"': '"Noto Serif CJK SC"', '"Lvce Sans"': '"Noto Sans CJK SC"', ', "Lvce Rare"': ""}


def _system_css() -> str:
    found = subprocess.run(["fc-list", "Noto Serif CJK SC"], capture_output=True, check=False).stdout
    if not found:
        raise Missing("apt-get install fonts-noto-cjk")
    css = CSS
    for ours, theirs in SYSTEM.items():
        css = css.replace(ours, theirs)
    return css


def html_of(one: CertificateRecord, qr: str) -> str:
    """The page with its seal inside."""
    html = render.page_html(one, preflight.plan(one), render.about(one), qr)
    return html.replace(render.SEAL, drawing.as_uri(drawing.seal(one.issuer.name.zh, one.seal_line)))


def page(index: int) -> tuple[str, weasyprint.Attachment, bytes]:
    """HTML, the record to attach, and the file's identifier."""
    one = record(index)
    code = segno.make(one.verify_url, error="m").svg_inline(border=4, scale=1, omitsize=True, dark="#000", light="#fff")
    qr = "data:image/svg+xml;base64," + base64.b64encode(code.encode()).decode()
    html = html_of(one, qr)
    attachment = weasyprint.Attachment(string=one.canonical_json(), name="record.json", relationship="Source")
    return html, attachment, bytes.fromhex(one.digest)[:16]


def naive() -> Work:
    """Fonts, style sheet and page from nothing, each time."""
    css = _system_css()

    def work(index: int) -> bytes:
        html, attachment, identifier = page(index)
        fonts = FontConfiguration()
        sheet = weasyprint.CSS(string=css, font_config=fonts)
        document = weasyprint.HTML(string=html)
        return document.write_pdf(
            stylesheets=[sheet],
            font_config=fonts,
            pdf_variant="pdf/a-3a",
            pdf_identifier=identifier,
            attachments=[attachment],
        )

    return work


def reused() -> Work:
    """Fonts, style sheet and pictures kept from one document to the next."""
    fonts, cache = FontConfiguration(), {}
    sheet = weasyprint.CSS(string=_system_css(), font_config=fonts)

    def work(index: int) -> bytes:
        html, attachment, identifier = page(index)
        return weasyprint.HTML(string=html).write_pdf(
            stylesheets=[sheet],
            font_config=fonts,
            cache=cache,
            pdf_variant="pdf/a-3a",
            pdf_identifier=identifier,
            attachments=[attachment],
        )

    return work
