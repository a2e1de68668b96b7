"""Field types, and pydantic's faults in our family."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, Field, ValidationError

from registry.errors import Conflict, Invalid, InvalidMany
from registry.fields import Checked, Line, Paragraphs, faults_of, flattened
from registry.identifiers import normal_uscc


class Mall(BaseModel):
    name: Annotated[str, Line(5)]
    uscc: Annotated[str, Checked(normal_uscc)] = "91520100MA6DJ2XY1A"
    remark: Annotated[str, Paragraphs(10, required=False)] = ""
    reason: Annotated[str, Paragraphs(10)] = "x"
    area_m2: Annotated[Decimal, Field(gt=0, max_digits=10, decimal_places=2)] = Decimal(1)
    opened_on: date = date(2020, 1, 1)
    staff: int = 1
    key: UUID | None = None
    kind: Literal["a", "b"] = "a"
    shops: list["Shop"] = []


class Shop(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=3)]


def faults(**values: object) -> dict[str | None, Invalid]:
    with pytest.raises(ValidationError) as caught:
        Mall.model_validate({"name": "绿", **values})
    return {fault.field: fault for fault in faults_of(caught.value)}


def test_good_values_are_cleaned():
    mall = Mall.model_validate({"name": " 绿 册 ", "remark": " 一\r\n二 "})
    assert (mall.name, mall.remark) == ("绿 册", "一\n二")


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"name": "   "}, "name", "missing"),
        ({"name": "一二三四五六"}, "name", "text-too-long"),
        ({"reason": " "}, "reason", "missing"),
        ({"remark": "一\x00"}, "remark", "text-control"),
        ({"uscc": "123"}, "uscc", "uscc-length"),
        ({"area_m2": "0"}, "area_m2", "too-small"),
        ({"area_m2": "1.234"}, "area_m2", "too-many-places"),
        ({"area_m2": "many"}, "area_m2", "not-number"),
        ({"opened_on": "tomorrow"}, "opened_on", "not-date"),
        ({"opened_on": "20261128"}, "opened_on", "not-date"),
        ({"staff": "x"}, "staff", "not-whole-number"),
        ({"key": "x"}, "key", "not-id"),
        ({"kind": "c"}, "kind", "not-choice"),
        ({"shops": [{"name": ""}]}, "shops.0.name", "missing"),
        ({"shops": [{"name": "abcd"}]}, "shops.0.name", "text-too-long-for-field"),
        ({"shops": "abcd"}, "shops", "not-understood"),
    ],
)
def test_each_fault_has_its_field_and_code(values, field, code):
    assert faults(**values)[field].code == code


def test_all_faults_are_found_at_once():
    assert set(faults(name="", staff="x", kind="c")) == {"name", "staff", "kind"}


def test_the_rejected_value_is_not_in_the_fault():
    fault = faults(staff="hunter2")["staff"]
    assert "hunter2" not in f"{fault}{fault.context}"


def test_faults_can_be_placed_within_something():
    with pytest.raises(ValidationError) as caught:
        Mall.model_validate({})
    assert [fault.field for fault in faults_of(caught.value, within="rows.3")] == ["rows.3.name"]


def test_flattened_gives_the_single_faults():
    one, two = Invalid("a", "A."), Conflict("b", "B.")
    assert flattened(one) == (one,)
    assert flattened(InvalidMany([one, InvalidMany([two])])) == (one, two)
