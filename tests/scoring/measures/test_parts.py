"""Values of several parts: in order or by code, each read at its own place."""

from dataclasses import dataclass

import pytest

from scoring.facts import read_yes_no
from scoring.faults import Refused
from scoring.measures.parts import codes_differ, in_order, read_each
from scoring.values import Text


@dataclass
class Part:
    code: str
    title: Text


A, B = (Part(code, Text(zh=code, en=code)) for code in "ab")


def test_parts_in_order_or_by_code():
    assert in_order([1, 2], "X", [A, B]) == in_order((1, 2), "X", [A, B]) == in_order({"b": 2, "a": 1}, "X", [A, B])
    assert in_order({"b": 2}, "X", [A, B]) == [None, 2]


def test_each_part_is_read_at_its_place():
    assert read_each([True, None], "X", [A, B], lambda value, path, _: read_yes_no(value, path)) == (True, None)
    with pytest.raises(Refused) as caught:
        read_each([True, 1], "X", [A, B], lambda value, path, _: read_yes_no(value, path))
    assert caught.value.fault.path == "X[1]"


@pytest.mark.parametrize(
    ("value", "code", "path"),
    [
        ([1], "fact-wrong-count", "X"),
        (7, "fact-wrong-count", "X"),
        ("ab", "fact-wrong-count", "X"),
        ({"c": 1}, "fact-unknown-part", "X.c"),
    ],
)
def test_what_does_not_fit_is_refused(value, code, path):
    with pytest.raises(Refused) as caught:
        in_order(value, "X", [A, B])
    fault = caught.value.fault
    assert (fault.code, fault.path) == (code, path)
    assert "a" in fault.hint["zh"]
    assert "b" in fault.hint["en"]


def test_codes_must_differ():
    assert [codes_differ(parts) for parts in ([A, B], [A, A], [])] == [True, False, False]
