"""What files really are, and which are refused, with a reason that names it."""

import io
import struct
import warnings
import zipfile

import pytest

from registry.errors import Invalid, TooLarge
from registry.storage import inspection
from registry.storage.inspection import CSV, DOCX, EVIDENCE_TYPES, JPEG, PDF, PNG, XLSX, inspect
from tests.registry.storage.conftest import EXE, office, pdf, picture

ANY = EVIDENCE_TYPES | {CSV}


@pytest.fixture
def at(tmp_path):
    def write(data):
        path = tmp_path / "upload"
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf(), PDF),
        (picture("PNG"), PNG),
        (picture("JPEG"), JPEG),
        (office(), XLSX),
        (office("word/document.xml"), DOCX),
        ("商场,面积\n德汇,120000\n".encode(), CSV),
        ("商场,面积\n德汇,120000\n".encode("gb18030"), CSV),
        (("商场" * 100_000).encode(), CSV),
    ],
)
def test_what_is_accepted(at, data, kind):
    assert inspect(at(data), ANY) == kind


def test_an_exe_is_named_whatever_it_is_called(at):
    with pytest.raises(Invalid) as told:
        inspect(at(EXE), EVIDENCE_TYPES)
    assert told.value.code == "file-type"
    assert told.value.context == {"actual": "EXE", "accepted": "DOCX, JPEG, PDF, PNG, XLSX"}


def with_flag(data, flag):
    """The same archive with a flag set in each entry, as encryption would."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := out.find(mark, at + 1)) >= 0:
            out[at + offset] |= flag
    return bytes(out)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"\x00\x01\x02\x03" * 100, "file-unknown"),
        (b"\xff\xfe\xfd" * 100, "file-unknown"),
        (pdf()[:150], "file-damaged"),
        (b"%PDF-1.7\nnothing at all", "file-damaged"),
        (pdf(pages=0), "file-damaged"),
        (pdf(password="secret"), "file-encrypted"),
        (picture()[:60], "file-damaged"),
        (office()[:-30], "file-damaged"),
        (with_flag(office(), 1), "file-encrypted"),
        (office(**{"xl/vbaProject.bin": b"macro"}), "file-macros"),
        (office("other.xml"), "file-type"),
        (
            b"PK\x03\x04" + b"\x00" * 100 + b"PK\x05\x06" + b"\x00" * 6 + struct.pack("<2H2LH", 1, 1, 90, 5, 0),
            "file-damaged",
        ),
    ],
)
def test_what_is_refused(at, data, code):
    with pytest.raises(Invalid) as told:
        inspect(at(data), EVIDENCE_TYPES)
    assert told.value.code == code


def test_a_spreadsheet_is_no_picture(at):
    with pytest.raises(Invalid) as told:
        inspect(at(office()), frozenset({PNG}))
    assert told.value.context == {"actual": "XLSX", "accepted": "PNG"}


def refused_as_too_large(path, code):
    with pytest.raises(TooLarge) as told:
        inspect(path, EVIDENCE_TYPES)
    assert told.value.code == code


def test_a_bomb_that_declares_its_size(at):
    refused_as_too_large(at(office(**{"xl/sheet.xml": bytes(30 * 1024 * 1024)})), "file-unpacks")


def test_a_bomb_that_lies_about_its_size(at):
    honest = office(**{"xl/sheet.xml": bytes(30 * 1024 * 1024)})
    lying = honest.replace(struct.pack("<L", 30 * 1024 * 1024), struct.pack("<L", 1024))
    with pytest.raises((TooLarge, Invalid)) as told:
        inspect(at(lying), EVIDENCE_TYPES)
    assert told.value.code in {"file-unpacks", "file-damaged"}


def test_a_bomb_whose_entries_overlap(at, monkeypatch):
    """Many directory entries for one compressed piece: each declares little, together they inflate far beyond it."""
    monkeypatch.setattr(inspection, "MAX_INFLATED_BYTES", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("a", bytes(600_000))
        archive.filelist[-1].file_size = 10
        archive.writestr("b", bytes(600_000))
        archive.filelist[-1].file_size = 10
    with pytest.raises((TooLarge, Invalid)):
        inspect(at(out.getvalue()), EVIDENCE_TYPES)


def test_inflating_is_counted_whatever_is_declared(at, monkeypatch):
    monkeypatch.setattr(inspection, "MAX_INFLATED_BYTES", 1000)
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda self: [Entry(each) for each in self.filelist])
    refused_as_too_large(at(office(**{"xl/sheet.xml": bytes(5000)})), "file-unpacks")


class Entry(zipfile.ZipInfo):
    """An entry that declares nothing and inflates all the same."""

    def __new__(cls, real):
        shown = object.__new__(cls)
        for name in zipfile.ZipInfo.__slots__:
            if hasattr(real, name):
                setattr(shown, name, getattr(real, name))
        shown._real = real.file_size
        return shown

    def __init__(self, real):
        pass

    @property
    def file_size(self):
        import sys

        return 0 if sys._getframe(1).f_code.co_name == "<genexpr>" else self._real

    @file_size.setter
    def file_size(self, value):
        pass


def test_too_many_entries(at):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(2001):
            archive.writestr(f"{number}", "")
    refused_as_too_large(at(out.getvalue()), "file-unpacks")


def test_too_many_pixels(at):
    refused_as_too_large(at(picture(size=(10_000, 8_000))), "file-pixels")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        refused_as_too_large(at(picture(size=(10_000, 10_000))), "file-pixels")
        refused_as_too_large(at(picture(size=(20_000, 10_000))), "file-pixels")


def test_too_many_pages(at, monkeypatch):
    monkeypatch.setattr(inspection, "MAX_PAGES", 2)
    refused_as_too_large(at(pdf(pages=3)), "file-pages")
