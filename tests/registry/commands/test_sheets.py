"""Lists by column name, and everything that only pretends to be one. What opening files refuses is tested there."""

from dataclasses import replace
from pathlib import Path

import pytest

from registry.commands import sheets
from registry.commands.sheets import read_rows
from registry.errors import Invalid, TooLarge
from tests.factories.workbooks import xlsx

HEAD = "province,area,mall,year,level\n"


def written(tmp_path: Path, content: bytes, name: str = "list.csv") -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file


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


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Invalid, match=r"none\.csv"):
        read_rows(tmp_path / "none.csv")


def test_a_file_or_a_list_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "LISTS", replace(sheets.LISTS, rows=2))
    with pytest.raises(TooLarge):
        read_rows(written(tmp_path, b"mall\na\nb\nc\n"))
    with pytest.raises(TooLarge):
        read_rows(written(tmp_path, xlsx([["mall"], ["a"], ["b"], ["c"]])))
    monkeypatch.setattr(sheets, "LISTS", replace(sheets.LISTS, content=5))
    with pytest.raises(TooLarge):
        read_rows(written(tmp_path, b"mall\na\nb\n"))


def test_a_workbook_without_sheets_to_see_has_no_heading(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "read_sheets", lambda *_: [])
    with pytest.raises(Invalid, match="sheet-empty"):
        read_rows(written(tmp_path, b"x"))
