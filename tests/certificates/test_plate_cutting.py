import pytest

from certificates import preflight, render
from certificates.plate_cutting import Hole, cut
from certificates.plate_fonts import Unfit


def laid_out(record, change=lambda html: html):
    seen = []
    html = render.page_html(record, preflight.plan(record), render.about(record), "data:image/svg+xml,<svg/>")
    _, document = render.set_page(
        change(html), record, {"record.json": b"{}"}, bytes(16), lambda _, objects: seen.append(objects)
    )
    return document, seen[0]


@pytest.fixture
def plain(make_record):
    return make_record(holder="花溪购物中心", enterprise="贵州南明商业管理有限公司")


def test_the_page_comes_apart_into_drawing_and_holes(plain):
    parts = cut(*laid_out(plain))
    assert set(parts.slots) == {name for name, text in render.texts(plain).items() if text}
    holes = [piece for piece in parts.pieces if isinstance(piece, Hole)]
    assert {hole.slot for hole in holes if hole.rest is None} == set(parts.slots)
    # What stands beside the number on its line moves when the number is wider.
    assert {hole.share for hole in holes if hole.slot == "number"} == {-0.5}
    assert parts.slots["holder"].family == "Lvce-Serif-Bold"
    assert parts.slots["holder_en"].language == "en"


def test_what_is_after_a_slot_moves_the_other_way(plain):
    parts = cut(*laid_out(plain, lambda html: html.replace("</b></p>", "</b><i> 号</i></p>")))
    assert {hole.share for hole in parts.pieces if isinstance(hole, Hole) and hole.slot == "number"} == {-0.5, 0.5}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("花溪购物中心</p>", "花溪<i>购物</i>中心</p>", "more than one piece"),
        ("花溪购物中心</p>", "花溪購物中心龍</p>", "more than one face"),
        ('class="holder"', 'class="title"', "otherwise"),  # letters apart
    ],
)
def test_a_slot_that_is_not_plain_makes_no_plate(plain, before, after, why):
    with pytest.raises(Unfit, match=why):
        cut(*laid_out(plain, lambda html: html.replace(before, after)))
