"""Answers as fields of a form, there and back."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from registry.errors import Invalid, InvalidMany
from registry.web.portal import answers
from tests.factories.applications import edition


@dataclass
class Item:
    """As much of a form's item as the fields need."""

    code: str = "X1"
    field: dict[str, Any] = field(default_factory=dict)
    value: Any = None
    note: str = ""
    version: int = 0


def item(kind, value=None, parts=0, **changes):
    titles = [{"code": f"d{n}", "title": {"zh": f"第{n}类", "en": f"kind {n}"}, "points": "1"} for n in range(parts)]
    unit = {"zh": "次", "en": "events"}
    return Item(field={"kind": kind, "parts": titles, "unit": unit}, value=value, **changes)


KINDS = [
    ("yes_no", True, 0),
    ("yes_no", False, 0),
    ("yes_no", None, 0),
    ("yes_no", "not_applicable", 0),
    ("number", "85.5", 0),
    ("number", None, 0),
    ("number", "not_applicable", 0),
    ("points", "3", 0),
    ("count", 0, 0),
    ("count", 12, 1),
    ("counts", [0, 3], 2),
    ("counts", [1, None], 2),
    ("counts", None, 2),
    ("counts", "not_applicable", 2),
]


@pytest.mark.parametrize(("kind", "value", "parts"), KINDS)
def test_what_is_shown_comes_back_the_same(kind, value, parts):
    known = item(kind, value, parts, note="注\n第二行", version=4)
    typed = answers.typed_of(known)
    stated = answers.stated(known, typed)
    assert (stated.value, stated.note, stated.version) == (value, "注\n第二行", 4)
    assert type(stated.value) is type(value)
    assert not answers.touched(known, typed)


@pytest.mark.parametrize(("kind", "value", "parts"), KINDS)
def test_every_value_can_be_said(kind, value, parts):
    assert answers.said(item(kind, value, parts), value)


def test_what_was_not_sent_is_not_touched():
    assert not answers.touched(item("yes_no"), {})


def test_line_ends_of_browsers_are_no_change_but_words_are():
    known = item("number", "3", note="a\nb")
    typed = answers.typed_of(known)
    assert not answers.touched(known, typed | {"note-X1": ["a\r\nb"]})
    assert answers.touched(known, typed | {"note-X1": ["a\r\nc"]})
    assert answers.touched(known, typed | {"value-X1": ["4"]})
    assert answers.touched(known, typed | {"aside-X1": ["yes"]})


def test_a_radio_that_was_not_sent_is_no_change():
    known = item("yes_no")
    typed = {name: value for name, value in answers.typed_of(known).items() if name != "value-X1"}
    assert not answers.touched(known, typed)


@pytest.mark.parametrize(("typed", "value"), [("８５．５", "85.5"), (" 7 ", "7"), ("ten", "ten"), ("", None)])
def test_full_width_digits_are_folded_and_nonsense_goes_on_to_scoring(typed, value):
    assert answers.stated(item("number"), {"value-X1": [typed]}).value == value


@pytest.mark.parametrize(("typed", "value"), [("１２", 12), ("2.5", "2.5"), ("9" * 12, "9" * 12), ("-1", "-1")])
def test_counts_are_whole_or_go_on_as_typed(typed, value):
    assert answers.stated(item("count"), {"value-X1": [typed]}).value == value


def test_a_figure_and_not_applicable_are_one_too_many():
    with pytest.raises(Invalid) as told:
        answers.stated(item("number"), {"value-X1": ["3"], "aside-X1": ["yes"]})
    assert (told.value.code, told.value.field) == ("answer-both", "value-X1")


def test_a_note_of_tricks_is_told_at_its_field():
    with pytest.raises(InvalidMany) as told:
        answers.stated(item("number"), {"note-X1": ["a\u202eb"]})
    assert [fault.field for fault in told.value.faults] == ["note-X1"]


@pytest.mark.parametrize("version", ["", "x", "-1", "¹"])
def test_a_version_that_is_none_counts_as_never_saved(version):
    assert answers.stated(item("number"), {"value-X1": ["3"], "version-X1": [version]}).version == 0


@pytest.mark.parametrize(
    ("path", "field"), [("X1", "part-0-X1"), ("X1[1]", "part-1-X1"), ("X1[9]", "part-0-X1"), ("", "part-0-X1")]
)
def test_scorings_faults_move_to_their_fields(path, field):
    fault = Invalid("x", "y", field=path)
    assert answers.at_field(item("counts", parts=2), fault).field == field


def test_every_kind_of_the_criteria_can_be_asked():
    kinds = {criterion.measure.field().kind for criterion in edition().criteria}
    assert kinds <= {kind for kind, _, _ in KINDS}
