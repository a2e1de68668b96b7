"""The same data has the same digest, however it is spelled."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from scoring.digest import digest, plain


def test_plain_data_is_what_json_can_hold():
    data = {"b": Decimal("5.0"), "a": (date(2021, 5, 25), None, True, 3), 1: "绿"}
    assert plain(data) == {"b": "5", "a": ["2021-05-25", None, True, 3], "1": "绿"}


def test_the_digest_is_of_canonical_json():
    assert digest({"b": Decimal("1.50"), "a": ["绿"]}) == hashlib.sha256('{"a":["绿"],"b":"1.5"}'.encode()).hexdigest()
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    assert digest({"a": Decimal("5.0")}) == digest({"a": Decimal(5)})


def test_what_is_not_a_number_has_no_digest():
    with pytest.raises(ValueError, match="Out of range"):
        digest(float("nan"))
