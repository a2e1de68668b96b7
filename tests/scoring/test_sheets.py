"""Official tables: read with their merged cells, marks and sums, and written again."""

from decimal import Decimal

import pytest

from scoring.engine import score
from scoring.loader import load_all
from scoring.sheets import COLUMNS, edition_table, read_table, scorecard_table
from tests.scoring.samples import JUDGED, criterion, edition, green_mall, text

HEAD = list(COLUMNS)
TITLE = ["绿色商场创建评价指标", None, None, None, None, None]


def codes(draft):
    return [(fault.code, fault.line) for fault in draft.faults]


def test_a_table_with_merged_cells_marks_and_sums():
    draft = read_table(
        [
            TITLE,
            ["序号", "一级 指标", "二级指标", "三级指标", "分值（分）", "评价依据"],
            [1, "基本要求（10分）", "守法", "★X101 遵守法律法规", "★", "合法合规证明"],
            [2.0, None, "管理", "X103 制度覆盖六个方面", 5.0, "文件；记录、现场"],
            [3, None, None, "X104. 能耗水耗*", "5分", None],
            ["小计", None, None, None, 10, None],
            [4, "设施设备", "照明", "高效照明", "2.5", ""],
            ["X202-2", None, None, "智能控制", "1", ""],
            [None] * 6,
            ["合 计", None, None, None, "13.5", None],
        ],
        merged=[(0, 0, 0, 5), (2, 1, 4, 1), (3, 2, 4, 2)],
    )
    assert draft.faults == []
    assert [(i.code, i.chapter, i.group, i.points, i.gate, i.starred) for i in draft.items] == [
        ("X101", "基本要求", "守法", 0, True, False),
        ("X103", "基本要求", "管理", 5, False, False),
        ("X104", "基本要求", "管理", 5, False, True),
        ("R7", "设施设备", "照明", Decimal("2.5"), False, False),
        ("X202-2", "设施设备", "照明", 1, False, False),
    ]
    assert draft.items[1].evidence == ("文件", "记录", "现场")
    assert draft.items[2].requirement == "能耗水耗"
    assert (draft.total, draft.stated_total) == (Decimal("13.5"), Decimal("13.5"))
    table = draft.to_table()
    assert [(part["code"], part["points"], len(part["criteria"])) for part in table["chapters"]] == [
        ("C1", 10, 3),
        ("C2", Decimal("3.5"), 2),
    ]
    assert table["chapters"][0]["criteria"][0]["measure"] == {"kind": "yes_no", "points": 0}
    assert table["chapters"][1]["criteria"][0]["measure"] == {"kind": "judged", "points": Decimal("2.5")}
    assert table["chapters"][0]["criteria"][1]["evidence"][0] == {"zh": "文件", "en": ""}


def test_what_could_not_be_understood_is_named_row_by_row():
    draft = read_table(
        [
            HEAD,
            ["1", "", "", "X1 没有章", "1", ""],
            ["2", "章", "", "", "1", ""],
            ["3", "章", "", "X2 逐项给分", "3/2/1", ""],
            ["4", "章", "", "★X3 有分的否决项", "2", ""],
            ["5", "章", "", "X2 重复", "1"],
            ["总分", "", "", "", "9", ""],
        ]
    )
    assert codes(draft) == [
        ("table-row", 3),
        ("table-points", 4),
        ("table-gate-points", 5),
        ("table-chapter", 2),
        ("table-code-twice", 6),
        ("table-total", 0),
    ]
    assert draft.faults[0].path == "row 3"
    assert "add up to 2, not to the stated total of 9" in draft.faults[-1].message["en"]


@pytest.mark.parametrize("rows", [[], [["", ""]], [["序号", "分值"]], [["三级指标"], ["x"]]])
def test_a_table_without_a_heading_is_refused(rows):
    draft = read_table(rows, merged=[(0, 0, 1, 3), (5, 5, 6, 6)])
    assert codes(draft) == [("table-heading", 1)]
    assert draft.items == []


def test_lines_for_signatures_below_the_total_are_no_rows():
    rows = [HEAD, ["1", "章", "", "X1 要求", "1", ""], ["合计", "", "", "", "1", ""]]
    signed = [["评审人员（签字）：        日期：    年    月    日"], ["", "", "", "盖 章"], ["日期："]]
    draft = read_table([*rows, *signed])
    assert (codes(draft), [item.code for item in draft.items]) == ([], ["X1"])
    assert codes(read_table([*rows[:2], *signed[:1]])) == [("table-row", 3)]


def test_a_table_may_leave_columns_out_and_end_early():
    draft = read_table([["三级指标", "标准分"], ["X1 要求"], ["合计"]])
    assert [(item.code, item.requirement, item.points, item.evidence) for item in draft.items] == [
        ("X1", "要求", 0, ())
    ]
    assert codes(draft) == [("table-points", 2), ("table-chapter", 2)]
    assert draft.stated_total is None
    assert read_table([["三级指标", "分值"], ["X9", "1"]]).items[0].requirement == "X9"


@pytest.mark.parametrize("name", [f"{row.scheme}/{row.edition}" for row in load_all().editions])
def test_every_edition_comes_back_from_its_own_table(name):
    rules = load_all().get(*name.split("/"))
    draft = read_table(edition_table(rules))
    bonus = sum((row.maximum for row in rules.criteria if row.bonus), Decimal(0))
    assert codes(draft) == ([("table-total", 0)] if bonus else [])
    assert [(item.code, item.points, item.gate) for item in draft.items] == [
        (row.code, row.maximum, row.gate) for row in rules.criteria
    ]
    assert list(draft.chapters) == [chapter.title.zh for chapter in rules.chapters]


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
