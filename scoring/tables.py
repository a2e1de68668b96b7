"""A bureau's official table, read row by row into a draft: what each row is, what it says, what was not understood.

Pure: opening files is done at the edge. A draft judges nobody; cells and headings are `table_cells.py`'s, completing a
draft `drafting.py`'s, writing tables `sheets.py`'s.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from scoring.faults import Fault
from scoring.sheets import COLUMNS
from scoring.table_cells import SCORING, Merged, heading, texts
from scoring.values import amount

Kind = Literal["before", "heading", "chapter", "item", "sum", "note", "signature", "unread"]

_MARKS = re.compile(r"[★☆*＊]")
_GATE = re.compile(r"[★☆]|否决|必备|必须项")
_CODE = re.compile(r"^\s*([A-Za-z]\d+(?:[-.]\d+)*)\s*[.、:：]?\s*(.*)$", re.DOTALL)
_NUMBERED = re.compile(r"^\d+(?:[.-]\d+)+$")
"""Numbers that say where an item belongs, as `2.1.3`: a bureau's own codes. Plain ones only count the rows."""
_SUM = re.compile(r"^\s*(合\s*计|总\s*计|小\s*计|总\s*分)|(合计|总计|小计)\s*[:：]?\s*$")
_SUBTOTAL = re.compile(r"小\s*计")
_SIGNED = re.compile(r"签\s*(字|名|章)|盖\s*章|年\s*月\s*日|^\s*日\s*期\s*[:：]")
_NOTE = re.compile(r"^\s*(注\s*[:：\d]|说明|备注|附注|填表|[※*★]\s*(为|表示|号|项))")
_CHAPTER = re.compile(
    r"^\s*(第\s*[一二三四五六七八九十\d]+\s*[章部]|[（(]?[一二三四五六七八九十]+\s*[、.．)）]|[A-Z\d]\s*[、.．])"
    r"|[（(]\s*\d+(\.\d+)?\s*分\s*[）)]\s*$"
)
_WORTH = re.compile(r"[（(]\s*(?:共|满分)?\s*(\d+(?:\.\d+)?)\s*分?\s*[）)]\s*$")
_POINTS = re.compile(r"^(?:满分|最高|最多|不超过|≤|共|0\s*[-~—–至到]\s*)?\s*\(?\s*(\d+(?:\.\d{1,6})?)\s*分?\s*\)?$")
_EXTRA = re.compile(r"^(?:加|\+)\s*(\d+(?:\.\d{1,6})?)\s*分?$")
_SHORT = re.compile(r"[。；;，,：:（(\n]")
_TITLE = 30


class Reading(NamedTuple):
    """What one row was taken for. `code` is the item's, of a chapter its title."""

    row: int
    kind: Kind
    code: str = ""


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One row as it was understood. Only its Chinese is known; how it earns points is for a person to say.

    `made`: its code does not stand in the table, so that another table of the bureau may give it to another row.
    """

    row: int
    code: str
    chapter: str
    group: str
    requirement: str
    points: Decimal
    gate: bool
    starred: bool
    evidence: tuple[str, ...]
    bonus: bool = False
    made: bool = False


@dataclass(slots=True)
class Draft:
    """A table as far as it was understood: every row's reading, the items, the total it states, and what is left open."""

    items: list[DraftItem] = field(default_factory=list)
    stated_total: Decimal | None = None
    faults: list[Fault] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    @property
    def chapters(self) -> dict[str, list[DraftItem]]:
        """Items by the title of their chapter, both in the order of the table."""
        found: dict[str, list[DraftItem]] = {}
        for item in self.items:
            found.setdefault(item.chapter, []).append(item)
        return found

    @property
    def total(self) -> Decimal:
        """What the items add up to, without any bonus."""
        return _worth(self.items)

    def to_table(self) -> dict[str, Any]:
        """The draft as an edition's `chapters` and `total` in data, to be completed: texts in English are still empty."""
        return {
            "total": {"points": self.total, "status": "local", "note": _text("由表格导入，待核对。")},
            "chapters": [
                {
                    "code": f"C{place}",
                    "title": _text(title),
                    "points": _worth(items),
                    "criteria": [_criterion(item, items) for item in items],
                }
                for place, (title, items) in enumerate(self.chapters.items(), start=1)
            ],
        }


