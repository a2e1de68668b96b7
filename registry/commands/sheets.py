"""Opens lists that bureaus send, CSV or XLSX, as rows of cells by column name. What the cells mean is the areas'.

A file is checked before it is opened: a few kilobytes of XLSX can unpack to gigabytes.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, load_workbook

from registry.errors import Invalid, TooLarge
from registry.public_register.schemas import ListRow

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
"""A sheet of numbers packs to a hundredth; what packs much tighter was made to burst."""
MOST_ROWS = 100_000
MOST_COLUMNS = 200

CELL = re.compile(rb"""\sr\s*=\s*["'](?P<column>[A-Za-z]{1,8})(?P<row>\d{1,12})["']""")
"""Where a cell says it stands, in a sheet's XML."""
OTHER_FORMATS = {"xl/workbook.bin", "content.xml"}
"""Parts of XLSB and ODS, which the reader would understand too and which nobody has looked into here."""

ENCODINGS = ("utf-8-sig", "gb18030")
"""UTF-8 first: it is never mistaken for another, while any bytes look like GB 18030."""


def read_rows(file: Path) -> list[ListRow]:
    """The rows under the heading, numbered as in the file (the heading is row 1); empty rows are left out.

    Blocks: call it outside an event loop. Raises Invalid `sheet-…` or TooLarge.
    """
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise _too_large()
        content = file.read_bytes()
    except OSError as reason:
        raise Invalid(
            "sheet-unreadable",
            "The file {file} cannot be read: {reason}",
            hint="Check the name and the folder.",
            file=file.name,
            reason=reason.strerror or "",
        ) from reason
    return _named(_xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content))


def _named(lines: Iterable[tuple[int, Sequence[str]]]) -> list[ListRow]:
    rows = iter(lines)
    heading = [cell.strip().casefold() for cell in next(rows, (0, []))[1]]
    if not any(heading):
        raise Invalid("sheet-empty", "The file has no heading.", hint="The first row names the columns.")
    twice = sorted({name for name in heading if name and heading.count(name) > 1})
    if twice:
        raise Invalid(
            "sheet-column-twice",
            "Two columns are called {column}.",
            hint="Give each column one name.",
            column=twice[0],
        )
    found: list[ListRow] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(found) == MOST_ROWS:
            raise _too_large()
        found.append(ListRow(number, {name: cell for name, cell in zip(heading, cells, strict=False) if name}))
    return found


def _csv(content: bytes) -> Iterable[tuple[int, Sequence[str]]]:
    text = _decoded(content)
    if "\0" in text:
        raise Invalid("sheet-not-text", "This is neither a CSV nor an XLSX file.", hint="Save the list as one of them.")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from ((number, row[:MOST_COLUMNS]) for number, row in enumerate(reader, start=1))
    except csv.Error as reason:
        raise Invalid(
            "sheet-csv",
            "Line {line} is not valid CSV: {reason}",
            hint="Probably a quotation mark is not closed.",
            line=reader.line_num,
            reason=str(reason),
        ) from reason


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


def _xlsx(content: bytes) -> Iterable[tuple[int, Sequence[str]]]:
    _refuse_bomb(content)
    try:
        rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as reason:
        raise _no_workbook() from reason
    return [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]


def _refuse_bomb(content: bytes) -> None:
    """Look at the archive's own list, then at each part, before the reader does: it makes room for every cell up to
    the farthest one, so two cells at opposite corners would cost half a terabyte.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names or names & OTHER_FORMATS:
                raise _no_workbook()
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > min(MOST_UNPACKED, MOST_RATIO * max(len(content), 64 * 1024)):
                raise _too_large()
            for name in names:
                # The list may lie: reading stops where it says, and then the check sum does not fit.
                _refuse_far_cells(archive.read(name))
    except (zipfile.BadZipFile, RuntimeError, zlib.error) as reason:
        raise _no_workbook() from reason


def _refuse_far_cells(part: bytes) -> None:
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _no_workbook()  # UTF-16 would hide its cells from us; no program writes sheets in it
    if any(_is_far(cell) for cell in CELL.finditer(part)):
        raise _too_large()


def _is_far(cell: "re.Match[bytes]") -> bool:
    column = 0
    for letter in cell["column"].upper():
        column = column * 26 + letter - ord("A") + 1
    return column > MOST_COLUMNS or int(cell["row"]) > MOST_ROWS + 1


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


def _too_large() -> TooLarge:
    return TooLarge(
        "sheet-too-large",
        "The list is too large, or would unpack to something too large.",
        hint="At most {rows} rows and {megabytes} MB: copy the list alone into a new workbook, or split it.",
        rows=MOST_ROWS,
        megabytes=MOST_BYTES // (1024 * 1024),
    )
