"""The last revision: what it adds, that it leaves the file before it alone, and which files it does not know."""

import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from certificates.printing import pages
from certificates.revisions import Unfit, embedded_files, opened
from tests.certificates.chains import small_pdf

AT = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("plates", [True, False])
def test_the_file_before_is_untouched_and_the_revision_says_what_it_must(record, plates):
    pdf = pages(record, plates=plates)
    file = opened(pdf, AT, 100)
    sealed = file.closed(b"\x01\x02", 100)
    assert sealed.startswith(pdf)
    assert sealed == file.before + b"<0102" + b"0" * 196 + b">" + file.after
    read = PdfReader(BytesIO(sealed))
    (field,) = read.trailer["/Root"]["/AcroForm"]["/Fields"]
    seal = field.get_object()["/V"]
    assert (seal["/M"], seal["/SubFilter"]) == ("D:20270102030405Z", "/ETSI.CAdES.detached")
    start, before, after, rest = seal["/ByteRange"]
    assert (start, before, after + rest) == (0, len(file.before), len(sealed))
    assert sealed[after:] == file.after
    assert read.trailer["/Root"]["/Perms"]["/DocMDP"] == seal
    assert [one.get_object() for one in read.pages[0]["/Annots"]] == [field.get_object()]
    assert read.trailer["/Root"]["/Lang"] == "zh-CN"
    first, second = read.trailer["/ID"]
    assert first != second
    assert read.metadata.title == PdfReader(BytesIO(pdf)).metadata.title


def test_a_seal_that_is_too_long_is_not_cut(record):
    with pytest.raises(ValueError, match="does not fit"):
        opened(pages(record), AT, 100).closed(bytes(101), 100)


@pytest.mark.parametrize("plates", [True, False])
def test_the_record_is_read_back(record, plates):
    assert embedded_files(pages(record, plates=plates)) == [record.canonical_json()]


def table(rows: bytes, about: bytes) -> bytes:
    packed = zlib.compress(rows)
    return b"9 0 obj\n<</Type /XRef %s /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        about,
        len(packed),
        packed,
    )


def file_of(objects: dict[int, bytes], *, about: bytes = b"", zero: tuple[int, ...] = ()) -> bytes:
    """A small file with a cross-reference stream."""
    body, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    places[9] = start
    rows = b"".join(
        (b"\x01" if number in places and number not in zero else b"\x00")
        + places.get(number, 0).to_bytes(4, "big")
        + b"\0\0"
        for number in range(10)
    )
    said = b"/W [1 4 2] /Size 10 /Root 1 0 R /Info 4 0 R /ID [<00> <00>] " + about
    return body + table(rows, said) + b"startxref\n%d\n%%%%EOF\n" % start


PLAIN = {
    1: b"<</Type /Catalog /Pages 2 0 R>>",
    2: b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
    3: b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>",
    4: b"<<>>",
}


def test_a_small_file_of_that_form_is_known():
    assert opened(file_of(PLAIN), AT, 10).after
    assert opened(file_of(PLAIN, about=b"/Index [0 10]"), AT, 10).after


@pytest.mark.parametrize(
    "pdf",
    [
        small_pdf(),
        b"",
        file_of(PLAIN | {1: b"<</Type /Catalog /Pages 2 0 R /AcroForm <<>>>>"}),
        file_of(PLAIN | {1: b"<</Type /Catalog /Pages 2 0 R /Perms <<>>>>"}),
        file_of(PLAIN | {3: b"<</Type /Page /Annots []>>"}),
        file_of(PLAIN | {3: b"<</Type /Pages /Kids [3 0 R]>>"}),
        file_of(PLAIN | {3: b"[1 2]"}),
        file_of(PLAIN, zero=(3,)),
        file_of(PLAIN, about=b"/Prev 3"),
        file_of(PLAIN, about=b"/Index [0 3 5 5]"),
        file_of(PLAIN, about=b"/DecodeParms <<>>"),
        file_of(PLAIN).replace(b"/FlateDecode", b"/LZWDecode"),
    ],
)
def test_other_files_are_left_to_another_writer(pdf):
    with pytest.raises(Unfit):
        opened(pdf, AT, 10)
