"""The score sheet that bureaus print: an edition's table with columns for points obtained and the reason.

Empty for the reviewer's pen, or filled in from a scorecard as plain data. Tables without them are `sheets.py`'s;
turning cells into a file is the edge's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.editions import Edition
from scoring.sheets import HEADINGS, Language, edition_table

_OBTAINED: dict[Language, str] = {"zh": "得分", "en": "Obtained"}
_REASON: dict[Language, str] = {"zh": "理由", "en": "Reason"}
_NOT_APPLICABLE: dict[Language, str] = {"zh": "不适用", "en": "n/a"}
_NOTHING_YET = {"unknown", "gate_unknown"}
_DASH = "–"

Value = str | Decimal
"""What a cell holds: text, or an exact number."""


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """Headings, and rows of which the last is the total. `merged` is (top, left, bottom, right) in rows, from 0."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]


def score_sheet(edition: Edition, language: Language = "zh", card: Mapping[str, Any] | None = None) -> ScoreSheet:
    """The sheet of an edition, filled in where there is a card (as `Scorecard.to_json` gives it, of this edition).

    Raises KeyError for a card that lacks a criterion of the edition: then it was judged by another.
    """
    table = edition_table(edition, language)[1:]
    lines = {line["code"]: line for line in card["lines"]} if card else {}
    rows = [
        _row(row, *_found(lines[criterion.code], language)) if card else _row(row, "", "")
        for row, criterion in zip(table[:-1], edition.criteria, strict=True)
    ]
    total = _row(table[-1], Decimal(card["total"]), "") if card else _row(table[-1], "", "")
    if card:
        total = (*total[:4], Decimal(card["maximum"]), *total[5:])
    titles = HEADINGS[language]
    return ScoreSheet(
        columns=(*titles[:5], _OBTAINED[language], titles[5], _REASON[language]),
        rows=(*rows, total),
        merged=(*_chapters(edition), (len(rows), 0, len(rows), 3)),
    )


def _row(cells: list[str], obtained: Value, reason: str) -> tuple[Value, ...]:
    serial, chapter, item, requirement, points, evidence = cells
    most = Decimal(points) if points[0].isdigit() else points
    return (serial, chapter, item, requirement, most, obtained, evidence, reason)


def _found(line: Mapping[str, Any], language: Language) -> tuple[Value, str]:
    """The points, a tick or cross for a gate, a dash where nothing is stated, words where nothing applies."""
    status, reason = line["status"], line["reason"][language]
    if status == "not_applicable":
        return _NOT_APPLICABLE[language], reason
    if status in _NOTHING_YET:
        return _DASH, reason
    if line["gate"]:
        return "✓" if status == "gate_passed" else "✗", reason
    return Decimal(line["points"]), reason


def _chapters(edition: Edition) -> list[tuple[int, int, int, int]]:
    """Each chapter's cell over all its rows."""
    merged, top = [], 0
    for chapter in edition.chapters:
        bottom = top + len(chapter.criteria) - 1
        if bottom > top:
            merged.append((top, 1, bottom, 1))
        top = bottom + 1
    return merged
