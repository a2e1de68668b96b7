"""What forms get of every measure, and what all measures have in common."""

from decimal import Decimal

import pytest

from scoring.measures import KINDS
from scoring.measures.measure import Field, Part
from tests.scoring.samples import ALL, MORE, every_further_measure, every_measure


def test_a_field_as_data():
    part = Part("big", {"zh": "大", "en": "big"}, Decimal("0.50"))
    field = Field("counts", {"zh": "处", "en": "places"}, Decimal(0), None, Decimal(1), (part,))
    assert field.to_json() == {
        "kind": "counts",
        "unit": {"zh": "处", "en": "places"},
        "lowest": "0",
        "highest": None,
        "step": "1",
        "parts": [{"code": "big", "title": {"zh": "大", "en": "big"}, "points": "0.5"}],
    }
    assert Field("yes_no").to_json()["unit"] is None


@pytest.mark.parametrize("code", [*ALL, *MORE])
def test_every_measure_has_a_rule_in_both_languages_and_nothing_to_remark(code):
    measure = (every_measure().by_code | every_further_measure().by_code)[code].measure
    assert measure.rule()["zh"].endswith("。")
    assert measure.rule()["en"].endswith(".")
    assert list(measure.remarks()) == []


ASKED = ("yes_no", "number", "number", "counts", "count", "points")


@pytest.mark.parametrize(("code", "kind"), list(zip(ALL, ASKED, strict=True)))
def test_what_a_form_asks_for(code, kind):
    assert every_measure().by_code[code].measure.field().kind == kind


FURTHER = ("choice", "number", "checks", "parts", "parts", "parts", "parts")


@pytest.mark.parametrize(("code", "kind"), list(zip(MORE, FURTHER, strict=True)))
def test_what_a_form_asks_for_of_the_others(code, kind):
    assert every_further_measure().by_code[code].measure.field().kind == kind


def test_every_kind_is_known_by_name():
    assert {row["kind"] for row in (*ALL.values(), *MORE.values())} == KINDS


def test_met_means_all_points():
    band = every_measure().by_code["A3"].measure
    assert [band.met(Decimal(value)) for value in (79, 80)] == [False, True]


def test_only_judged_criteria_are_for_reviewers_and_only_plain_ones_can_be_gates():
    measures = [row.measure for row in every_measure().criteria]
    assert [m.kind for m in measures if m.judged_by_reviewer] == ["judged"]
    assert [m.kind for m in measures if m.may_be_gate] == ["yes_no", "yes_no", "threshold"]
