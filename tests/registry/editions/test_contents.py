"""The data of a draft change piece by piece, and nothing gets lost on the way."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.editions import contents
from registry.editions.queries import SHIPPED
from registry.errors import Invalid, NotFound
from scoring.drafting import judged_draft
from scoring.tables import read_table
from tests.factories.editions import HEAD, ROWS


def content():
    table = read_table([list(HEAD), *ROWS], merged=[(1, 1, 3, 1), (5, 1, 6, 1)])
    return contents.from_table(table, SHIPPED.of("green-mall")[-1])


def codes(found):
    return [(chapter, row["code"]) for chapter, row in contents.criteria_of(found)]


def test_a_table_takes_over_what_tables_do_not_say():
    found = content()
    assert {"formats", "pass_mark", "validity", "citation", "documents"} <= found.keys()
    assert found["pass_mark"]["note"]["zh"].startswith("沿用")
    assert [grade["code"] for grade in found["pass_mark"]["grades"]]
    assert all(row["citation"]["document"] == contents.OWN for _, row in contents.criteria_of(found))
    other = contents.from_table(read_table([["三级指标", "分值"], ["X1 要求", "1"]]), SHIPPED.of("key-recycler")[-1])
    assert ("transition" in other, "grades" in other["pass_mark"]) == (True, False)


@pytest.mark.parametrize("edition", SHIPPED.editions, ids=lambda edition: f"{edition.scheme}/{edition.edition}")
def test_every_edition_can_be_begun_from(edition):
    found = contents.check_content(contents.from_edition(edition, SHIPPED.sources))
    assert found["documents"] == []
    assert "in_force_from" not in found
    found |= {"in_force_from": edition.in_force_from.isoformat()}
    assert found.pop("follows") == edition.edition
    assert [row.pop("continues") for _, row in contents.criteria_of(found)] == list(edition.by_code)
    again = judged_draft(found, scheme=edition.scheme, name=edition.edition, sources=SHIPPED.sources)
    assert again.edition.digest == edition.digest


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ([], "draft-shape"),
        ({"chapters": {}}, "draft-shape"),
        ({"chapters": [1]}, "draft-shape"),
        ({"chapters": [{"code": "A", "criteria": {}}]}, "draft-shape"),
        ({"chapters": [{"criteria": []}]}, "chapter-code"),
        ({"chapters": [{"code": "A"}, {"code": "A"}]}, "chapter-code"),
        ({"chapters": [{"code": "A", "criteria": [7]}]}, "criterion-code"),
        ({"chapters": [{"code": "A", "criteria": [{"code": "a b"}]}]}, "criterion-code"),
        ({"chapters": [{"code": "A", "criteria": [{"code": "a"}, {"code": "a"}]}]}, "criterion-code-taken"),
        ({"chapters": [{"code": "A", "criteria": [{"code": f"a{n}"} for n in range(601)]}]}, "draft-too-large"),
        ({"chapters": [{"code": f"a{n}"} for n in range(61)]}, "draft-too-large"),
    ],
)
def test_data_in_which_nothing_could_be_found_again(wrong, code):
    with pytest.raises(Invalid, match=code):
        contents.check_content(wrong)


def test_a_criterion_keeps_its_place_or_goes_to_the_end_of_another_chapter():
    found = content()
    _, row = contents.criterion_in(found, "A102")
    changed = contents.with_criterion(found, "A102", "C1", row | {"code": "A109"})
    assert codes(changed)[1] == ("C1", "A109")
    moved = contents.with_criterion(found, "A102", "C2", row)
    assert codes(moved)[-1] == ("C2", "A102")
    assert codes(found)[1] == ("C1", "A102")
    bare = {"chapters": [{"code": "A"}]}
    assert codes(contents.with_criterion(bare, None, "A", {"code": "X"})) == [("A", "X")]
    assert bare == {"chapters": [{"code": "A"}]}
    assert contents.without_criterion(
        {"chapters": [{"code": "A", "criteria": [{"code": "X"}]}, {"code": "B"}]}, "X"
    ) == {"chapters": [{"code": "A", "criteria": []}, {"code": "B", "criteria": []}]}
    with pytest.raises(NotFound):
        contents.criterion_in(found, "Z")


def test_chapters_are_known_by_the_code_they_had():
    found = content()
    settings = contents.settings_of(found)
    first, second = settings["chapters"]
    swapped = settings | {"chapters": [second | {"was": "C2", "code": "C1"}, first | {"was": "C1", "code": "C2"}]}
    changed = contents.with_settings(found, swapped)
    assert codes(changed)[0] == ("C1", "B101")
    assert codes(contents.with_settings(found, settings)) == codes(found)
    with pytest.raises(Invalid, match="chapter-not-empty"):
        contents.with_settings(found, settings | {"chapters": [first, {"code": "N"}]})
    with pytest.raises(Invalid, match="chapter-code"):
        contents.with_settings(found, settings | {"chapters": [first, second | {"was": "C2", "code": "C1"}]})
    assert contents.with_settings({}, {}) == {"chapters": []}


CODES = st.sampled_from(["A101", "A102", "A103", "B101", "B102", "N1", "N2", "a b", ""])


@given(
    st.lists(st.tuples(st.none() | CODES, CODES, st.sampled_from(["C1", "C2", "C9"])), max_size=12),
)
def test_no_order_of_changes_loses_or_doubles_a_criterion(steps):
    found = content()
    expected = {code for _, code in codes(found)}
    for old, new, chapter in steps:
        before = deepcopy(found)
        if old is not None and old not in expected:
            continue
        try:
            found = contents.with_criterion(found, old, chapter, {"code": new})
        except (Invalid, NotFound):
            assert found == before
            continue
        expected = (expected - {old}) | {new}
    now = [code for _, code in codes(found)]
    assert sorted(now) == sorted(expected)


def test_a_content_without_chapters_has_none():
    assert contents.check_content({"title": {"zh": "甲"}}) == {"title": {"zh": "甲"}, "chapters": []}


@pytest.mark.parametrize("odd", [1.5, "a\x00b", "\ud800", [[[[[[[[[[[[[[[]]]]]]]]]]]]]]], {"\x01": 1}])
def test_what_no_file_could_hold_is_refused(odd):
    with pytest.raises(Invalid, match="draft-shape"):
        contents.check_content({"note": odd})
