"""The record of a certificate is made of what was judged, and names what cannot be printed."""

from dataclasses import replace
from datetime import date

import pytest

from certificates.kinds import kind
from registry.errors import Invalid
from registry.issuance.records import Numbered, PlaceNames, compose, reissued, verify_url
from tests.factories.certificates import DAY, bureau, recognition


def composed(**changes):
    return compose(
        recognition(**changes),
        sort=kind("green-mall"),
        numbered=Numbered("520000", 2026, 7),
        bureau=bureau(),
        place=PlaceNames("贵州省贵阳市南明区", "Nanming, Guiyang, Guizhou"),
        on=DAY,
        until=date(2029, 3, 1),
    )


def test_everything_printed_is_in_it():
    record = composed()
    assert record.number == "GM-520000-2026-0007"
    assert record.holder == "甲秀购物中心"
    assert record.valid_until == date(2029, 3, 1)
    assert record.verify_url == "http://127.0.0.1:8080/verify/GM-520000-2026-0007"
    assert record.demonstration


def test_grade_signatory_and_layout_are_in_it_as_far_as_there_are_any():
    record = composed()
    assert (record.grade, record.signatory, record.layout) == (None, None, "recognition")
    graded = composed(grade_zh="优秀", grade_en="Excellent")
    assert graded.grade is not None
    assert (graded.grade.zh, graded.grade.en) == ("优秀", "Excellent")
    issuer = replace(bureau(), signatory="李明")
    assert reissued(record, {}, bureau=issuer, on=DAY).signatory == "李明"


def test_variation_selectors_are_left_to_screens():
    assert composed(site_name="葛\U000e0100城广场").holder == "葛城广场"


@pytest.mark.parametrize(
    ("changes", "named"), [({"site_address": ""}, "address"), ({"uscc": "91520100MA6P5L7K9M"}, "uscc")]
)
def test_what_cannot_be_printed_is_named(changes, named):
    with pytest.raises(Invalid, match=named) as caught:
        composed(**changes)
    assert caught.value.code == "certificate-record"


def test_an_unknown_level_is_refused_in_words():
    with pytest.raises(Invalid, match="no level 'galactic'"):
        composed(level="galactic")


def test_the_verify_address_is_one_address():
    assert verify_url("https://lvce.example/", "甲 1") == "https://lvce.example/verify/%E7%94%B2%201"
