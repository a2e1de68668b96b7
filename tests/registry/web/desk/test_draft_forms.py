"""A draft's data as fields: what is made up, what can be chosen, where a fault is shown."""

from registry.web.desk.draft_forms import (
    MEASURES,
    differing,
    form_of,
    told,
    typed_criterion,
    typed_settings,
    written_criterion,
    written_settings,
)
from registry.web.nested import drawn, specs_of
from scoring.drafting import Placed
from scoring.editions import Chapter
from scoring.faults import Fault
from scoring.measures import KINDS
from tests.registry.editions.test_contents import content


def test_every_way_of_points_has_its_fields():
    assert MEASURES.keys() == KINDS
    assert all(specs[0].name == "points" for specs in MEASURES.values())


def test_settings_come_back_from_their_fields_and_new_chapters_get_codes():
    found = content()
    typed = typed_settings(found)
    again = written_settings(typed)
    assert [chapter["was"] for chapter in again["chapters"]] == ["C1", "C2"]
    typed["chapters.5.title.zh"] = ["新"]
    assert written_settings(typed)["chapters"][2]["code"] == "C3"
    assert written_settings({})["chapters"] == []


def test_a_criterion_comes_back_from_its_fields():
    chapter, row = "C1", content()["chapters"][0]["criteria"][1]
    again = written_criterion(typed_criterion(chapter, row))
    assert again[0] == chapter
    assert again[1]["measure"] == row["measure"]
    assert "measure" not in written_criterion({"measure.kind": ["magic"]})[1]


def test_a_fault_is_moved_to_a_field_that_is_drawn():
    words = {"zh": "缺", "en": "missing"}
    placed = Placed("", "title", Fault("key-missing", words, words))
    form = form_of({}, drawn(specs_of(Chapter, leave_out={"criteria"}), {}), told([placed]))
    assert form.faults[0].field == "title.zh"
    assert form.fault("title.zh")


def test_versions_are_compared_field_by_field():
    assert differing({"a": ["1"], "b": ["2"]}, {"a": ["1"], "c": ["x", "y"]}) == [("b", "2", ""), ("c", "", "x；y")]
