"""Files of every kind, made here, and an installation of the test's own."""

import io
import zipfile

import pytest
from PIL import Image
from pypdf import PdfWriter

from registry.storage import installed as parts
from registry.storage.installed import install


@pytest.fixture
def here(settings):
    """Storage in the test's own folder."""
    before = list(parts._here)
    yield install(settings)
    parts._here[:] = before


async def stream(data, size=50_000):
    for at in range(0, len(data), size):
        yield data[at : at + size]


def pdf(pages=1, password=None):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(form="PNG", size=(20, 20)):
    out = io.BytesIO()
    Image.new("1" if form == "PNG" else "L", size).save(out, form)
    return out.getvalue()


def office(part="xl/workbook.xml", **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
        for name, content in more.items():
            archive.writestr(name, content)
    return out.getvalue()


EXE = b"MZ\x90\x00" + b"\x00" * 300
