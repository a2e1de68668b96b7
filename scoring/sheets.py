"""Official tables as rows of cells: a bureau's table becomes a draft edition, an edition or a scorecard becomes a table.

Pure: opening and writing files is done at the edge. A draft judges nobody; `lints.py` says what it still lacks.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from scoring.editions import Edition
from scoring.faults import Fault
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
TOTAL: dict[Language, str] = {"zh": "合计", "en": "Total"}

_OTHER_NAMES = {
    "评分依据": "评价依据",
    "评分标准": "评价依据",
    "佐证材料": "评价依据",
    "标准分": "分值",
    "满分": "分值",
    "编号": "序号",
    "指标内容": "三级指标",
}
_MARKS = re.compile(r"[★☆*＊]")
_CODE = re.compile(r"^\s*([A-Za-z]\d+(?:[-.]\d+)*)\s*[.、:：]?\s*(.*)$", re.DOTALL)
_SUM = re.compile(r"^\s*(合\s*计|总\s*计|小\s*计|总\s*分|合计得分)")
_SIGNED = re.compile(r"签\s*(字|名|章)|盖\s*章|年\s*月\s*日|^\s*日\s*期\s*[:：]")
_POINTS = re.compile(r"^\s*(\d+(?:\.\d{1,6})?)\s*分?\s*$")


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One row as it was understood. Only its Chinese is known; how it earns points is for a person to say."""

    row: int
    code: str
    chapter: str
    group: str
    requirement: str
    points: Decimal
    gate: bool
    starred: bool
    evidence: tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """A table as far as it could be understood: its items, its chapters in order, the total it states, and what is left open."""

    items: list[DraftItem] = field(default_factory=list)
    stated_total: Decimal | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def chapters(self) -> dict[str, list[DraftItem]]:
        """Items by the title of their chapter, both in the order of the table."""
        found: dict[str, list[DraftItem]] = {}
        for item in self.items:
            found.setdefault(item.chapter, []).append(item)
        return found

    @property
    def total(self) -> Decimal:
        """What the items add up to."""
        return sum((item.points for item in self.items), Decimal(0))

    def to_table(self) -> dict[str, Any]:
        """The draft as an edition's `chapters` and `total` in data, to be completed: texts in English are still empty."""
        return {
            "total": {"points": self.total, "status": "local", "note": _text("由表格导入，待核对。")},
            "chapters": [
                {
                    "code": f"C{place}",
                    "title": _text(title),
                    "points": sum((item.points for item in items), Decimal(0)),
                    "criteria": [_criterion(item) for item in items],
                }
                for place, (title, items) in enumerate(self.chapters.items(), start=1)
            ],
        }


def _text(zh: str) -> dict[str, str]:
    return {"zh": zh, "en": ""}


def _criterion(item: DraftItem) -> dict[str, Any]:
    """A row as data: a gate is a yes or no; anything else is judged until somebody chooses a way of scoring."""
    measure = {"kind": "yes_no" if item.gate else "judged", "points": item.points}
    return {
        "code": item.code,
        "title": _text(item.group or item.requirement[:30]),
        "requirement": _text(item.requirement),
        "measure": measure,
        "gate": item.gate,
        "evidence": [_text(kind) for kind in item.evidence],
        "status": "local",
    }


def read_table(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = ()) -> Draft:
    """A draft of the rows of a table. `merged` holds merged cells as (first row, first column, last row, last column).

    Rows are counted from 1 in faults, as a spreadsheet shows them. Nothing is dropped silently: each row that is neither
    heading, item, sum nor place for a signature is named.
    """
    cells = _filled([[_cell(value) for value in row] for row in rows], merged)
    draft = Draft()
    start, columns = _heading(cells)
    if not columns:
        draft.faults.append(
            _fault(
                "table-heading",
                1,
                "没有找到表头。",
                "There is no heading row.",
                f"表头须有：{'、'.join(COLUMNS)}。",
                f"The heading needs: {', '.join(COLUMNS)}.",
            )
        )
        return draft
    above = {"一级指标": "", "二级指标": ""}
    for number, row in enumerate(cells[start:], start=start + 1):
        said = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
        if any(said.values()):
            _read_row(number, said, above, draft)
    _check(draft)
    return draft


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _filled(cells: list[list[str]], merged: Sequence[tuple[int, int, int, int]]) -> list[list[str]]:
    """Each merged cell's text in all the places that it covers."""
    for top, left, bottom, right in merged:
        text = cells[top][left] if top < len(cells) and left < len(cells[top]) else ""
        for row in cells[top : bottom + 1]:
            row.extend([""] * (right + 1 - len(row)))
            row[left : right + 1] = [text] * (right + 1 - left)
    return cells


def _heading(cells: list[list[str]]) -> tuple[int, dict[str, int]]:
    """Where the first row after the heading is, and the place of each column."""
    for number, row in enumerate(cells):
        names = [_OTHER_NAMES.get(name, name) for name in (re.sub(r"\s+|[（(].*", "", cell) for cell in row)]
        columns = {name: names.index(name) for name in COLUMNS if name in names}
        if {"三级指标", "分值"} <= columns.keys():
            return number + 1, columns
    return 0, {}


