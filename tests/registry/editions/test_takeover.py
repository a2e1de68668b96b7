"""A table keeps what it does not say from the edition in force, where it still says the same, and nothing else."""

import pytest

from registry.editions import contents
from registry.editions.queries import SHIPPED
from registry.editions.takeover import edition_data
from scoring.editions import Edition
from scoring.sheets import edition_table
from scoring.tables import read_table

BASE = SHIPPED.of("green-mall")[-1]


@pytest.mark.parametrize("edition", SHIPPED.editions, ids=lambda edition: f"{edition.scheme}/{edition.edition}")
def test_the_table_of_an_edition_in_force_comes_back_as_it_is(edition):
    found = contents.from_table(read_table(edition_table(edition)), edition)
    was = edition_data(edition)
    assert [row["code"] for _, row in contents.criteria_of(found)] == list(edition.by_code)
    for (_, row), (_, before) in zip(contents.criteria_of(found), contents.criteria_of(was), strict=True):
        assert row["continues"] == before["code"]
        for key in ("measure", "requirement", "evidence_required", "applies_to", "not_applicable_when"):
            assert row.get(key) == before.get(key), (row["code"], key)
        assert row["title"] == before["title"]
        assert row["citation"]["document"] == contents.OWN
        assert row["status"] == "local"
    parts = ("code", "title", "points", "minimum_share")
    assert [[chapter.get(part) for part in parts] for chapter in found["chapters"]] == [
        [chapter.get(part) for part in parts] for chapter in was["chapters"]
    ]


def test_rows_of_a_table_continue_what_says_the_same_or_else_has_the_same_code():
    first, second = (row for row in BASE.criteria if row.code in {"X103", "X105"})
    rows = [
        ["X999 " + second.requirement.zh.replace("，", ", "), "5"],  # renumbered, the same words
        ["X103 别的说法", "5"],
        [first.requirement.zh, "5"],  # without a code: told by its words, which another row has not taken
        ["没有编号的新要求", "5"],  # called R6 after its row, which says nothing
        ["X888 新要求", "5"],
    ]
    table = read_table([["三级指标", "分值"], *rows])
    data = BASE.model_dump()
    data["chapters"][0]["criteria"][0]["code"] = "R5"
    found = contents.from_table(table, Edition.model_validate(data))
    assert [(row["code"], row.get("continues")) for _, row in contents.criteria_of(found)] == [
        ("X999", "X105"), ("X103", "X103"), ("R4", None), ("R5", None), ("X888", None)
    ]  # fmt: skip
    assert found["follows"] == BASE.edition
    alone = contents.from_table(read_table([["三级指标", "分值"], rows[2]]), BASE)
    assert [row["continues"] for _, row in contents.criteria_of(alone)] == ["X103"]


def test_other_points_or_another_role_take_nothing_over_but_the_thread():
    row = BASE.by_code["X103"]
    for points, kind in (("4", "judged"), ("★", "yes_no"), ("加5", "judged")):
        found = contents.from_table(read_table([["三级指标", "分值"], [row.requirement.zh, points]]), BASE)
        ((_, written),) = contents.criteria_of(found)
        assert (written["continues"], written["measure"]["kind"]) == ("X103", kind)
        assert "en" not in written["requirement"]


def test_new_chapters_get_codes_that_no_former_one_has():
    data = BASE.model_dump()
    data["chapters"][0]["code"] = "C1"
    rows = [["一级指标", "三级指标", "分值"], ["新的一章", "N1 要求", "1"], [BASE.chapters[0].title.zh, "N2 要求", "1"]]
    found = contents.from_table(read_table(rows), Edition.model_validate(data))
    assert [(chapter["code"], chapter["title"].get("en")) for chapter in found["chapters"]] == [
        ("C2", None), ("C1", BASE.chapters[0].title.en)
    ]  # fmt: skip
