"""Reading facts: each way a fact is bad has its own code, names its path and says what to write."""

from decimal import Decimal

import pytest

from scoring.facts import check, faults, read, read_count, read_number, read_yes_no, shown
from scoring.faults import BadFacts, Refused
from tests.scoring.samples import YES_NO, criterion, edition, every_measure, green_mall, text


def refusal(read, *arguments):
    with pytest.raises(Refused) as caught:
        read(*arguments)
    fault = caught.value.fault
    assert fault.message["zh"]
    assert fault.message["en"]
    assert fault.hint["zh"]
    assert fault.hint["en"]
    return fault


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0, "0"),
        (85, "85"),
        (Decimal("0.85"), "0.85"),
        ("0.85", "0.85"),
        (" 12 ", "12"),
        ("1000000000000", "1000000000000"),
        (10**12, "1000000000000"),
        ("0.000001", "0.000001"),
        ("1.5000000000", "1.5"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_numbers_are_read_exactly(value, number):
    assert read_number(value, "A1") == Decimal(number)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Decimal("NaN"), "fact-not-finite"),
        (Decimal("sNaN"), "fact-not-finite"),
        (Decimal("-Infinity"), "fact-not-finite"),
        (float("nan"), "fact-not-finite"),
        (float("inf"), "fact-not-finite"),
        (float("-inf"), "fact-not-finite"),
        ("NaN", "fact-not-finite"),
        ("-Infinity", "fact-not-finite"),
        (10**100, "fact-too-large"),
        (-(10**100), "fact-too-large"),
        (10**12 + 1, "fact-too-large"),
        (Decimal("1E+100"), "fact-too-large"),
        ("1" + "0" * 39, "fact-too-large"),
        (-5, "fact-negative"),
        ("-0.5", "fact-negative"),
        ("0.0000001", "fact-too-precise"),
        (Decimal("1E-100"), "fact-too-precise"),
        (0.85, "fact-not-exact"),
        ("85 %", "fact-with-unit"),
        ("85%", "fact-with-unit"),
        ("１２ 分", "fact-with-unit"),
        ("3 m²", "fact-with-unit"),
        ("1e5", "fact-with-unit"),
        ("eighty", "fact-not-a-number"),
        ("八十", "fact-not-a-number"),
        ("", "fact-not-a-number"),
        ("1,250", "fact-not-a-number"),
        ("１２", "fact-not-a-number"),
        ("1" * 5000, "fact-not-a-number"),
        (True, "fact-wrong-type"),
        ([1], "fact-wrong-type"),
        ({"value": 1}, "fact-wrong-type"),
        (b"1", "fact-wrong-type"),
    ],
)
def test_each_bad_number_has_its_fault(value, code):
    fault = refusal(read_number, value, "X104")
    assert (fault.code, fault.path) == (code, "X104")
    assert len(fault.message["en"]) < 150


def test_a_number_outside_its_limits_is_told_them():
    fault = refusal(read_number, "101", "A1", Decimal(0), Decimal(100))
    assert fault.code == "fact-out-of-range"
    assert fault.message == {"zh": "101 不在 0 到 100 之间。", "en": "101 is not between 0 and 100."}
    assert fault.hint["en"] == "Write a number from 0 to 100, and check the unit."
    assert read_number("100", "A1", Decimal(0), Decimal(100)) == 100


def test_below_a_lowest_that_is_not_zero():
    assert read_number("-3", "A1", Decimal(-5)) == -3
    assert refusal(read_number, "-6", "A1", Decimal(-5)).code == "fact-out-of-range"
    assert refusal(read_number, "5", "A1", Decimal(10)).code == "fact-out-of-range"
    assert refusal(read_number, "-6", "A1", Decimal(10)).code == "fact-negative"


def test_counts_are_whole_and_sane():
    assert read_count("3.0", "A1") == 3
    assert read_count(1_000_000, "A1") == 1_000_000
    assert refusal(read_count, "1.5", "A1").code == "fact-not-whole"
    assert refusal(read_count, 1_000_001, "A1").code == "fact-out-of-range"
    assert refusal(read_count, -1, "A1").code == "fact-negative"


@pytest.mark.parametrize("value", ["true", "yes", 1, 0, "", [], Decimal(1)])
def test_only_true_and_false_are_answers(value):
    assert refusal(read_yes_no, value, "A1").code == "fact-wrong-type"


def test_true_and_false():
    assert read_yes_no(True, "A1") is True
    assert read_yes_no(False, "A1") is False


def test_refused_values_are_shown_short():
    assert shown("长" * 100) == "长" * 40 + "…"
    assert shown("x" * 40) == "x" * 40
    assert shown(10**5000) == "10^…"
    assert shown(10**12) == "1000000000000"
    assert shown(True) == "true"


def test_a_value_may_be_unknown_or_not_applicable():
    rules = edition(criterion("A1", YES_NO, not_applicable_when=text("没有")), criterion("A2"))
    may, must = rules.criteria
    assert read(may, None) is None
    assert read(may, "not_applicable") == "not_applicable"
    assert read(may, True) is True
    assert refusal(read, must, "not_applicable").code == "fact-must-apply"


def test_an_unknown_key_comes_with_the_likely_one():
    found = faults(every_measure(), {" a1": True, "B7": 1, "长" * 90: 1})
    assert [fault.code for fault in found] == ["fact-unknown"] * 3
    assert found[0].hint["en"] == "Did you mean A1?"
    assert found[1].message["en"] == "sample/2020-01-01 has no criterion “B7”."
    assert found[1].hint["en"] == "Remove it, or check the criterion's code."
    assert len(found[2].path) < 50


def test_check_raises_all_of_them_or_nothing():
    check(every_measure(), {"A1": True})
    with pytest.raises(BadFacts) as caught:
        check(every_measure(), {"A1": 1, "A2": "x"})
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("X201_1", "Did you mean X201-1?"),
        ("x2011", "Did you mean X201-1?"),
        ("Ｘ１０１", "Did you mean X101?"),
        ("X1010", "Remove it, or check the criterion's code. The nearest: X101."),
        ("area", "Remove it, or check the criterion's code."),
        ("X" * 100, "Remove it, or check the criterion's code."),
    ],
)
def test_an_unknown_code_is_answered_with_those_that_may_be_meant(written, hint):
    (fault,) = faults(green_mall(), {written: True})
    assert fault.hint["en"].startswith(hint)
    assert ("nearest" in fault.hint["en"]) == ("nearest" in hint)


def test_refused_values_are_shown_as_written_and_harmless():
    assert shown({"a": [1, Decimal("2.5")]}) == '{"a": [1, "2.5"]}'
    assert shown("a\ud800\n\u202eb") == "a\ufffd\ufffd\ufffdb"
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    assert shown(deep) == "…"
    assert shown([10**5000]) == "…"
