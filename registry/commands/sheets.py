"""Lists that bureaus send, as rows of cells by column name. Opening files is `registry/spreadsheets/reading.py`'s."""

from collections.abc import Sequence
from pathlib import Path

from registry.errors import Invalid
from registry.public_register.schemas import ListRow
from registry.spreadsheets.reading import LISTS, read_sheets, too_large


def read_rows(file: Path) -> list[ListRow]:
    """The rows under the heading, numbered as in the file (the heading is row 1); empty rows are left out.

    A workbook's first sheet counts. Blocks: call it outside an event loop. Raises Invalid `sheet-…` or TooLarge.
    """
    try:
        if file.stat().st_size > LISTS.content:
            raise too_large(LISTS)
        content = file.read_bytes()
    except OSError as reason:
        raise Invalid(
            "sheet-unreadable",
            "The file {file} cannot be read: {reason}",
            hint="Check the name and the folder.",
            file=file.name,
            reason=reason.strerror or "",
        ) from reason
    sheets = read_sheets(content, LISTS)
    return _named(sheets[0].rows if sheets else [])


def _named(lines: Sequence[Sequence[str]]) -> list[ListRow]:
    heading = [cell.strip().casefold() for cell in lines[0]] if lines else []
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
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(found) == LISTS.rows:
            raise too_large(LISTS)
        found.append(ListRow(number, {name: cell for name, cell in zip(heading, cells, strict=False) if name}))
    return found
