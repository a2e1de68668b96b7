"""The cells of a bureau's table as texts: merged ones filled, and the heading found. What rows mean is `tables.py`'s."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from scoring.sheets import COLUMNS

Merged = tuple[int, int, int, int]
"""A merged cell: first row, first column, last row, last column, each counted from 0."""

_OTHER_NAMES = {
    "编号": "序号",
    "项目": "一级指标",
    "类别": "一级指标",
    "一级": "一级指标",
    "二级": "二级指标",
    "三级": "三级指标",
    "指标内容": "三级指标",
    "评价内容": "三级指标",
    "评价要求": "三级指标",
    "指标要求": "三级指标",
    "具体要求": "三级指标",
    "标准分": "分值",
    "满分": "分值",
    "分数": "分值",
    "评分依据": "评价依据",
    "佐证材料": "评价依据",
    "证明材料": "评价依据",
    "评分细则": "评分标准",
    "评分办法": "评分标准",
    "计分方法": "评分标准",
}
SCORING = "评分标准"
NEEDED = {"三级指标", "分值"}


def texts(rows: Sequence[Sequence[Any]], merged: Sequence[Merged]) -> list[list[str]]:
    """The cells as texts; a merged cell's in all the places that it covers."""
    cells = [[_cell(value) for value in row] for row in rows]
    for top, left, bottom, right in merged:
        text = cells[top][left] if top < len(cells) and left < len(cells[top]) else ""
        for row in cells[top : bottom + 1]:
            row.extend([""] * (right + 1 - len(row)))
            row[left : right + 1] = [text] * (right + 1 - left)
    return cells


def heading(cells: list[list[str]]) -> tuple[int, int, dict[str, int]]:
    """The first row of the heading, the first row after it, and the place of each column.

    Many tables have a heading of two rows: 评价指标 over 一级指标, 二级指标, 三级指标.
    """
    for number, row in enumerate(cells):
        below = cells[number + 1] if number + 1 < len(cells) else []
        both = [lower or upper for upper, lower in zip(row, [*below, *[""] * len(row)], strict=False)]
        alone = _columns(below).keys() >= NEEDED  # then what stands above it is a title
        for names, height in ((row, 1), *(() if alone else ((both, 2),))):
            columns = _columns(names)
            if columns.keys() >= NEEDED:
                return number, number + height, columns
    return 0, 0, {}


def _columns(row: Sequence[str]) -> dict[str, int]:
    plain = [re.sub(r"\s+|\(.*", "", unicodedata.normalize("NFKC", cell)) for cell in row]
    names = [_OTHER_NAMES.get(name, name) for name in plain]
    return {name: names.index(name) for name in (*COLUMNS, SCORING) if name in names}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return re.sub(r"[\u200b\ufeff]", "", str(value)).replace("\u00a0", " ").strip()
