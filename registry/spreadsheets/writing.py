"""Writes XLSX workbooks row by row into a file, ready to be printed on A4. What stands in the cells is the caller's.

Text is never taken for a formula, a number or a link, so nothing that somebody typed can run in a bureau's office.
Everything here blocks: call it outside an event loop.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NamedTuple, Self

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

from registry.errors import TooLarge

Cell = str | int | Decimal | date | None

MOST_ROWS = 1_048_576
"""What a sheet holds; Excel cuts off the rest without a word."""
MOST_CHARACTERS = 32_767
"""What a cell holds."""
A4 = 9
MARGINS_INCHES = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.7}
SAFE = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
GRID = {"valign": "vcenter", "text_wrap": True, "border": 1}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "above": {"font_size": 10, "valign": "vcenter", "text_wrap": True},
    "heading": GRID | {"bold": True, "align": "center", "bg_color": "#E3EFE8"},
    "cell": GRID,
    "centred": GRID | {"align": "center"},
    "total": GRID | {"bold": True},
    "below": {"font_size": 11, "valign": "bottom"},
}


class Column(NamedTuple):
    """A column: its heading, its width in characters, and whether its cells stand in the middle."""

    heading: str
    width: float
    centred: bool = False


class Merged(NamedTuple):
    """One cell over several, both ends included; rows are counted from the first row below the heading, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How one sheet looks: title and lines above, the heading repeated on each printed page, lines below (signatures)."""

    name: str
    columns: tuple[Column, ...]
    title: str = ""
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A small sheet that is known as a whole: its rows, the last a total if `total`, and which cells are merged."""

    layout: Layout
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[Merged] = ()
    total: bool = False


class Workbook:
    """`with Workbook(file) as book:` then `book.list(layout)` or `book.form(form)`; leaving the block writes the file.

    Rows leave memory as they come. `whole` keeps them until the end, which merging cells over rows needs.
    """

    def __init__(self, file: Path | IO[bytes], *, whole: bool = False) -> None:
        self._book = xlsxwriter.Workbook(file, SAFE | {"constant_memory": not whole})
        self._whole = whole
        self._looks = {name: self._book.add_format(look) for name, look in LOOKS.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write the file; once."""
        self._book.close()

    def list(self, layout: Layout) -> "ListSheet":
        """Begin a sheet whose rows come bit by bit. On a workbook that is not `whole`, end it before the next one."""
        return ListSheet(self._book.add_worksheet(layout.name), layout, self._looks)

    def form(self, form: Form) -> None:
        """Write a small sheet at once. Merged cells need a workbook that is `whole`."""
        if form.merged and not self._whole:
            raise ValueError("cells are merged over rows only in a workbook that is whole")
        sheet = self.list(form.layout)
        sheet.add(form.rows, last_is_total=form.total)
        sheet.merge(form.rows, form.merged)
        sheet.end()


class ListSheet:
    """One sheet being written from top to bottom."""

    def __init__(self, sheet: Worksheet, layout: Layout, looks: dict[str, Format]) -> None:
        self._sheet, self._layout, self._looks = sheet, layout, looks
        self._row = 0
        self._set_up_print()
        for place, column in enumerate(layout.columns):
            sheet.set_column(place, place, column.width)
        self._across([layout.title] if layout.title else [], "title", 30)
        self._across(layout.above, "above", None)
        sheet.repeat_rows(self._row)
        sheet.freeze_panes(self._row + 1, 0)
        for place, column in enumerate(layout.columns):
            self._put(place, column.heading, "heading")
        self._row += 1
        self._first = self._row

    def add(self, rows: Iterable[Sequence[Cell]], *, last_is_total: bool = False) -> None:
        """Write rows below those that are there. Raises TooLarge `sheet-full` rather than lose any."""
        rows = [tuple(row) for row in rows]
        if self._row + len(rows) + len(self._layout.below) > MOST_ROWS:
            raise TooLarge(
                "sheet-full",
                "There are more rows than a spreadsheet can hold.",
                hint="Narrow the list, or read it through the API page by page.",
            )
        for number, row in enumerate(rows, start=1):
            total = last_is_total and number == len(rows)
            for place, value in enumerate(row):
                self._put(place, value, self._look(place, total=total))
            self._row += 1

    def merge(self, rows: Sequence[Sequence[Cell]], merged: Sequence[Merged]) -> None:
        """Merge cells of rows that were added; their text is that of the upper left one."""
        for place in merged:
            value = rows[place.top][place.left]
            look = self._looks[self._look(place.left, total=False)]
            self._sheet.merge_range(
                self._first + place.top, place.left, self._first + place.bottom, place.right, _text(value), look
            )

    def end(self) -> None:
        """Write the lines below the table."""
        if self._layout.below:
            self._row += 1
        self._across(self._layout.below, "below", 26)

    def _set_up_print(self) -> None:
        sheet = self._sheet
        sheet.set_paper(A4)
        if self._layout.landscape:
            sheet.set_landscape()
        sheet.set_margins(**MARGINS_INCHES)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")

    def _across(self, lines: Iterable[str], look: str, height: float | None) -> None:
        """Lines over the whole width of the table, each in one cell."""
        for line in lines:
            if height is not None:
                self._sheet.set_row(self._row, height)
            last = len(self._layout.columns) - 1
            if last:
                self._sheet.merge_range(self._row, 0, self._row, last, _text(line), self._looks[look])
            else:
                self._put(0, line, look)
            self._row += 1

    def _look(self, place: int, *, total: bool) -> str:
        if total:
            return "total"
        centred = place < len(self._layout.columns) and self._layout.columns[place].centred
        return "centred" if centred else "cell"

    def _put(self, place: int, value: Cell, look: str) -> None:
        shape = self._looks[look]
        match value:
            case None | "":
                self._sheet.write_blank(self._row, place, None, shape)
            case str():
                self._sheet.write_string(self._row, place, _text(value), shape)
            case date():
                self._sheet.write_string(self._row, place, value.isoformat(), shape)
            case _:
                self._sheet.write_number(self._row, place, value, shape)


def _text(value: Cell) -> str:
    """As much as a cell holds; a program that reads XML refuses characters that are none, so they become �."""
    text = "" if value is None else str(value)
    text = text.encode("utf-8", "replace").decode().replace("\ufffe", "�").replace("\uffff", "�")
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
