"""Official tables, as bureaus know them, written of editions and scorecards."""

from scoring.engine import score
from scoring.sheets import edition_table, scorecard_table
from tests.scoring.samples import JUDGED, criterion, edition, green_mall, text


def test_tables_speak_both_languages():
    rows = edition_table(green_mall(), "en")
    assert rows[1][1:5] == ["Basic requirements (20 points)", "Compliance with the law", rows[1][3], "★"]
    assert rows[1][3].startswith("★X101 Obeys the laws")


def test_a_scorecard_as_the_sheet_that_is_printed():
    rules = edition(
        criterion("G", gate=True),
        criterion("A1"),
        criterion("A2"),
        criterion("A3", JUDGED),
        criterion("A4", not_applicable_when=text("没有")),
    )
    card = score(rules, {"G": True, "A1": True, "A3": "2.5", "A4": "not_applicable"})
    rows = scorecard_table(card)
    assert [row[:4] for row in rows] == [
        ["编号", "指标", "分值", "得分"],
        ["G", "条款G", "★", "✓"],
        ["A1", "条款A1", "2", "2"],
        ["A2", "条款A2", "2", "–"],
        ["A3", "条款A3", "5", "2.5"],
        ["A4", "条款A4", "0", "–"],
        ["合计", "", "9", "4.5"],
    ]
    assert rows[2][4].endswith("得 2 分。")
    assert scorecard_table(score(rules, {"G": False}), "en")[1][:4] == ["G", "Criterion G", "★", "✗"]
    assert scorecard_table(score(rules, {}), "en")[-1][0] == "Total"
    assert scorecard_table(score(rules, {}))[1][3] == "–"
