"""The example document."""

import io

import pytest
from pypdf import PdfReader

from registry.demonstration.evidence import example_document


@pytest.mark.may_block
def test_it_says_that_it_is_an_example():
    text = PdfReader(io.BytesIO(example_document())).pages[0].extract_text()
    assert "演示" in text
    assert "made up" in text


@pytest.mark.may_block
def test_its_fonts_are_tidied_away_at_once(monkeypatch):
    from weasyprint.text.fonts import FontConfiguration

    left = []
    made, gone = FontConfiguration.__init__, FontConfiguration.__del__
    monkeypatch.setattr(FontConfiguration, "__init__", lambda self: (left.append(1), made(self))[1])
    monkeypatch.setattr(FontConfiguration, "__del__", lambda self: (left.pop(), gone(self))[1])
    example_document()
    assert left == []
