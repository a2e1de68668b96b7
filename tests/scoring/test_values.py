"""Exact amounts and texts in two languages."""

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from scoring.values import Amount, Points, Text, amount, points_en


@pytest.mark.parametrize(
    ("number", "spelling"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("5.0", "5"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0.50", "0.5"),
        ("-1.20", "-1.2"),
    ],
)
def test_one_spelling_of_a_number(number, spelling):
    assert amount(Decimal(number)) == spelling


def test_points_in_english():
    assert points_en(Decimal(1)) == "1 point"
    assert points_en(Decimal("1.0")) == "1 point"
    assert points_en(Decimal("0.5")) == "0.5 points"
    assert points_en(Decimal(0)) == "0 points"


@pytest.mark.parametrize("value", [0.5, True, Decimal("NaN"), "x", Decimal("1E+30"), Decimal("0.0000001")])
def test_an_amount_is_exact_finite_and_sane(value):
    with pytest.raises(ValidationError):
        TypeAdapter(Amount).validate_python(value)


def test_an_amount_may_come_from_json_as_text():
    assert TypeAdapter(Amount).validate_python("-0.5") == Decimal("-0.5")


def test_points_are_never_negative():
    assert TypeAdapter(Points).validate_python(0) == 0
    with pytest.raises(ValidationError):
        TypeAdapter(Points).validate_python(Decimal("-0.5"))


def test_a_text_needs_both_languages():
    assert Text(zh=" 绿 ", en="green").words() == {"zh": "绿", "en": "green"}
    for wrong in ({"zh": "绿"}, {"zh": "绿", "en": " "}, {"zh": "绿", "en": "green", "fr": "vert"}):
        with pytest.raises(ValidationError):
            Text.model_validate(wrong)
