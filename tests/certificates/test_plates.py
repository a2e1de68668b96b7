import pytest

from certificates import preflight, render
from certificates.faults import Refused
from certificates.plate_fonts import Unfit
from certificates.plates import Plate


@pytest.fixture(scope="module")
def usual(make_record):
    return make_record(holder="花溪购物中心", enterprise="贵州南明商业管理有限公司")


@pytest.fixture(scope="module")
def plate(usual):
    return Plate(usual, preflight.plan(usual))


def test_a_filled_plate_passes_preflight(plate, usual):
    other = usual.model_copy(update={"holder": "云岩百货大楼", "number": "GM-520100-2026-0777"})
    preflight.inspect(plate.file(other), other)


def test_a_filled_plate_is_half_of_what_weasyprint_makes_of_long_fonts(plate, usual):
    assert len(plate.file(usual)) < 90_000


@pytest.mark.parametrize(
    "changes",
    [{"holder_en": None}, {"enterprise": "贵" * 60}, {"holder": "龍"}],
    ids=["absent on this record", "too long for its line", "a glyph that the face lacks"],
)
def test_what_does_not_fit_is_unfit(plate, usual, changes):
    with pytest.raises(Unfit):
        plate.file(usual.model_copy(update=changes))


def test_an_absent_text_has_no_slot(make_record, usual):
    record = usual.model_copy(update={"holder_en": None})
    plate = Plate(record, preflight.plan(record))
    with pytest.raises(Unfit, match="holder_en"):
        plate.file(usual)


def test_a_second_page_makes_no_plate(usual, monkeypatch):
    page_html = render.page_html
    more = '<p style="break-before: page">more</p></body>'
    monkeypatch.setattr(render, "page_html", lambda *parts: page_html(*parts).replace("</body>", more))
    with pytest.raises(Unfit, match="more than one page"):
        Plate(usual, preflight.plan(usual))


def test_a_plate_is_inspected_before_it_is_used(usual, monkeypatch):
    monkeypatch.setattr(Plate, "file", lambda *_: b"%PDF-1.7 nothing")
    with pytest.raises(Refused, match="page-unreadable"):
        Plate(usual, preflight.plan(usual))
