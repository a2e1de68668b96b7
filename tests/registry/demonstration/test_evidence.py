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
