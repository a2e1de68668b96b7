import pytest
from pydantic import ValidationError

from certificates.documents import PARAGRAPH, NoticeEntry, legible, read
from certificates.faults import Refused
from tests.certificates.letters import notice, score_sheet


@pytest.mark.parametrize("document", [notice(), score_sheet()], ids=lambda one: one.kind)
def test_a_document_is_read_back_from_its_canonical_json(document):
    assert read(document.canonical_json()) == document
    assert len(document.digest) == 64


def test_what_is_absent_is_left_out():
    assert b'"number"' in notice().canonical_json()
    assert b'"number"' not in notice(number=None).canonical_json()


@pytest.mark.parametrize("content", [b"", b"{}", b'{"kind":"love-letter"}', b'{"kind":"notice"}'])
def test_what_is_no_document_is_refused(content):
    with pytest.raises(Refused, match="document-unreadable"):
        read(content)


def test_free_text_is_made_legible():
    assert legible("第一行\n第二行\u202e 好😀") == "第一行 第二行 好😀"
    assert legible("  ") == "–"
    assert legible("葛\U000e0100城☎\ufe0f") == "葛城☎"
    assert (legible("长" * 400), legible("长" * 401)) == ("长" * 400, "长" * 399 + "…")
    assert len(legible("长" * 5000, PARAGRAPH)) == PARAGRAPH


def test_nothing_invisible_and_nothing_empty_gets_in():
    with pytest.raises(ValidationError):
        notice(entries=0)
    with pytest.raises(ValidationError, match="unprintable-character"):
        NoticeEntry(name="商\u202e场", enterprise="企业", place="贵阳")
