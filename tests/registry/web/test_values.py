"""Values as form fields, there and back and in words, for every kind that the shipped criteria ask for."""

import pytest

from registry.demonstration.answers import best_answer
from registry.web import i18n, values
from scoring.loader import load_all

CRITERIA = [(edition, criterion) for edition in load_all().editions for criterion in edition.criteria]


def field(kind, *parts, **own):
    """A field whose parts are named by their kinds, or by nothing where the field says it for all."""
    named = [
        {
            "code": f"p{place}",
            "title": {"zh": f"第{place}项", "en": f"part {place}"},
            "points": None,
            **({"field": {"kind": part, "unit": {"zh": "吨", "en": "t"}}} if part else {}),
        }
        for place, part in enumerate(parts)
    ]
    return {"kind": kind, "unit": None, "lowest": None, "highest": None, "step": None, "parts": named, **own}


KNOWN = [
    (field("yes_no"), True),
    (field("yes_no"), False),
    (field("yes_no"), "not_applicable"),
    (field("number", unit={"zh": "吨", "en": "t"}), "85.5"),
    (field("number"), "not_applicable"),
    (field("points"), "3"),
    (field("count"), 12),
    (field("count"), 0),
    (field("counts", "", ""), [0, 3]),
    (field("counts", "", ""), [1, None]),
    (field("choice", "", "", ""), "p1"),
    (field("choice", ""), "not_applicable"),
    (field("checks", "", ""), [True, False]),
    (field("checks", "", ""), [None, True]),
    (field("parts", "number", "yes_no"), ["20000", True]),
    (field("parts", "number", "number"), [None, "7.5"]),
    (field("parts", "number", "number"), "not_applicable"),
]


@pytest.mark.parametrize(("asked", "value"), KNOWN)
def test_what_is_shown_comes_back_the_same(asked, value):
    back = values.stated("X1", asked, values.typed_of("X1", asked, value))
    assert back == value
    assert list(map(type, back)) == list(map(type, value)) if isinstance(value, list) else type(back) is type(value)


@pytest.mark.parametrize("asked", [known for known, _ in KNOWN])
def test_nothing_is_chosen_before_there_is_an_answer(asked):
    typed = values.typed_of("X1", asked, None)
    assert set(typed) == set(values.names("X1", asked))
    assert {text for texts in typed.values() for text in texts} == {""}
    assert values.stated("X1", asked, typed) is None
    assert values.said(asked, None) == "尚未填报"


@pytest.mark.parametrize(("edition", "criterion"), CRITERIA, ids=lambda part: getattr(part, "code", ""))
def test_every_criterion_of_every_shipped_edition_comes_back(edition, criterion):
    asked, best = criterion.measure.field().to_json(), best_answer(criterion)
    assert values.stated(criterion.code, asked, values.typed_of(criterion.code, asked, best)) == best
    for locale in i18n.LOCALES:
        with i18n.in_locale(locale):
            said = values.said(asked, best)
            assert said
            assert "None" not in said
            if asked["kind"] in values.SEVERAL:
                assert len(values.said_parts(asked, best)) == len(asked["parts"])
                assert all(i18n.bi(part["title"]) in said for part in asked["parts"])


def test_parts_stated_by_code_stand_in_their_order():
    asked = field("parts", "number", "number")
    assert values.each_of(asked, {"p1": "50", "p0": "40"}) == ["40", "50"]
    assert values.each_of(asked, {"p1": "50"}) == [None, "50"]
    assert values.each_of(asked, ["40"]) == ["40", None]
    assert values.said_parts(asked, {"p1": "50"}) == [("第0项", "–"), ("第1项", "50 吨")]


@pytest.mark.parametrize("value", [[2], {"p0": 2}, (2,), 2])
def test_a_single_count_may_have_been_stated_as_a_list(value):
    assert values.typed_of("X1", field("count", ""), value) == {"value-X1": ["2"]}


def test_nothing_in_a_list_is_nothing():
    assert values.typed_of("X1", field("count", ""), []) == {"value-X1": [""]}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", "８５．５", "85.5"),
        ("number", "ten", "ten"),
        ("count", "１２", 12),
        ("count", "2.5", "2.5"),
        ("count", "9" * 12, "9" * 12),
        ("yes_no", "perhaps", "perhaps"),
        ("choice", "none of them", "none of them"),
    ],
)
def test_what_cannot_be_read_goes_on_as_typed(kind, text, value):
    assert values.stated("X1", field(kind), {"value-X1": [text]}) == value


def test_a_code_that_is_none_of_the_choices_is_said_as_it_is():
    assert values.said(field("choice", ""), "gone") == "gone"
    assert values.said(field("choice", ""), "p0") == "第0项"


def test_words_of_both_languages():
    asked = field("checks", "", "")
    assert values.said(asked, [True, False]) == "第0项：是；第1项：否"
    with i18n.in_locale("en"):
        assert values.said(asked, [True, None]) == "part 0: Yes; part 1: –"
        assert values.said(field("number", unit={"zh": "吨", "en": "t"}), "3") == "3 t"
        assert values.said(asked, "not_applicable") == "Does not apply"
    assert values.said_parts(asked, "not_applicable") == []
    assert values.said_parts(field("number"), "3") == []


@pytest.mark.parametrize(
    ("path", "name"), [("X1", "part-0-X1"), ("X1[1]", "part-1-X1"), ("X1[9]", "part-0-X1"), ("", "part-0-X1")]
)
def test_a_fault_of_scoring_stands_at_its_part(path, name):
    assert values.blamed("X1", field("checks", "", ""), path) == name
