"""A document to hand in as evidence in the demonstration: one real PDF page that says that it is an example."""

import gc
from pathlib import Path

FONT = Path(__file__).parents[2] / "templates" / "certificate" / "fonts" / "LvceSans-Regular.ttf"

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>佐证材料（演示）</title><style>
@font-face {{ font-family: Example; src: url({font}) }}
@page {{ size: A4; margin: 30mm }} body {{ font: 14pt/1.8 Example }} h1 {{ font-size: 22pt }}
</style></head><body><h1>佐证材料（演示）</h1><p>本页为演示数据，内容虚构，用以说明企业如何随申报上传佐证材料。</p>
<p lang="en">Example evidence (demonstration). Everything on this page is made up; it shows where an enterprise's documents go.</p>
</body></html>"""


def example_document() -> bytes:
    """The page as PDF. Takes about a second: call it in a thread."""
    from weasyprint import HTML  # type: ignore[import-untyped]  # noqa: PLC0415 - loads system libraries that nothing else here needs

    document = HTML(string=PAGE.format(font=FONT.as_uri())).write_pdf()
    # The layout's fonts lie in a folder that is removed when they are collected: here, not later on the event loop.
    gc.collect()
    return bytes(document or b"")
