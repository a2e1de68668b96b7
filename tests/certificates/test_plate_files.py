import zlib
from io import BytesIO

from pypdf import PdfReader

from certificates.plate_files import Skeleton, font, stream, text_string
from certificates.plate_fonts import face


def small(*changing):
    objects = {1: b"<</Type /Catalog /Pages 2 0 R>>", 2: b"<</Type /Pages /Count 1 /Kids [3 0 R]>>"}
    objects[3] = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R>>"
    skeleton = Skeleton(objects, {5: stream(b"q Q", level=9)}, root=1, info=7)
    return skeleton, skeleton.file([(7, b"<</Title %s>>" % text_string("绿册")), *changing], bytes(range(16)))


def test_a_file_has_its_constant_and_its_changing_objects():
    _, pdf = small()
    reader = PdfReader(BytesIO(pdf), strict=True)
    assert reader.metadata.title == "绿册"
    assert reader.pages[0].get_contents().get_data() == b"q Q"
    assert reader.trailer["/ID"][0].original_bytes == bytes(range(16))


def test_objects_that_are_new_get_numbers_that_are_free():
    skeleton, _ = small()
    number = skeleton.next_number
    _, pdf = small((number, b"(more)"))
    reader = PdfReader(BytesIO(pdf), strict=True)
    assert reader.get_object(number) == "more"
    assert reader.trailer["/Size"] == number + 2


def test_a_stream_is_compressed_unless_told_otherwise():
    assert stream(b"text", level=0) == b"<< /Length 4>>\nstream\ntext\nendstream"
    whole = stream(b"text" * 100, b" /Type /X")
    assert b"/Type /X /Filter /FlateDecode" in whole
    assert zlib.decompress(whole.split(b"stream\n")[1][:-4]) == b"text" * 100


def test_a_long_font_names_every_text():
    kept = face("Lvce-Sans")
    letters = {number: f"{number:x}" for number in range(1, 251)}
    objects = font(20, "PLATES", "Lvce-Sans", kept, letters)
    assert [number for number, _ in objects] == [20, 21, 22, 23, 24]
    table = zlib.decompress(objects[4][1].split(b"stream\n")[1][:-4])
    assert table.count(b"beginbfchar") == 3
    assert b"<00fa> <00660061>\n" in table
