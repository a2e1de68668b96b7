"""What people send as a spreadsheet: read with its merged cells, or refused before it can burst."""

import io
import struct
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
import xlsxwriter

from registry.errors import Invalid, TooLarge
from registry.spreadsheets import reading
from registry.spreadsheets.reading import LISTS, TABLES, read_sheets
from tests.factories.workbooks import xlsx


@pytest.mark.parametrize(
    ("part", "content"), [("a.txt", b"hello"), ("xl/workbook.xml", b"hello"), ("xl/workbook.xml", b"\xff\xfeh\0")]
)
def test_an_archive_that_is_no_workbook(part, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, content)
    with pytest.raises(Invalid) as caught:
        read_sheets(out.getvalue())
    assert caught.value.code == "sheet-xlsx"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(30 * 1024 * 1024))
    return out.getvalue()


def test_a_bomb_is_not_opened(monkeypatch):
    monkeypatch.setattr(reading, "load_workbook", None)
    with pytest.raises(TooLarge):
        read_sheets(bomb())


def with_cell(cell: str) -> bytes:
    """A small workbook with one more row."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([["mall"], ["a"]]))) as source, zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(
                name, source.read(name).replace(b"</sheetData>", f"<row>{cell}</row></sheetData>".encode())
            )
    return out.getvalue()


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c s='1' r = 'A1048576' ><v>1</v></c>",
        '<x:c r="zz3"><v>1</v></x:c>',
        '<c r="A1048576"></c>',
        '<c t="x>/>" r="XFD1"><v>1</v></c>',
        '</row><row r="1048576"><c><v>1</v></c>',
        "</row><文:row spans='>/>' r='0000000001048576'><c><v>1</v></c>",
        '<c r="A0000000000001048576"><v>1</v></c>',
        "<c><v>1</v></c>" * (TABLES.columns + 1),
        "</row><row>" * (TABLES.rows + 1),
    ],
    ids=lambda cell: cell[:40],
)
def test_a_cell_far_away_is_not_reached_for(monkeypatch, cell):
    monkeypatch.setattr(reading, "load_workbook", None)
    with pytest.raises(TooLarge):
        read_sheets(with_cell(cell))


@pytest.mark.parametrize("part", ["xl/workbook.bin", "content.xml"])
def test_other_formats_are_not_opened(monkeypatch, part):
    monkeypatch.setattr(reading, "load_workbook", None)
    out = io.BytesIO(xlsx([["mall"]]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(part, "x")
    with pytest.raises(Invalid):
        read_sheets(out.getvalue())


def test_a_bomb_that_lies_about_its_size_is_not_opened(monkeypatch):
    monkeypatch.setattr(reading, "load_workbook", None)
    content = bytearray(bomb())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 1000)
    with pytest.raises(Invalid) as caught:
        read_sheets(bytes(content))
    assert caught.value.code == "sheet-xlsx"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (True, "1"),
        (False, "0"),
        (2021.0, "2021"),
        (0.5, "0.5"),
        (datetime(2026, 3, 2), "2026-03-02"),  # noqa: DTZ001 - spreadsheets know no zones
        (datetime(2026, 3, 2, 8), "2026-03-02T08:00:00"),  # noqa: DTZ001 - as above
        (date(2026, 3, 2), "2026-03-02"),
        ("", ""),
    ],
)
def test_a_cell_is_what_a_person_would_type(cell, text):
    assert reading._text(cell) == text


def workbook(write) -> bytes:
    """A workbook as a real program writes it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        write(book)
    return out.getvalue()


def test_sheets_come_in_order_with_their_merged_cells_and_without_hidden_ones():
    def write(book):
        cover, table, hidden = (book.add_worksheet(name) for name in ("封面", "评价表", "数据"))
        hidden.hide()
        cover.write(0, 0, "绿色商场")
        table.merge_range(1, 0, 3, 0, "基本要求")
        table.write_row(1, 1, ["守法", 5])
        table.write_formula(3, 2, "=1+1", None, 2)
        table.merge_range(9, 9, 900, 50, "")

    cover, table = read_sheets(workbook(write))
    assert (cover.name, cover.rows, cover.merged) == ("封面", [["绿色商场"]], ())
    assert table.name == "评价表"
    assert table.rows[1][:3] == ["基本要求", "守法", "5"]
    assert table.rows[3][2] == "2"
    assert table.merged[0] == (1, 0, 3, 0)
    bottom, right = len(table.rows) - 1, len(table.rows[0]) - 1
    assert all(area[2] <= bottom and area[3] <= right for area in table.merged)


