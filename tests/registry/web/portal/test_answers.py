"""Answers as fields of a form, there and back."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from registry.errors import Invalid, InvalidMany
from registry.web.portal import answers


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
    if kind == "parts":
        titles = [part | {"field": {"kind": "number", "unit": None}} for part in titles]
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
    ("choice", "d1", 3),
    ("choice", None, 3),
    ("choice", "not_applicable", 3),
    ("checks", [True, False], 2),
    ("checks", [None, True], 2),
    ("checks", None, 2),
    ("parts", ["1", "2.5"], 2),
    ("parts", [None, "2.5"], 2),
]


@pytest.mark.parametrize(("kind", "value", "parts"), KINDS)
def test_what_is_shown_comes_back_the_same(kind, value, parts):
    known = item(kind, value, parts, note="注\n第二行", version=4)
    typed = answers.typed_of(known)
    stated = answers.stated(known, typed)
    assert (stated.value, stated.note, stated.version) == (value, "注\n第二行", 4)
    assert type(stated.value) is type(value)
    assert not answers.touched(known, typed)


@pytest.mark.parametrize("kind", ["checks", "parts"])
def test_each_part_that_changes_is_a_change(kind):
    known = item(kind, None, 2)
    for name in ("part-0-X1", "part-1-X1"):
        assert answers.touched(known, answers.typed_of(known) | {name: ["yes"]})


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
