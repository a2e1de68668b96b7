"""Official tables as bureaus send them: merged cells, marks, sums, two heading rows, chapter rows, notes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.loader import load_all
from scoring.sheets import COLUMNS, edition_table
from scoring.tables import read_table

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
    assert codes(draft) == [("table-star", 5)]
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
        ("table-chapter", 2),
        ("table-row", 3),
        ("table-points", 4),
        ("table-gate-points", 5),
        ("table-code-twice", 6),
        ("table-total", 0),
    ]
    assert draft.faults[1].path == "row 3"
    assert "add up to 2, not to the stated 9" in draft.faults[-1].message["en"]


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
    across = read_table([*rows, *signed], merged=[(3, 0, 3, 5)])
    assert (codes(across), list(across.chapters)) == ([], ["章"])
    assert codes(read_table([*rows[:2], *signed[:1]])) == [("table-row", 3)]


def test_below_a_total_that_is_an_unsaved_formula_people_sign_too():
    rows = [
        HEAD,
        ["1", "章", "", "X1 要求", "1", ""],
        ["合计", "", "", "", "", ""],
        ["评审专家签字：", "", "", "", "年  月  日"],
    ]
    draft = read_table(rows)
    assert (codes(draft), [reading.kind for reading in draft.readings][-1]) == ([], "signature")


def test_points_that_a_formula_left_out_are_asked_for():
    draft = read_table([HEAD, ["1", "章", "", "X1 要求", "", ""]])
    assert codes(draft) == [("table-points", 2)]
    assert "formula" in draft.faults[0].hint["en"]


@pytest.mark.parametrize(("subtotal", "total", "found"), [("3", "8", []), ("0", "5", []), ("2", "7", [4, 0])])
def test_sums_may_count_a_bonus_in_or_not(subtotal, total, found):
    rows = [
        HEAD,
        ["1", "一、基本要求", "", "X1 要求", "5", ""],
        ["2", "加分项", "", "X2 表彰", "加3", ""],
        ["", "小计", "", "", subtotal, ""],
        ["合计", "", "", "", total, ""],
    ]
    assert [line for _, line in codes(read_table(rows))] == found


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
    assert codes(draft) == []
    assert [(item.code, item.points, item.gate, item.bonus) for item in draft.items] == [
        (row.code, row.maximum, row.gate, row.bonus) for row in rules.criteria
    ]
    assert list(draft.chapters) == [chapter.title.zh for chapter in rules.chapters]


def kinds(draft):
    return [(reading.row, reading.kind, reading.code) for reading in draft.readings]


def test_a_table_of_the_kind_that_counties_type():
    draft = read_table(
        [
            ["XX市绿色商场评价表", "", "", "", "", ""],
            ["序号", "评价指标", "", "", "分值", "评价依据"],
            ["", "一级指标", "二级指标", "评价内容（细则）", "", ""],
            ["一、基本要求（共8分）", "", "", "", "", ""],
            ["1", "守法", "经营", "★依法经营，三年内无重大事故", "一票否决", "承诺书"],
            ["2", "制度", "", "建立绿色管理制度；明确责任人", "满分５分", "制度文件\n会议记录"],
            ["3", "制度", "", "按季度统计能耗", "0-3分", ""],
            ["", "小计", "", "", "8", ""],
            ["二、加分项", "", "", "", "", ""],
            ["4", "创新", "", "获得省级以上表彰", "加2分", ""],
            ["合计", "", "", "", "8", ""],
            ["注：★为否决项。", "", "", "", "", ""],
        ],
        merged=[(3, 0, 3, 5), (8, 0, 8, 5), (11, 0, 11, 5), (1, 1, 1, 3)],
    )
    assert draft.faults == []
    assert [(i.code, i.chapter, i.group, i.points, i.gate, i.bonus) for i in draft.items] == [
        ("R5", "一、基本要求", "经营", 0, True, False),
        ("R6", "一、基本要求", "制度", 5, False, False),
        ("R7", "一、基本要求", "制度", 3, False, False),
        ("R10", "二、加分项", "创新", 2, False, True),
    ]
    assert draft.items[1].evidence == ("制度文件", "会议记录")
    assert draft.total == draft.stated_total == 8
    assert kinds(draft)[:4] == [
        (1, "before", ""),
        (2, "heading", ""),
        (3, "heading", ""),
        (4, "chapter", "一、基本要求"),
    ]
    assert [(row, kind) for row, kind, _ in kinds(draft)[-4:]] == [
        (9, "chapter"),
        (10, "item"),
        (11, "sum"),
        (12, "note"),
    ]
    first, second = draft.to_table()["chapters"]
    assert [row["title"]["zh"] for row in first["criteria"]] == ["经营", "建立绿色管理制度", "按季度统计能耗"]
    assert (second["points"], second["criteria"][0]["bonus"]) == (0, True)


def test_sums_that_do_not_fit_are_named_where_they_stand():
    draft = read_table(
        [
            HEAD,
            ["1", "甲章（6分）", "", "X1 要求", "5", ""],
            ["甲章小计", "", "", "", "6", ""],
            ["小计", "", "", "", "", ""],
            ["2", "乙章", "", "X2 要求", "1", ""],
        ]
    )
    assert codes(draft) == [("table-subtotal", 3), ("table-chapter-points", 2)]
    assert "add up to 5, not to the stated 6" in draft.faults[0].message["en"]


def test_how_points_are_given_is_kept_with_the_requirement():
    draft = read_table([["三级指标", "分值", "评分标准", "一级指标"], ["X1 要求", "3", "每项1分", "章"]])
    assert draft.items[0].requirement == "要求 评分标准：每项1分"


def test_what_a_tall_cell_leaves_behind_is_no_row():
    draft = read_table([HEAD, ["1", "章", "", "X1 要求", "1", ""], ["", "", "", "", "", ""]], merged=[(1, 1, 2, 1)])
    assert codes(draft) == []
    assert [item.code for item in draft.items] == ["X1"]


def test_one_cell_alone_is_a_chapter_only_if_it_looks_like_one():
    rows = [
        ["一级指标", "三级指标", "分值"],
        ["随便一句话", "", ""],
        ["", "二、要求", ""],
        ["第二章 设施", "", ""],
        ["", "照明", "2"],
    ]
    draft = read_table(rows)
    assert codes(draft) == [("table-row", 2), ("table-points", 3)]
    assert [(item.chapter, item.requirement) for item in draft.items] == [
        ("随便一句话", "二、要求"),
        ("第二章 设施", "照明"),
    ]


CELLS = st.one_of(
    st.sampled_from(
        [*COLUMNS, "合计", "小计", "★X1 守法", "5分", "0-3", "一、基本（20分）", "注：见附件", "签字：", "加2分", ""]
    ),
    st.integers(-3, 99),
    st.floats(allow_nan=True),
    st.none(),
    st.text(max_size=6),
)


@given(
    st.lists(st.lists(CELLS, max_size=7), max_size=9),
    st.lists(st.tuples(*[st.integers(0, 9)] * 4), max_size=3),
)
def test_no_table_is_too_odd_to_be_read(rows, merged):
    draft = read_table([list(COLUMNS), *rows], merged)
    assert len({item.code for item in draft.items}) == len(draft.items)
    told = {fault.line for fault in draft.faults}
    items = {item.row for item in draft.items}
    for reading in draft.readings:
        assert (reading.kind == "item") == (reading.row in items)
        assert reading.kind != "unread" or reading.row in told
    assert sum(len(chapter["criteria"]) for chapter in draft.to_table()["chapters"]) == len(draft.items)


def test_rows_that_nobody_sees_in_the_file_are_named():
    rows = [
        HEAD,
        ["1", "章", "", "X1 要求", "1", ""],
        ["2", "章", "", "X2 要求", "1", ""],
        ["合计", "", "", "", "2", ""],
    ]
    draft = read_table(rows, hidden={3, 4})
    assert (codes(draft), len(draft.items)) == ([("table-hidden", 3)], 2)


def test_points_merged_over_rows_count_once_and_the_other_rows_are_named():
    rows = [
        HEAD,
        ["1", "章", "组", "X1 要求", "10", ""],
        ["2", "", "", "X2 要求", "", ""],
        ["3", "", "", "★X3 要求", "★", ""],
    ]
    rows += [["4", "", "", "★X4 要求", "", ""], ["合计", "", "", "", "10", ""]]
    draft = read_table(rows, merged=[(1, 1, 4, 1), (1, 4, 2, 4), (3, 4, 4, 4)])
    assert codes(draft) == [("table-points", 3)]
    assert [(item.points, item.gate) for item in draft.items] == [(10, False), (0, False), (0, True), (0, True)]


def test_numbers_that_say_where_an_item_belongs_are_its_code():
    rows = [
        HEAD,
        ["1.2", "章", "", "要求一", "1", ""],
        ["1-3-1★", "章", "", "要求二", "★", ""],
        ["3", "章", "", "要求三", "1", ""],
    ]
    assert [(item.code, item.made) for item in read_table(rows).items] == [
        ("1.2", False), ("1-3-1", False), ("R4", True)
    ]  # fmt: skip
