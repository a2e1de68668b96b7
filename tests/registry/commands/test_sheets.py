"""CSV in both encodings, XLSX, and everything that only pretends to be one."""

import io
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from registry.commands import sheets
from registry.commands.sheets import read_rows
from registry.errors import Invalid, TooLarge

HEAD = "province,area,mall,year,level\n"


def written(tmp_path: Path, content: bytes, name: str = "list.csv") -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file


def xlsx(rows: list[list[object]]) -> bytes:
    """The smallest workbook that spreadsheets read; texts inline, numbers as numbers."""
    cells = "".join(
        "<row>"
        + "".join(
            f"<c><v>{cell}</v></c>" if isinstance(cell, int | float) else f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
            for cell in row
        )
        + "</row>"
        for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rels}">'
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_every_encoding(tmp_path, encoding):
    text = HEAD + "上海,浦东新区,䶮广场,2021,P\r\n\r\n ,,\n河南,洛阳,乙,2020,N\n"
    rows = read_rows(written(tmp_path, text.encode(encoding)))
    assert [(row.number, row.cells["mall"]) for row in rows] == [(2, "䶮广场"), (5, "乙")]


def test_a_row_too_short_or_too_long(tmp_path):
    rows = read_rows(written(tmp_path, (HEAD + "上海\n上海,a,b,2021,P,extra\n").encode()))
    assert rows[0].cells == {"province": "上海"}
    assert rows[1].cells["level"] == "P"


def test_xlsx(tmp_path):
    content = xlsx([["Province", "mall", "year"], ["上海", "甲", 2021], ["", "", ""], ["河南", "乙", 2020.5]])
    rows = read_rows(written(tmp_path, content, "list.xlsx"))
    assert [(row.number, dict(row.cells)) for row in rows] == [
        (2, {"province": "上海", "mall": "甲", "year": "2021"}),
        (4, {"province": "河南", "mall": "乙", "year": "2020.5"}),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet-empty"),
        (b"\n,,\n", "sheet-empty"),
        (b"mall,Mall\n", "sheet-column-twice"),
        (b'mall\n"open', "sheet-csv"),
        (b"mall\n\xff\xff\xff", "sheet-encoding"),
        (b"MZ\0\x03\0", "sheet-not-text"),
        (b"PK\x03\x04 not really", "sheet-xlsx"),
    ],
)
def test_what_is_no_list(tmp_path, content, code):
    with pytest.raises(Invalid) as caught:
        read_rows(written(tmp_path, content))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("part", "content"), [("a.txt", b"hello"), ("xl/workbook.xml", b"hello"), ("xl/workbook.xml", b"\xff\xfeh\0")]
)
def test_an_archive_that_is_no_workbook(tmp_path, part, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, content)
    with pytest.raises(Invalid) as caught:
        read_rows(written(tmp_path, out.getvalue()))
    assert caught.value.code == "sheet-xlsx"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Invalid, match=r"none\.csv"):
        read_rows(tmp_path / "none.csv")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(30 * 1024 * 1024))
    return out.getvalue()


def test_a_bomb_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "load_workbook", None)
    with pytest.raises(TooLarge):
        read_rows(written(tmp_path, bomb()))


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
    ],
)
def test_a_cell_far_away_is_not_reached_for(tmp_path, monkeypatch, cell):
    monkeypatch.setattr(sheets, "load_workbook", None)
    with pytest.raises(TooLarge):
        read_rows(written(tmp_path, with_cell(cell)))


@pytest.mark.parametrize("part", ["xl/workbook.bin", "content.xml"])
def test_other_formats_are_not_opened(tmp_path, monkeypatch, part):
    monkeypatch.setattr(sheets, "load_workbook", None)
    out = io.BytesIO(xlsx([["mall"]]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(part, "x")
    with pytest.raises(Invalid):
        read_rows(written(tmp_path, out.getvalue()))


def test_a_bomb_that_lies_about_its_size_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "load_workbook", None)
    content = bytearray(bomb())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 1000)
    with pytest.raises(Invalid) as caught:
        read_rows(written(tmp_path, bytes(content)))
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
    assert sheets._text(cell) == text


def test_a_file_or_a_list_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    with pytest.raises(TooLarge):
        read_rows(written(tmp_path, b"mall\na\nb\nc\n"))
    with pytest.raises(TooLarge):
        read_rows(written(tmp_path, xlsx([["mall"], ["a"], ["b"], ["c"]])))
    monkeypatch.setattr(sheets, "MOST_BYTES", 5)
    with pytest.raises(TooLarge):
        read_rows(written(tmp_path, b"mall\na\nb\n"))
