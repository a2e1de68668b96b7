import re

import pytest

from certificates import layouts
from certificates.faults import Refused
from certificates.layouts import layout, layout_of, names


def test_a_record_that_names_no_layout_has_the_first(make_record):
    assert layout_of(make_record()) is layout("recognition")
    assert layout_of(make_record(layout="portrait")).page_mm == (210, 297)


def test_an_unknown_layout_is_refused_by_name(make_record):
    with pytest.raises(Refused, match="unknown-layout"):
        layout_of(make_record(layout="upside-down"))


@pytest.mark.parametrize("name", names())
def test_a_layout_names_the_texts_of_its_page_and_the_margins_of_its_style_sheet(name):
    one = layout(name)
    html = (layouts.TEMPLATES / one.html).read_text() + (layouts.TEMPLATES / "_check.html").read_text()
    on_page = set(re.findall(r'data-slot="(\w+)"', html))
    english = {text for text in on_page if text.endswith("_en")}
    assert set(one.texts) == (on_page if one.english else on_page - english)
    css = "".join((layouts.TEMPLATES / style).read_text() for style in one.styles)
    top, side, *others = re.findall(r"@page {[^}]*margin: ([^}]*)}", css)[-1].replace("mm", "").split()
    left = others[1] if len(others) > 1 else side
    assert one.corner_mm == (float(left), float(top))
