"""Official tables as rows of cells: an edition or a scorecard becomes the table that bureaus know.

Pure: writing files is done at the edge. Reading a bureau's own table is `tables.py`'s.
"""

import re
from typing import Literal

from scoring.editions import Edition
from scoring.lines import Line, Status
from scoring.scorecard import Scorecard
from scoring.values import amount, points_en

Language = Literal["zh", "en"]
COLUMNS = ("序号", "一级指标", "二级指标", "三级指标", "分值", "评价依据")
"""The columns of the official table, by which a heading row is known."""
HEADINGS: dict[Language, tuple[str, ...]] = {
    "zh": COLUMNS,
    "en": ("No.", "Chapter", "Item", "Requirement", "Points", "Evidence"),
}
EXTRA: dict[Language, str] = {"zh": "加", "en": "+"}
"""Stands before the points of a bonus: they are in no total."""
TOTAL: dict[Language, str] = {"zh": "合计", "en": "Total"}


def edition_table(edition: Edition, language: Language = "zh") -> list[list[str]]:
    """An edition as the rows of the official table, heading first, total last; chapters are written in their first row."""
    rows = [list(HEADINGS[language])]
    serial = 0
    for chapter in edition.chapters:
        worth = {"zh": f"（{amount(chapter.points)}分）", "en": f" ({points_en(chapter.points)})"}[language]
        title = chapter.title.words()[language] + worth
        for criterion in chapter.criteria:
            serial += 1
            words = [part.words()[language] for part in criterion.evidence]
            mark = "★" if criterion.gate else ""
            requirement = criterion.requirement.words()[language]
            group = re.sub(r"^★\s*", "", criterion.title.words()[language])
            points = mark or (EXTRA[language] if criterion.bonus else "") + amount(criterion.maximum)
            rows.append([str(serial), title, group, f"{mark}{criterion.code} {requirement}", points, "；".join(words)])
            title = ""
    return [*rows, [TOTAL[language], "", "", "", amount(edition.maximum), ""]]


def scorecard_table(card: Scorecard, language: Language = "zh") -> list[list[str]]:
    """A scorecard as the sheet that bureaus print: item, points, obtained, reason; signatures are the page's."""
    heading = {"zh": ["编号", "指标", "分值", "得分", "理由"], "en": ["Code", "Item", "Points", "Obtained", "Reason"]}
    rows = [heading[language]]
    for line in card.lines:
        title, reason = line.criterion.title.words()[language], line.reason[language]
        most = "★" if line.criterion.gate else amount(line.maximum)
        rows.append([line.criterion.code, title, most, _obtained(line), reason])
    return [*rows, [TOTAL[language], "", amount(card.maximum), amount(card.total), ""]]


def _obtained(line: Line) -> str:
    """The points, a tick or cross for a gate, a dash where nothing is stated or nothing applies."""
    if line.criterion.gate:
        return {True: "✓", False: "✗", None: "–"}[line.met]
    return "–" if line.status in {Status.UNKNOWN, Status.NOT_APPLICABLE} else amount(line.points)
