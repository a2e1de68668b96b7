"""A bureau's file as a draft: which sheet holds the table, what each of its rows was taken for. Blocks; writes nothing.

Opening files is `registry/spreadsheets/`'s, understanding rows `scoring.tables`'s.
"""

from typing import Any, NamedTuple

from registry.errors import Invalid
from registry.spreadsheets.reading import Sheet, read_sheets
from scoring.tables import Draft, read_table

MOST_SHOWN = 1500
"""Rows of the file that the draft's page repeats."""
LONGEST_CELL = 300


class Understood(NamedTuple):
    """A table as far as it was understood, and what the draft's page tells of it: plain data."""

    draft: Draft
    report: dict[str, Any]

    @property
    def title(self) -> str:
        """What stands above the table; empty if nothing does."""
        above = [row["cells"] for row in self.report["rows"] if row["kind"] == "before"]
        return str(above[0][0]) if above else ""


def understood(content: bytes, *, filename: str, wanted: str = "") -> Understood:
    """Read the sheet called `wanted`, else the first that has a heading.

    Raises as `read_sheets`, and Invalid `table-not-found` if there is no such sheet, no heading or no row.
    """
    sheets = read_sheets(content)
    tables = {
        sheet.name: read_table(sheet.rows, sheet.merged, sheet.hidden) for sheet in sheets if wanted in {"", sheet.name}
    }
    headed = [name for name, draft in tables.items() if draft.items]
    if not headed:
        raise Invalid(
            "table-not-found",
            "No table of criteria was found in this file.",
            hint="It needs a heading row with at least 三级指标 and 分值, and rows below it.",
            field="file",
        )
    sheet = next(sheet for sheet in sheets if sheet.name == headed[0])
    draft = tables[sheet.name]
    others = [each.name for each in sheets if each.name != sheet.name and (wanted or each.name in headed)]
    return Understood(draft, _report(draft, sheet, filename, others))


def _report(draft: Draft, sheet: Sheet, filename: str, others: list[str]) -> dict[str, Any]:
    readings = {reading.row: reading for reading in draft.readings}
    rows = [
        {
            "row": number,
            "kind": readings[number].kind,
            "code": readings[number].code,
            "cells": [text[:LONGEST_CELL] for text in cells if text],
        }
        for number, cells in enumerate(sheet.rows, start=1)
        if number in readings
    ]
    return {
        "file": filename[:200],
        "sheet": sheet.name[:200],
        "other_sheets": others,
        "rows": rows[:MOST_SHOWN],
        "faults": [fault.to_json() for fault in draft.faults],
    }
