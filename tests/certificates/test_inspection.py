from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from certificates.faults import Refused
from certificates.inspection import look


def test_a_sound_page_passes_and_a_text_that_is_not_there_is_named(unsigned, record):
    look(unsigned, {"holder": record.holder})
    with pytest.raises(Refused) as refusal:
        look(unsigned, {"holder": record.holder, "other": "另一座商场"})
    assert [(fault.code, fault.field) for fault in refusal.value.faults] == [("text-lost", "other")]


def test_pages_are_counted(unsigned):
    with pytest.raises(Refused, match="page-count"):
        look(unsigned, {}, most_pages=0)


def test_garbage_is_refused():
    with pytest.raises(Refused, match="page-unreadable"):
        look(b"%PDF-1.7 nothing", {})


def test_pages_tags_and_fonts_are_looked_at(unsigned):
    writer = PdfWriter()
    page = PdfReader(BytesIO(unsigned)).pages[0]
    writer.add_page(page)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    blank = writer.add_blank_page(100, 100)
    blank[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    output = BytesIO()
    writer.write(output)
    with pytest.raises(Refused) as refusal:
        look(output.getvalue(), {})
    assert {fault.code for fault in refusal.value.faults} == {"page-count", "page-untagged", "font-foreign"}
