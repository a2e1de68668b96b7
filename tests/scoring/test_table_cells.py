"""Cells as texts, merged ones filled; where the heading of a table is."""

from decimal import Decimal

import pytest

from scoring.table_cells import heading, texts


def test_cells_are_texts_as_people_see_them():
    assert texts([[None, 5.0, 2.5, Decimal("0.10"), " 甲\u00a0\u200b\ufeff"]], ()) == [["", "5", "2.5", "0.10", "甲"]]


def test_a_merged_cell_says_the_same_wherever_it_reaches():
    rows = [["X1", "甲"], ["", "乙"], ["X2"]]
    assert texts(rows, [(0, 0, 1, 0), (2, 0, 2, 2)]) == [["X1", "甲"], ["X1", "乙"], ["X2", "X2", "X2"]]
    assert texts(rows, [(2, 1, 2, 1), (7, 0, 8, 0)]) == [["X1", "甲"], ["", "乙"], ["X2", ""]]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([["评分表"], ["三级指标", "标准分（满分）"]], (1, 2, {"三级指标": 0, "分值": 1})),
        (
            [["评价指标", "评价指标", "分值"], ["一级指标", "三级指标", ""]],
            (0, 2, {"一级指标": 0, "三级指标": 1, "分值": 2}),
        ),
        ([["三 级\n指标", "分数", "评分细则"]], (0, 1, {"三级指标": 0, "分值": 1, "评分标准": 2})),
        ([["三级指标"], ["X101"]], (0, 0, {})),
        ([], (0, 0, {})),
    ],
)
def test_the_heading_is_found(cells, found):
    assert heading(cells) == found
