"""`python -m registry import green-malls|workdays|places FILE`: what others publish, into the registry.

Opening files is `sheets.py`'s; what a row means is `registry/public_register/reading.py`'s.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from registry.accounts.schemas import SYSTEM
from registry.commands.sheets import read_rows
from registry.commands.speaking import language
from registry.db.lifecycle import connected
from registry.jurisdictions.actions import import_places
from registry.public_register.actions import import_green_malls
from registry.public_register.schemas import ImportReport, RowFault
from registry.settings import Settings
from registry.web.i18n import in_locale, say
from registry.workdays.actions import import_year

app = App(name="import", help="Take over lists, CSV or XLSX: all rows or none. / 导入名单（CSV 或 XLSX）。")


@app.command(name="green-malls")
async def green_malls(
    file: Path,
    *,
    source: str = "",
    dry_run: bool = False,
    accept_valid: bool = False,
    as_json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Import a published list of green malls into the public register, marked as another authority's.

    Columns: province, area, mall, year, level (N, P or M, with "(publicity)" for a public notice), and optionally
    enterprise and identifier (GB/T 36904; a wrong one is kept and warned of). Repeating it adds nothing twice.
    Exit 0: everything taken; 1: rows refused.

    Parameters
    ----------
    file
        A CSV (UTF-8 or GB 18030) or XLSX file.
    source
        Where the list was published; shown with each entry. Default: the file's name.
    dry_run
        Say what would happen and write nothing.
    accept_valid
        Take the rows without a fault even if others are refused.
    as_json
        Print the report as JSON.

    """
    rows = await asyncio.to_thread(read_rows, file)
    async with connected(Settings()):
        report = await import_green_malls(
            rows, actor=SYSTEM, source=source or file.name, accept_valid=accept_valid, dry_run=dry_run
        )
    with in_locale(language()):
        sys.stdout.write(_as_json(report) if as_json else _in_words(report))
    return 1 if report.refused else 0


@app.command
async def workdays(file: Path, *, year: int, document: str, source: str = "") -> int:
    """Put a year's official holiday arrangement on file, in place of what was there. / 导入节假日安排。

    Columns: day (2027-01-01), kind (working or off, 班 or 休), name_zh, name_en; only days that differ from plain weeks.

    Parameters
    ----------
    file
        A CSV (UTF-8 or GB 18030) or XLSX file.
    year
        The year it is for.
    document
        Number of the notice that announced it.
    source
        Where it was published. Default: the file's name.

    """
    rows = await asyncio.to_thread(read_rows, file)
    async with connected(Settings()):
        new = await import_year(
            year, [row.cells for row in rows], document_no=document, source=source or file.name, actor=SYSTEM
        )
    with in_locale(language()):
        sys.stdout.write((say("Written.") if new else say("It was on file already.")) + "\n")
    return 0


@app.command
async def places(file: Path) -> int:
    """Write a list of places with their days and successors, all of it or none. / 导入行政区划。

    Columns: code, name_zh, name_en, valid_from, valid_to, replaced_by.

    Parameters
    ----------
    file
        A CSV (UTF-8 or GB 18030) or XLSX file.

    """
    rows = await asyncio.to_thread(read_rows, file)
    async with connected(Settings()):
        done = await import_places([row.cells for row in rows], actor=SYSTEM)
    with in_locale(language()):
        counts = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged, "refused": 0}
        sys.stdout.write(
            say("{added} new, {changed} changed, {unchanged} as before, {refused} refused.", **counts) + "\n"
        )
    return 0


def _as_json(report: ImportReport) -> str:
    document = {
        "written": report.written,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": [_fault(row) for row in report.refused],
        "warned": [_fault(row) for row in report.warned],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _in_words(report: ImportReport) -> str:
    lines = [
        say(
            "Row {row}, column {column}: {fault} {hint}",
            row=str(row.number),
            column=row.column or "-",
            fault=_said(row),
            hint=_hint(row),
        )
        for row in (*report.refused, *report.warned)
    ]
    counts = {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": len(report.refused),
    }
    lines.append(
        say("{added} new, {changed} changed, {unchanged} as before, {refused} refused.", **counts)
        if report.written
        else say(
            "Nothing was written. It would be {added} new, {changed} changed, {unchanged} as before; {refused} refused.",
            **counts,
        )
    )
    return "\n".join(lines) + "\n"


def _fault(row: RowFault) -> dict[str, object]:
    return {"row": row.number, "column": row.column, "code": row.fault.code, "error": _said(row), "hint": _hint(row)}


def _said(row: RowFault) -> str:
    return say(row.fault.message, **row.fault.context)


def _hint(row: RowFault) -> str:
    return say(row.fault.hint, **row.fault.context) if row.fault.hint else ""
