"""What must be so of finished pages before they are sealed: how many, tags, language, fonts, every text readable.

Whether a record can be printed at all is `preflight.py`'s question.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject

from certificates.faults import Fault, Refused

_GLYPH_TEXT = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]+)>$", re.MULTILINE)  # an entry of a ToUnicode map
_SHOWN = re.compile(rb"/(\S+) \S+ Tf|<((?:[0-9a-f]{4})+)>")


def look(pdf: bytes, texts: Mapping[str, str], *, most_pages: int = 1) -> None:
    """Looks at finished, unsealed pages; `texts` by the names under which a fault reports them.

    Raises Refused unless there are pages, but not too many, tagged, in a stated language, every font is embedded and
    is one of ours, and every text can be read back.
    """
    try:
        reader = PdfReader(BytesIO(pdf))
        pages = list(reader.pages)
        catalog: Any = reader.trailer["/Root"]
    except (PyPdfError, KeyError, ValueError) as error:
        raise Refused(Fault("page-unreadable", "生成的文件无法读取。", "The printed pages cannot be read.")) from error
    faults: list[Fault] = []
    if not 0 < len(pages) <= most_pages:
        faults.append(
            Fault(
                "page-count",
                f"应为 {most_pages} 页以内，实为 {len(pages)} 页。",
                f"At most {most_pages} pages are expected, not {len(pages)}.",
            )
        )
    if not catalog.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in catalog or not catalog.get("/Lang"):
        faults.append(
            Fault("page-untagged", "页面缺少结构标签或语言标记。", "The pages have no structure tags or no language.")
        )
    faults += [fault for page in pages for fault in _font_faults(page)]
    printed = "".join("".join(_said(page).split()) for page in pages)
    faults += [
        Fault("text-lost", f"页面上读不到“{text}”。", f"{text!r} cannot be read from the printed pages.", name)
        for name, text in texts.items()
        if "".join(text.split()) not in printed
    ]
    if faults:
        raise Refused(*faults)


def _said(page: Any) -> str:
    """What the page says in the order of drawing: the texts that its fonts give for the glyphs shown.

    Reads the drawings that we make ourselves; a general reader takes ten times as long.
    """
    resources = page["/Resources"].get_object()
    texts = {
        name[1:].encode(): {
            code: bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in _GLYPH_TEXT.findall(font.get_object()["/ToUnicode"].get_object().get_data())
        }
        for name, font in (resources.get("/Font") or {}).items()
        if "/ToUnicode" in font.get_object()
    }
    contents = page.get("/Contents") and page["/Contents"].get_object()
    streams = contents if isinstance(contents, ArrayObject) else [contents] if contents else []
    drawing = b"\n".join(one.get_object().get_data() for one in streams)
    said: list[str] = []
    known: dict[bytes, str] = {}
    for font, codes in _SHOWN.findall(drawing):
        known = texts.get(font, {}) if font else known
        said += [known.get(codes[place : place + 4], "") for place in range(0, len(codes), 4)]
    return "".join(said)


def _font_faults(page: Any) -> list[Fault]:
    faults = []
    for entry in (page["/Resources"].get("/Font") or {}).values():
        font = entry.get_object()
        descendants = font.get("/DescendantFonts")
        inner = descendants[0].get_object() if descendants else font
        descriptor = inner.get("/FontDescriptor", {})
        name = str(font.get("/BaseFont", "?"))
        embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        if not embedded or "Lvce" not in name:
            faults.append(
                Fault(
                    "font-foreign",
                    f"字体 {name} 未嵌入或不是证书字体。",
                    f"The font {name} is not embedded or not ours.",
                )
            )
    return faults
