"""Classes by area and figures that cannot be true."""

from datetime import date
from decimal import Decimal

import pytest

from registry.enterprises.area_classes import AREA_CLASSES
from registry.enterprises.rules import area_class, checked_area, checked_opening
from registry.errors import Invalid

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("area", "expected"),
    [("100000", "large"), ("99999.99", "medium"), ("30000", "medium"), ("29999.99", "small"), ("0.01", "small")],
)
def test_a_threshold_belongs_to_the_larger_class(area, expected):
    assert area_class(Decimal(area), AREA_CLASSES.thresholds) == expected


@pytest.mark.parametrize("area", ["0.01", "99999", "100000.50", "10000000"])
def test_a_true_area_keeps_its_value(area):
    assert checked_area(Decimal(area)) == Decimal(area)


@pytest.mark.parametrize(
    ("area", "code"),
    [
        ("0", "area-not-positive"),
        ("-1", "area-not-positive"),
        ("NaN", "area-not-positive"),
        ("Infinity", "area-not-positive"),
        ("10000000.01", "area-too-large"),
        ("1E+500", "area-too-large"),
        ("0.001", "area-too-fine"),
        ("1E-500", "area-too-fine"),
    ],
)
def test_an_area_that_cannot_be_is_refused(area, code):
    with pytest.raises(Invalid) as refusal:
        checked_area(Decimal(area))
    assert refusal.value.code == code
    assert refusal.value.field == "building_area_m2"


@pytest.mark.parametrize("day", [TODAY, date(2007, 6, 1), date(1840, 1, 1)])
def test_an_opening_up_to_today_is_kept(day):
    assert checked_opening(day, TODAY) == day


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 3, 3), "opening-in-future"), (date(1839, 12, 31), "opening-too-early")]
)
def test_an_opening_that_cannot_be_is_refused(day, code):
    with pytest.raises(Invalid) as refusal:
        checked_opening(day, TODAY)
    assert refusal.value.code == code
    assert refusal.value.field == "opened_on"