def _worth(items: Sequence[DraftItem]) -> Decimal:
    return sum((item.points for item in items if not item.bonus), Decimal(0))


def _sums(items: Sequence[DraftItem]) -> set[Decimal]:
    """What a table may state as their sum: some count what is a bonus in."""
    return {_worth(items), sum((item.points for item in items), Decimal(0))}


def _text(zh: str) -> dict[str, str]:
    return {"zh": zh, "en": ""}


def _criterion(item: DraftItem, chapter: Sequence[DraftItem]) -> dict[str, Any]:
    """A row as data: a gate is a yes or no; anything else is judged until somebody chooses a way of scoring."""
    alone = sum(other.group == item.group for other in chapter) == 1
    title = item.group if item.group and alone else _SHORT.split(item.requirement)[0][:_TITLE] or item.code
    data = {
        "code": item.code,
        "title": _text(title),
        "requirement": _text(item.requirement),
        "measure": {"kind": "yes_no" if item.gate else "judged", "points": item.points},
        "gate": item.gate,
        "evidence": [_text(kind) for kind in item.evidence],
        "status": "local",
    }
    return data | ({"bonus": True} if item.bonus else {})


def read_table(
    rows: Sequence[Sequence[Any]],
    merged: Sequence[Merged] = (),
    hidden: Collection[int] = (),
) -> Draft:
    """A draft of the rows of a table. `merged` holds merged cells as (first row, first column, last row, last column),
    `hidden` the numbers of rows that whoever looks at the file does not see.

    Rows are counted from 1 in faults, as a spreadsheet shows them. Nothing is dropped silently: each row that is neither
    heading, chapter, item, sum, note nor place for a signature is named.
    """
    cells = texts(rows, merged)
    draft = Draft()
    first, start, columns = heading(cells)
    if not columns:
        words = f"表头须有：{'、'.join(COLUMNS)}。", f"The heading needs: {', '.join(COLUMNS)}."
        draft.faults.append(_fault("table-heading", 1, "没有找到表头。", "There is no heading row.", *words))
        return draft
    _count_once(cells, merged, columns["分值"])
    draft.readings += [Reading(number + 1, "before") for number in range(first) if any(cells[number])]
    draft.readings += [Reading(number + 1, "heading") for number in range(first, start)]
    reader = _Reader(columns, draft)
    for number, row in enumerate(cells[start:], start=start + 1):
        if any(row):
            reader.read(number, row)
    reader.finish()
    draft.faults += [_unseen(item.row) for item in draft.items if item.row in hidden]
    return draft


def _unseen(number: int) -> Fault:
    return _fault(
        "table-hidden",
        number,
        "这一行在文件中是隐藏的，仍已导入。",
        "The row is hidden in the file; it was read all the same.",
        "取消隐藏后核对；不需要的，删除该条款。",
        "Show it in the file and look; remove the criterion if it is not meant.",
    )


def _count_once(cells: list[list[str]], merged: Sequence[Merged], column: int) -> None:
    """Points in a cell that is merged over several rows stay in the first: repeated, they would count several times."""
    for top, left, bottom, right in merged:
        if left == right == column and top < len(cells) and _points(cells[top][column])[0] is not None:
            for row in cells[top + 1 : bottom + 1]:
                row[column] = ""