def test_merged_cells_beyond_everything_are_cut():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([["a", "b"]]))) as source, zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            merge = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="C1:D9"/></mergeCells>'
            archive.writestr(name, source.read(name).replace(b"</sheetData>", merge))
    (sheet,) = read_sheets(out.getvalue())
    assert (sheet.rows, sheet.merged) == ([["a", "b"]], ((0, 0, 0, 1),))


def test_cells_merged_over_one_another_are_not_filled(monkeypatch):
    def write(book):
        sheet = book.add_worksheet()
        for column in range(4):
            sheet.write_column(0, column, ["a"] * 4)
        sheet.merge_range(0, 0, 3, 3, "a")

    with pytest.raises(TooLarge):
        read_sheets(workbook(write), replace(TABLES, rows=3, columns=4))


def test_one_text_in_very_many_cells_is_not_unfolded(monkeypatch):
    monkeypatch.setattr(reading, "load_workbook", None)

    def write(book):
        sheet = book.add_worksheet()
        for row in range(200):
            sheet.write_row(row, 0, ["长" * 9000] * 50)

    with pytest.raises(TooLarge):
        read_sheets(workbook(write))


@pytest.mark.parametrize(("content", "code"), [(reading.OLD_OFFICE + b"...", "sheet-old-format")])
def test_old_workbooks_are_told_apart(content, code):
    with pytest.raises(Invalid) as caught:
        read_sheets(content)
    assert caught.value.code == code


def test_what_is_compressed_in_another_way_is_no_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    content = bytearray(out.getvalue())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = content.index(mark) + (8 if mark.endswith(b"\x04") else 10)
        content[place : place + 2] = struct.pack("<H", 99)
    with pytest.raises(Invalid, match="sheet-xlsx"):
        read_sheets(bytes(content))


def test_csv_is_one_table_of_lines():
    (sheet,) = read_sheets("序号,三级指标\n1,守法\n".encode("gb18030"))
    assert sheet == reading.Sheet("", [["序号", "三级指标"], ["1", "守法"]])
    assert read_sheets(b"a,b,c\n", replace(TABLES, columns=2))[0].rows == [["a", "b"]]
    with pytest.raises(TooLarge):
        read_sheets(b"a\nb\nc\nd\n", replace(LISTS, rows=2))


def hiding(rows, name="表&一"):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("前").write(0, 0, "x")
        sheet = book.add_worksheet(name)
        for row in range(5):
            sheet.write(row, 0, f"row {row + 1}")
            if row + 1 in rows:
                sheet.set_row(row, None, None, {"hidden": True})
    return out.getvalue()


def changed(content, name, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as archive:
        for part in source.namelist():
            text = source.read(part)
            assert part != name or old in text
            archive.writestr(part, text.replace(old, new) if part == name else text)
    return out.getvalue()


RELS = "xl/_rels/workbook.xml.rels"


def test_hidden_rows_are_told():
    assert [sheet.hidden for sheet in read_sheets(hiding({2, 4}))] == [frozenset(), {2, 4}]
    assert read_sheets(hiding({2, 4}))[1].rows[1] == ["row 2"]
    absolute = changed(hiding({3}), RELS, b'"worksheets/', b'"/xl/worksheets/')
    assert read_sheets(absolute)[1].hidden == {3}
    nowhere = changed(hiding({3}), "xl/workbook.xml", b'r:id="rId2"', b'r:id="rId2" ')
    assert read_sheets(nowhere)[1].hidden == {3}
    odd = changed(hiding({3}), "xl/worksheets/sheet2.xml", b'<row r="3"', b'<row r="3x"')
    assert all(not sheet.hidden for sheet in _readable(odd))


def _readable(content):
    try:
        return read_sheets(content)
    except Invalid:
        return []


@pytest.mark.timeout(20)
def test_a_tag_that_never_ends_costs_no_time():
    endless = b"<row " + b'hidden="0" ' * 100_000
    bad = changed(hiding(set()), "xl/worksheets/sheet2.xml", b"<sheetData>", b"<sheetData>" + endless * 3)
    assert all(not sheet.hidden for sheet in _readable(bad))