def _read_row(number: int, said: Mapping[str, str], above: dict[str, str], draft: Draft) -> None:
    texts = [said.get(name, "") for name in ("序号", "一级指标", "二级指标", "三级指标")]
    if any(_SUM.match(text) for text in texts):
        if (points := _points(said["分值"])) is not None and not any(re.match(r"\s*小\s*计", text) for text in texts):
            draft.stated_total = points
        return
    if said.get("一级指标") and said["一级指标"] != above["一级指标"]:
        above |= {"一级指标": said["一级指标"], "二级指标": ""}
    if said.get("二级指标"):
        above["二级指标"] = said["二级指标"]
    if draft.stated_total is not None and any(_SIGNED.search(text) for text in texts):
        return
    if not said["三级指标"]:
        draft.faults.append(
            _fault(
                "table-row",
                number,
                "这一行没有三级指标，未导入。",
                "The row has no third-level indicator and was left out.",
                "补上内容，或删除该行。",
                "Fill it in, or remove the row.",
            )
        )
        return
    draft.items.append(_item(number, said, above, draft.faults))


def _item(number: int, said: Mapping[str, str], above: Mapping[str, str], faults: list[Fault]) -> DraftItem:
    marked = said.get("序号", "") + said["三级指标"] + said["分值"]
    gate, stated = "★" in marked or "☆" in marked, _MARKS.sub("", said["分值"])
    points = _points(stated)
    if points is None and not gate:
        faults.append(
            _fault(
                "table-points",
                number,
                f"分值“{stated}”不是一个数。",
                f"The points “{stated}” are no number.",
                "写一个数；逐项给分的请分行。",
                "Write one number; give each part a row of its own.",
            )
        )
    if gate and points:
        faults.append(
            _fault(
                "table-gate-points",
                number,
                "★ 否决项带有分值，按不计分导入。",
                "A ★ gate has points; it was read without.",
                "需计分的内容另立一行。",
                "Put what earns points into a row of its own.",
            )
        )
    code, requirement = _coded(number, said)
    return DraftItem(
        row=number,
        code=code,
        chapter=_title(above["一级指标"]),
        group=_title(above["二级指标"]),
        requirement=requirement,
        points=Decimal(0) if gate else points or Decimal(0),
        gate=gate,
        starred="*" in marked or "＊" in marked,
        evidence=tuple(part.strip() for part in re.split(r"[、；;\n]+", said.get("评价依据", "")) if part.strip()),
    )


def _coded(number: int, said: Mapping[str, str]) -> tuple[str, str]:
    """The row's code and requirement: a code before the requirement, else in the first column, else made of the row."""
    text = _MARKS.sub("", said["三级指标"]).strip()
    own = _CODE.match(text)
    if own and own[2]:
        return own[1], own[2].strip()
    serial = _CODE.match(_MARKS.sub("", said.get("序号", "")))
    return (serial[1] if serial else f"R{number}"), text


def _title(text: str) -> str:
    """A chapter's or group's title without marks and a trailing `（20分）`."""
    return re.sub(r"[（(]\s*\d+(\.\d+)?\s*分?\s*[）)]\s*$", "", _MARKS.sub("", text)).strip()


def _points(text: str) -> Decimal | None:
    found = _POINTS.match(text)
    return Decimal(found[1]) if found else None


def _check(draft: Draft) -> None:
    """What the table as a whole leaves open."""
    seen: set[str] = set()
    for item in draft.items:
        if item.code in seen:
            draft.faults.append(
                _fault(
                    "table-code-twice",
                    item.row,
                    f"编号“{item.code}”重复。",
                    f"The code “{item.code}” is used twice.",
                    "改为各不相同的编号。",
                    "Give each row a code of its own.",
                )
            )
        seen.add(item.code)
        if not item.chapter:
            draft.faults.append(
                _fault(
                    "table-chapter",
                    item.row,
                    "看不出属于哪个一级指标。",
                    "It belongs to no first-level indicator.",
                    "补上一级指标，或合并单元格。",
                    "Fill in the first-level indicator, or merge its cells.",
                )
            )
    if draft.stated_total is not None and draft.stated_total != draft.total:
        zh = f"各行合计 {amount(draft.total)} 分，与表中总分 {amount(draft.stated_total)} 分不符。"
        en = f"The rows add up to {amount(draft.total)}, not to the stated total of {amount(draft.stated_total)}."
        draft.faults.append(
            _fault("table-total", 0, zh, en, "核对未能识别的行。", "Look at the rows that were not understood.")
        )


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
            points = mark or amount(criterion.maximum)
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


def _fault(code: str, row: int, zh: str, en: str, hint_zh: str, hint_en: str) -> Fault:  # noqa: PLR0917 - a sentence and its remedy, each in two languages
    return Fault(code, {"zh": zh, "en": en}, {"zh": hint_zh, "en": hint_en}, f"row {row}" if row else "", line=row)