@dataclass(slots=True)
class _Reader:
    """Goes down the rows and remembers the chapter and group that stand above."""

    columns: Mapping[str, int]
    draft: Draft
    banner: str = ""
    chapter: str = ""
    group: str = ""
    stated: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    over: bool = False
    """Whether the row of the total was read, below which people sign."""

    def read(self, number: int, row: Sequence[str]) -> None:
        """Take one row for what it is."""
        said = {name: row[place] if place < len(row) else "" for name, place in self.columns.items()}
        texts = [said.get(name, "") for name in ("序号", "一级指标", "二级指标", "三级指标")]
        filled = [place for place, text in enumerate(row) if text]
        only = row[filled[0]] if len({row[place] for place in filled}) == 1 else ""
        kind: Kind
        if any(_SUM.search(text) for text in texts):
            kind = self._sum(number, said, texts)
        elif only and _NOTE.match(only):
            kind = "note"
        elif only and (len(filled) > 1 or filled[0] < self.columns["三级指标"]) and self._banner(number, only, said):
            return
        else:
            kind = self._line(number, row, said)
        if kind != "item":
            self.draft.readings.append(Reading(number, kind))

    def _sum(self, number: int, said: Mapping[str, str], texts: Sequence[str]) -> Kind:
        points, _ = _points(said["分值"])
        self.over = not any(_SUBTOTAL.search(text) for text in texts)
        if points is None:
            return "sum"
        if not self.over:
            here = self.banner or self.chapter
            items = [item for item in self.draft.items if item.chapter == here]
            if points not in _sums(items):
                self._complain_sum("table-subtotal", number, _worth(items), points)
        else:
            self.draft.stated_total = points
        return "sum"

    def _banner(self, number: int, text: str, said: Mapping[str, str]) -> bool:
        """Whether the row names the chapter of the rows below; if so, it is taken for that."""
        if text == said.get("一级指标") == self.chapter:
            return True  # the last rows of a tall merged cell say nothing of their own
        if not _CHAPTER.search(text):
            return False
        self.banner, self.chapter, self.group = self._titled(number, text), "", ""
        self.draft.readings.append(Reading(number, "chapter", self.banner))
        return True

    def _titled(self, number: int, text: str) -> str:
        """A chapter's title without marks and a trailing `（20分）`, which is remembered."""
        plain = _MARKS.sub("", text).strip()
        title = _WORTH.sub("", plain).strip()
        if (worth := _WORTH.search(plain)) and title not in self.stated:
            self.stated[title] = (number, Decimal(worth[1]))
        return title

    def _line(self, number: int, row: Sequence[str], said: Mapping[str, str]) -> Kind:
        signed = self.over and any(_SIGNED.search(text) for text in row)
        if signed and (not said["三级指标"] or _points(said["分值"])[0] is None):
            return "signature"
        if said.get("一级指标") and (title := self._titled(number, said["一级指标"])) != self.chapter:
            self.chapter, self.group = title, ""
        if said.get("二级指标"):
            self.group = _WORTH.sub("", _MARKS.sub("", said["二级指标"])).strip()
        if not said["三级指标"]:
            self._complain(
                "table-row",
                number,
                ("这一行没有三级指标，未导入。", "The row has no third-level indicator and was left out."),
                ("补上内容，或删除该行。", "Fill it in, or remove the row."),
            )
            return "unread"
        item = self._item(number, said)
        self.draft.items.append(item)
        self.draft.readings.append(Reading(number, "item", item.code))
        return "item"

    def _item(self, number: int, said: Mapping[str, str]) -> DraftItem:
        marked = said.get("序号", "") + said["三级指标"] + said["分值"]
        gate = bool(_GATE.search(said.get("序号", "") + said["分值"])) or "★" in marked or "☆" in marked
        stated = _MARKS.sub("", said["分值"]).strip()
        points, extra = _points(stated)
        if not stated and not gate:
            self._complain(
                "table-points",
                number,
                ("没有分值。", "It has no points."),
                (
                    "填写分值。合并单元格的分值只计入首行；如果是公式，先用表格软件打开并保存一次。",
                    "Enter them. Of a merged cell they count in its first row; if a formula stands there, open the file once in a spreadsheet program and save it.",
                ),
            )
        elif points is None and not gate:
            self._complain(
                "table-points",
                number,
                (f"分值“{stated}”不是一个数。", f"The points “{stated}” are no number."),
                ("写一个数；逐项给分的请分行。", "Write one number; give each part a row of its own."),
            )
        if gate and points:
            self._complain(
                "table-gate-points",
                number,
                ("★ 否决项带有分值，按不计分导入。", "A ★ gate has points; it was read without."),
                ("需计分的内容另立一行。", "Put what earns points into a row of its own."),
            )
        starred = "*" in marked or "＊" in marked
        if starred:
            self._complain(
                "table-star",
                number,
                ("这一行标有 *，其含义未识别。", "The row is marked *; what that means was not understood."),
                (
                    "按表中对 * 的说明，在该条款的页面上补充，例如可申报不适用的情形。",
                    "See what the table says of *, and set it on the criterion's page, such as when it does not apply.",
                ),
            )
        chapter = self.banner or self.chapter
        if not chapter:
            self._complain(
                "table-chapter",
                number,
                ("看不出属于哪个一级指标。", "It belongs to no first-level indicator."),
                ("补上一级指标，或合并单元格。", "Fill in the first-level indicator, or merge its cells."),
            )
        code, requirement = _coded(number, said)
        if said.get(SCORING):
            requirement = f"{requirement} 评分标准：{said[SCORING]}"
        evidence = re.split(r"[、；;\n]+", said.get("评价依据", ""))
        own = self._own_code(number, code)
        return DraftItem(
            row=number,
            code=own,
            chapter=chapter,
            group=self.group or (self.chapter if self.banner else ""),
            requirement=requirement,
            points=Decimal(0) if gate else points or Decimal(0),
            gate=gate,
            starred=starred,
            evidence=tuple(part.strip() for part in evidence if part.strip()),
            bonus=not gate and (extra or "加分" in chapter),
            made=own != code or code == f"R{number}",
        )

    def _own_code(self, number: int, code: str) -> str:
        """The code, or one made of it where another row has it already."""
        own, count = code, 1
        while own in self.codes:
            own, count = f"{code}-{count + 1}", count + 1
        if own != code:
            self._complain(
                "table-code-twice",
                number,
                (f"编号“{code}”重复，暂记为“{own}”。", f"The code “{code}” is used twice; this row is called “{own}”."),
                ("改为各不相同的编号。", "Give each row a code of its own."),
            )
        self.codes.add(own)
        return own

    def finish(self) -> None:
        """Compare what the table states of its chapters and as its total with what the rows add up to."""
        for title, items in self.draft.chapters.items():
            number, stated = self.stated.get(title, (0, None))
            if stated is not None and stated not in _sums(items):
                self._complain_sum("table-chapter-points", number, _worth(items), stated)
        if self.draft.stated_total is not None and self.draft.stated_total not in _sums(self.draft.items):
            self._complain_sum("table-total", 0, self.draft.total, self.draft.stated_total)

    def _complain_sum(self, code: str, number: int, found: Decimal, stated: Decimal) -> None:
        zh = f"各行合计 {amount(found)} 分，与表中所写 {amount(stated)} 分不符。"
        en = f"The rows add up to {amount(found)}, not to the stated {amount(stated)}."
        self._complain(code, number, (zh, en), ("核对未能识别的行。", "Look at the rows that were not understood."))

    def _complain(self, code: str, number: int, message: tuple[str, str], hint: tuple[str, str]) -> None:
        self.draft.faults.append(_fault(code, number, *message, *hint))


def _coded(number: int, said: Mapping[str, str]) -> tuple[str, str]:
    """The row's code and requirement: a code before the requirement, else in the first column, else made of the row."""
    text = _MARKS.sub("", said["三级指标"]).strip()
    own = _CODE.match(text)
    if own and own[2]:
        return own[1], own[2].strip()
    stated = _MARKS.sub("", said.get("序号", "")).strip()
    if _NUMBERED.match(stated):
        return stated, text
    serial = _CODE.match(stated)
    return (serial[1] if serial else f"R{number}"), text


def _points(text: str) -> tuple[Decimal | None, bool]:
    """The points of a cell and whether they only add; None for what is no number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _POINTS.match(plain) or _EXTRA.match(plain)
    return (Decimal(found[1]) if found else None), bool(found and found.re is _EXTRA)


def _fault(code: str, row: int, zh: str, en: str, hint_zh: str, hint_en: str) -> Fault:  # noqa: PLR0917 - a sentence and its remedy, each in two languages
    return Fault(code, {"zh": zh, "en": en}, {"zh": hint_zh, "en": hint_en}, f"row {row}" if row else "", line=row)
