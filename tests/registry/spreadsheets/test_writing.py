"""Workbooks written row by row: what stands in them is read back, how they print is read from their XML."""

import io
import re
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from registry.errors import TooLarge
from registry.spreadsheets import writing
from registry.spreadsheets.writing import Column, Form, Layout, Merged, Workbook

COLUMNS = (Column("序号", 6, centred=True), Column("指标", 30), Column("得分", 8, centred=True))
LAYOUT = Layout("评分表", COLUMNS, title="绿色商场评分表", above=("申报单位：甲秀购物中心",), below=("签字：",))


def written(path, forms=(), *, whole=True):
    with Workbook(path, whole=whole) as book:
        for form in forms:
            book.form(form)
    return path


def sheet_xml(path):
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def rows_of(path, sheet=0):
    return load_workbook(io.BytesIO(path.read_bytes())).get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def test_what_is_written_is_read_back(tmp_path):
    rows = [["1", "守法", Decimal("2.5")], [2, None, ""], ["", date(2023, 6, 5), 3]]
    path = written(tmp_path / "a.xlsx", [Form(LAYOUT, rows)])
    assert rows_of(path) == [
        ["绿色商场评分表", "", ""],
        ["申报单位：甲秀购物中心", "", ""],
        ["序号", "指标", "得分"],
        ["1", "守法", 2.5],
        [2, "", ""],
        ["", "2023-06-05", 3],
        ["", "", ""],
        ["签字：", "", ""],
    ]


def test_nothing_that_is_typed_becomes_a_formula_a_number_or_a_link(tmp_path):
    typed = ["=1+1", '=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "007", "https://example.org", "{=1}", "\t=1"]
    path = written(tmp_path / "a.xlsx", [Form(LAYOUT, [["", text, ""] for text in typed])])
    assert [row[1] for row in rows_of(path)[3:12]] == typed
    assert "<f>" not in sheet_xml(path)
    assert "hyperlink" not in sheet_xml(path)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "rels" in name and "sheet" in name]


def test_cells_that_belong_together_are_merged(tmp_path):
    rows = [["1", "基本要求", 1], ["2", "", 2], ["合计", "", 3]]
    merged = [Merged(0, 1, 1, 1), Merged(2, 0, 2, 1)]
    path = written(tmp_path / "a.xlsx", [Form(LAYOUT, rows, merged, total=True)])
    sheet = load_workbook(io.BytesIO(path.read_bytes())).get_sheet_by_index(0)
    assert {((3, 1), (4, 1)), ((5, 0), (5, 1)), ((0, 0), (0, 2))} <= set(sheet.merged_cell_ranges)
    assert rows_of(path)[3][1] == "基本要求"


def test_merging_over_rows_needs_them_all(tmp_path):
    with pytest.raises(ValueError, match="whole"), Workbook(tmp_path / "a.xlsx") as book:
        book.form(Form(LAYOUT, [["1", "a", 1]], [Merged(0, 0, 0, 1)]))


def test_it_prints_on_a4_with_its_heading_on_each_page(tmp_path):
    path = written(tmp_path / "a.xlsx", [Form(LAYOUT, [["1", "a", 1]])])
    page = re.search(r"<pageSetup[^>]*>", sheet_xml(path))[0]
    assert 'paperSize="9"' in page
    assert 'orientation="landscape"' in page
    assert 'fitToHeight="0"' in page
    assert re.findall(r'<col min="\d" max="\d" width="([\d.]+)"', sheet_xml(path)) == [
        "6.7109375",
        "30.7109375",
        "8.7109375",
    ]
    with zipfile.ZipFile(path) as archive:
        names = archive.read("xl/workbook.xml").decode()
    assert "_xlnm.Print_Titles" in names
    assert "评分表!$3:$3" in names
    upright = Layout("b", COLUMNS[:1], title="t", landscape=False)
    path = written(tmp_path / "b.xlsx", [Form(upright, [["1"]])])
    assert "landscape" not in sheet_xml(path)
    assert rows_of(path) == [["t"], ["序号"], ["1"]]


def test_long_lists_leave_memory_as_they_come(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.list(LAYOUT)
        tracemalloc.start()
        for part in range(20):
            sheet.add([(str(part), f"甲秀购物中心{number}", number) for number in range(500)])
        grown, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        sheet.end()
        second = book.list(Layout("另一张", COLUMNS))
        second.add([("1", "b", 2)])
        second.end()
    assert grown < 1_000_000
    assert len(rows_of(tmp_path / "a.xlsx")) == 3 + 10_000 + 2
    assert rows_of(tmp_path / "a.xlsx", 1) == [["序号", "指标", "得分"], ["1", "b", 2]]


def test_more_than_fits_is_said_and_not_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "MOST_ROWS", 6)
    with Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.list(LAYOUT)
        sheet.add([("1", "a", 1)] * 2)
        with pytest.raises(TooLarge, match="sheet-full"):
            sheet.add([("1", "a", 1)])


def test_text_that_no_cell_can_hold(tmp_path):
    path = written(tmp_path / "a.xlsx", [Form(LAYOUT, [["长" * 40_000, "a\ufffeb\ud800", "c\x07d"]])])
    first, second, third = rows_of(path)[3]
    assert (len(first), first[-1]) == (32_767, "…")
    assert second == "a�b?"
    assert third in {"c\x07d", "c_x0007_d"}
