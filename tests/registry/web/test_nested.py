"""Nested data and the fields of a form are the same thing twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.editions.queries import SHIPPED
from registry.web.nested import Spec, drawn, field_of, flattened, gathered, names_of, places, specs_of
from scoring.digest import plain
from scoring.editions import Criterion
from scoring.measures.judged import Judged
from scoring.measures.ratio import Ratio

CRITERION = specs_of(Criterion, leave_out={"measure"})


@pytest.mark.parametrize("edition", SHIPPED.editions, ids=lambda edition: f"{edition.scheme}/{edition.edition}")
def test_every_shipped_criterion_comes_back_from_its_fields(edition):
    for criterion in edition.criteria:
        data = plain(criterion.model_dump(exclude={"measure"}, exclude_defaults=True))
        assert gathered(CRITERION, flattened(data)) == data


def test_what_a_shape_asks_for():
    kinds = {spec.name: spec.kind for spec in specs_of(Ratio)}
    assert kinds == {"points": "number", "above": "group", "below": "group", "bands": "rows", "part_of_whole": "flag"}
    assert [spec.required for spec in specs_of(Judged)] == [True, False, False]
    status = next(spec for spec in CRITERION if spec.name == "status")
    assert (status.kind, status.choices) == ("choice", ("verified", "reference", "local"))
    assert next(spec.kind for spec in CRITERION if spec.name == "applies_to") == "many"


def test_what_is_empty_is_left_out_and_what_is_wrong_is_kept():
    typed = {
        "points": [" ５ "], "bands.0.points": ["0"], "bands.1.points": [""], "bands.7.below": ["sixty"],
        "bands.x.below": ["1"], "part_of_whole": ["perhaps"], "above.title.zh": ["a\x00b"],
    }  # fmt: skip
    assert gathered(specs_of(Ratio), typed) == {
        "points": "5",
        "bands": [{"points": "0"}, {"below": "sixty"}],
        "above": {"title": {"zh": "ab"}},
    }
    assert places(typed, "bands") == [0, 1, 7]


def test_lists_have_empty_rows_at_their_end():
    nodes = drawn(specs_of(Ratio), {"bands.3.points": ["1"]}, spare=2)
    names = names_of(nodes)
    assert [name for name in names if name.startswith("bands.")][::3] == [f"bands.{n}.at_least" for n in (3, 4, 5)]
    assert {"above.title.zh", "above.unit.en", "part_of_whole"} <= set(names)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("title.zh", "title.zh"),
        ("title", "title.zh"),
        ("title.zh.odd", "title.zh"),
        ("else.where", "else"),
        ("points", "points"),
    ],
)
def test_a_fault_finds_a_field(path, field):
    assert field_of(path, ["title.zh", "title.en", "points"]) == field


def test_none_is_no_field():
    assert flattened({"a": None, "b": True, "c": ["x", 1], "d": []}) == {"b": ["true"], "c": ["x", "1"]}


TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=5)
SPECS = (
    Spec("title", "words", parts=(Spec("zh", "text"), Spec("en", "text"))),
    Spec("rows", "rows", parts=(Spec("code", "text"), Spec("flag", "flag"))),
    Spec("many", "many"),
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "title": st.fixed_dictionaries({}, optional={"zh": TEXT, "en": TEXT}).filter(bool),
        "rows": st.lists(
            st.fixed_dictionaries({"code": TEXT}, optional={"flag": st.booleans()}), min_size=1, max_size=9
        ),
        "many": st.lists(TEXT, min_size=1, max_size=4),
    },
)


@given(DATA)
def test_there_and_back(data):
    assert gathered(SPECS, flattened(data)) == data
