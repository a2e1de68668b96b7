"""The score sheet as bureaus print it: empty and filled in, in both languages."""

from decimal import Decimal

import pytest

from scoring.engine import score
from scoring.loader import load_all
from scoring.score_sheets import score_sheet
from tests.scoring.samples import JUDGED, criterion, edition, text

RULES = edition(
    criterion("G", gate=True),
    criterion("A1"),
    criterion("A2"),
    criterion("A3", JUDGED),
    criterion("A4", not_applicable_when=text("没有")),
)


def test_an_empty_sheet_has_room_for_points_and_reasons():
    sheet = score_sheet(RULES)
    assert sheet.columns == ("序号", "一级指标", "二级指标", "三级指标", "分值", "得分", "评价依据", "理由")
    assert [row[4] for row in sheet.rows] == ["★", 2, 2, 5, 2, 11]
    assert {(row[5], row[7]) for row in sheet.rows} == {("", "")}
    assert sheet.rows[-1][0] == "合计"
    assert sheet.merged == ((0, 1, 4, 1), (5, 0, 5, 3))


def test_a_filled_sheet_says_what_was_obtained_and_why():
    card = score(RULES, {"G": True, "A1": True, "A3": "2.5", "A4": "not_applicable"}).to_json()
    sheet = score_sheet(RULES, "zh", card)
    assert [row[5] for row in sheet.rows] == ["✓", 2, "–", Decimal("2.5"), "不适用", Decimal("4.5")]
    assert sheet.rows[1][7].endswith("得 2 分。")
    assert (sheet.rows[-1][4], sheet.rows[-1][7]) == (9, "")
    english = score_sheet(RULES, "en", card)
    assert english.columns[4:] == ("Points", "Obtained", "Evidence", "Reason")
    assert (english.rows[4][5], english.rows[-1][0]) == ("n/a", "Total")
    assert english.rows[1][7].endswith("2 points awarded.")


def test_gates_are_met_or_not_or_not_known():
    assert score_sheet(RULES, "zh", score(RULES, {"G": False}).to_json()).rows[0][5] == "✗"
    assert score_sheet(RULES, "zh", score(RULES, {}).to_json()).rows[0][5] == "–"


def test_a_card_of_another_edition_is_not_mixed_in():
    other = edition(criterion("B"))
    with pytest.raises(KeyError):
        score_sheet(RULES, "zh", score(other, {}).to_json())


def test_a_chapter_of_one_row_is_not_merged():
    assert score_sheet(edition(criterion("A1"))).merged == ((1, 0, 1, 3),)


@pytest.mark.parametrize("rules", load_all().editions, ids=lambda rules: f"{rules.scheme}/{rules.edition}")
def test_every_edition_has_its_sheet(rules):
    sheet = score_sheet(rules, "en", score(rules, {}).to_json())
    assert len(sheet.rows) == len(rules.criteria) + 1
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)
