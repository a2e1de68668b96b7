"""Opens spreadsheets that people send, CSV or XLSX, as rows of texts with their merged cells. What they mean is the areas'.

A file is checked before it is opened: a few kilobytes of XLSX can unpack to gigabytes. Everything here blocks: call it
outside an event loop. Writing is `writing.py`'s.
"""

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from python_calamine import CalamineError, CalamineSheet, SheetTypeEnum, SheetVisibleEnum, load_workbook

from registry.errors import Invalid, TooLarge

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still read. `text`: bytes that all cells may hold together, counted as if each held the longest text."""

    content: int
    unpacked: int
    rows: int
    columns: int
    text: int


LISTS = Limits(20 * MEGABYTE, 200 * MEGABYTE, rows=100_000, columns=200, text=4096 * MEGABYTE)
"""Registers and lists: long ones, sent by whoever runs the installation."""
TABLES = Limits(5 * MEGABYTE, 50 * MEGABYTE, rows=5_000, columns=60, text=256 * MEGABYTE)
"""Tables that people read, sent through a page."""

MOST_RATIO = 200
"""A sheet of numbers packs to a hundredth; what packs much tighter was made to burst."""
MOST_SHEETS = 60
MOST_DIGITS = 8
"""More letters or digits than this name no place in any sheet."""

CELL = re.compile(rb"""\sr\s*=\s*["'](?P<column>[A-Za-z]*)(?P<row>\d+)["']""")
"""Where a cell says it stands, in a sheet's XML, and where a row does: that has no column, as colours of themes have none."""
CELL_BEGINS = re.compile(rb"<(?:[^\s<>/:]*:)?c[\s/>]")
ROW_BEGINS = re.compile(rb"<(?:[^\s<>/:]*:)?row[\s/>]")
TEXT_BEGINS = re.compile(rb"<(?:[^\s<>/:]*:)?si[\s/>]")
WORKBOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
ATTRIBUTE = re.compile(rb"""\b([A-Za-z:]{1,40})\s*=\s*["']([^"']*)["']""")
LINK = re.compile(rb"<(?:[^\s<>/:]*:)?Relationship\s[^<>]{0,2000}")
LISTED = re.compile(rb"<(?:[^\s<>/:]*:)?sheet\s[^<>]{0,2000}")
HIDDEN = re.compile(rb"""<(?:[^\s<>/:]*:)?row\s[^<>]{0,2000}?\bhidden\s*=\s*["'](?:1|true)["'][^<>]{0,2000}""")
"""Where the workbook lists its sheets, where their parts lie, and rows that are not shown. Tags are bounded, so that
none that never ends is gone through again and again."""
OTHER_FORMATS = {"xl/workbook.bin", "content.xml"}
"""Parts of XLSB and ODS, which the reader would understand too and which nobody has looked into here."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How .xls and .et files begin, and XLSX files with a password."""

ENCODINGS = ("utf-8-sig", "gb18030")
"""UTF-8 first: it is never mistaken for another, while any bytes look like GB 18030."""

Merged = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[0]` is row 1. `merged` holds (first row, first column, last row, last column), from 0.

    `hidden` are the numbers of rows that the program which opens the file does not show, by hand or by a filter.
    """

    name: str
    rows: list[list[str]]
    merged: tuple[Merged, ...] = ()
    hidden: frozenset[int] = frozenset()


def read_sheets(content: bytes, limits: Limits = TABLES) -> list[Sheet]:
    """Every visible sheet of a workbook in its order, or the one table of a CSV file. Blocks.

    Formulas are read as the value that the program which saved them kept. Raises Invalid `sheet-…` for what is
    neither, TooLarge for what is, or would unpack to, more than the limits.
    """
    if len(content) > limits.content:
        raise too_large(limits)
    if content.startswith(OLD_OFFICE):
        raise Invalid(
            "sheet-old-format",
            "This is an old workbook (.xls, .et) or one with a password.",
            hint="Open it and save it as an XLSX workbook without a password.",
        )
    if content.startswith(b"PK\x03\x04"):
        return _xlsx(content, limits)
    return [Sheet("", _csv(content, limits))]


def _csv(content: bytes, limits: Limits) -> list[list[str]]:
    if content.startswith(b"%PDF") or b"\0" in content:
        raise Invalid("sheet-not-text", "This is neither a CSV nor an XLSX file.", hint="Save the list as one of them.")
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(rows) > limits.rows:
                raise too_large(limits)
            rows.append(row[: limits.columns])
    except csv.Error as reason:
        raise Invalid(
            "sheet-csv",
            "Line {line} is not valid CSV: {reason}",
            hint="Probably a quotation mark is not closed.",
            line=reader.line_num,
            reason=str(reason),
        ) from reason
    return rows


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(
        "sheet-encoding",
        "The text is neither UTF-8 nor GB 18030.",
        hint="Save the file as “CSV UTF-8”.",
    )


def _xlsx(content: bytes, limits: Limits) -> list[Sheet]:
    _refuse_bomb(content, limits)
    try:
        workbook = load_workbook(io.BytesIO(content))
        seen = (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
        hidden = _hidden_rows(content, [sheet.name for sheet in workbook.sheets_metadata])
        shown = [sheet.name for sheet in workbook.sheets_metadata if (sheet.typ, sheet.visible) == seen]
        return [
            replace(_sheet(workbook.get_sheet_by_name(name), limits), hidden=hidden.get(name, frozenset()))
            for name in shown[:MOST_SHEETS]
        ]
    except (CalamineError, ValueError) as reason:
        raise _no_workbook() from reason


def _hidden_rows(content: bytes, names: list[str]) -> dict[str, frozenset[int]]:
    """Hidden rows by sheet, which the reader does not tell. Sheets stand in the workbook's own list, in the same order,
    with a key under which another list names the part.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = set(archive.namelist())
        if LINKS not in parts:
            return {}
        links = [dict(ATTRIBUTE.findall(link)) for link in LINK.findall(archive.read(LINKS))]
        targets = {link.get(b"Id"): link.get(b"Target", b"").decode(errors="replace") for link in links}
        keys = [dict(ATTRIBUTE.findall(sheet)).get(b"r:id") for sheet in LISTED.findall(archive.read(WORKBOOK))]
        found = {}
        for name, key in zip(names, keys, strict=False):
            target = targets.get(key, "")
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            if part in parts:
                rows = (dict(ATTRIBUTE.findall(row)) for row in HIDDEN.findall(archive.read(part)))
                found[name] = frozenset(int(row[b"r"]) for row in rows if row.get(b"r", b"").isdigit())
        return found


def _sheet(sheet: CalamineSheet, limits: Limits) -> Sheet:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    found = sheet.merged_cell_ranges or []
    widest = max(map(len, rows), default=0)
    inside = [
        (top, left, min(bottom, len(rows) - 1), min(right, widest - 1))
        for (top, left), (bottom, right) in found
        if top < len(rows) and left < widest
    ]
    if (
        sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in inside)
        > limits.rows * limits.columns
    ):
        raise too_large(limits)  # merged over one another a million times: filling them would take for ever
    return Sheet(sheet.name, rows, tuple(sorted(inside)))


def _refuse_bomb(content: bytes, limits: Limits) -> None:
    """Look at the archive's own list, then at each part, before the reader does: it makes room for every cell up to
    the farthest one, so two cells at opposite corners would cost half a terabyte; and a text that is written once can
    stand in every cell.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if WORKBOOK not in names or names & OTHER_FORMATS:
                raise _no_workbook()
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > min(limits.unpacked, MOST_RATIO * max(len(content), 64 * 1024)):
                raise too_large(limits)
            cells, longest = 0, 0
            for name in names:
                # The list may lie: reading stops where it says, and then the check sum does not fit.
                part = archive.read(name)
                _refuse_far_cells(part, limits)
                cells += len(CELL_BEGINS.findall(part))
                starts = [found.start() for found in TEXT_BEGINS.finditer(part)]
                ends = [*starts[1:], len(part)] if starts else []
                longest = max([longest, *(end - start for start, end in zip(starts, ends, strict=True))])
            if cells * longest > limits.text:
                raise too_large(limits)
    except (zipfile.BadZipFile, RuntimeError, zlib.error) as reason:
        raise _no_workbook() from reason


def _refuse_far_cells(part: bytes, limits: Limits) -> None:
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _no_workbook()  # UTF-16 would hide its cells from us; no program writes sheets in it
    # What does not say where it stands comes after what is before it: then the number of them is what counts.
    rows = ROW_BEGINS.split(part)
    many = len(rows) > limits.rows + 2 or any(len(CELL_BEGINS.findall(row)) > limits.columns for row in rows)
    said = (place for place in CELL.finditer(part) if place["column"] or len(rows) > 1)
    if many or any(_is_far(place, limits) for place in said):
        raise too_large(limits)


def _is_far(place: "re.Match[bytes]", limits: Limits) -> bool:
    column = 0
    for letter in place["column"].upper()[:MOST_DIGITS]:
        column = column * 26 + letter - ord("A") + 1
    row = place["row"].lstrip(b"0")
    return column > limits.columns or len(row) > MOST_DIGITS or int(row or b"0") > limits.rows + 1


def _no_workbook() -> Invalid:
    return Invalid(
        "sheet-xlsx", "This is not a readable XLSX workbook.", hint="Open it once and save it again as XLSX."
    )


def _text(cell: object) -> str:
    """A cell as a person would type it: 2021.0 is 2021."""
    match cell:
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def too_large(limits: Limits) -> TooLarge:
    """The refusal of a file beyond the limits, which it states."""
    return TooLarge(
        "sheet-too-large",
        "The list is too large, or would unpack to something too large.",
        hint="At most {rows} rows and {megabytes} MB: copy the list alone into a new workbook, or split it.",
        rows=limits.rows,
        megabytes=limits.content // MEGABYTE,
    )
