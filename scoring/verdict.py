"""Why a scorecard passes or not, as sentences: gates first, then each chapter's floor, then the total.

The same sentences serve page, PDF and API. The reasons of single lines are in the lines.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from scoring.grading import Sum
from scoring.lines import Line, Status
from scoring.scorecard import Scorecard
from scoring.values import Words, amount, points_en


class Reason(NamedTuple):
    """One thing that decides: the sentence, whether it is met (None: not known), and the criteria that it concerns.

    A sum concerns the criteria that still have points to give, those with the most first; none once it is reached.
    """

    words: Words
    met: bool | None
    codes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"text": dict(self.words), "met": self.met, "codes": list(self.codes)}


def verdict(card: Scorecard) -> list[Reason]:
    """One reason for each thing that decides, in the order in which an officer checks them."""
    said = [_gate(line) for line in card.lines if line.criterion.gate and line.status is not Status.NOT_APPLICABLE]
    said += [
        _demand(
            part.chapter.title.words(),
            part.counted,
            part.chapter.minimum_share,
            [line for line in card.lines if line.chapter == part.chapter.code and not line.criterion.bonus],
        )
        for part in card.result.chapters
        if part.chapter.minimum_share is not None
    ]
    whole = Sum(card.total, card.maximum, card.total, card.total)
    return [*said, _demand({"zh": "总分", "en": "Total"}, whole, card.edition.pass_mark.share, card.lines)]


def _gate(line: Line) -> Reason:
    title = line.criterion.title
    zh, en = {True: ("达标", "met"), False: ("未达标", "not met"), None: ("尚未填报", "not stated yet")}[line.met]
    words: Words = {
        "zh": f"否决项 {line.criterion.code}“{title.zh}”：{zh}。",
        "en": f"Gate {line.criterion.code} “{title.en}”: {en}.",
    }
    return Reason(words, line.met, (line.criterion.code,))


def _demand(name: Words, part: Sum, share: Decimal, lines: Iterable[Line]) -> Reason:
    """Points against the least that is asked, exactly; the least is shown as it is, however many places it has."""
    if not part.maximum:
        return Reason({"zh": f"{name['zh']}：没有适用的条款。", "en": f"{name['en']}: nothing applies."}, None, ())
    needed, got, most = share * part.maximum, amount(part.points), amount(part.maximum)
    enough = part.points >= needed
    zh, en = (
        ("达到", "reached")
        if enough
        else (f"还差 {amount(needed - part.points)} 分", f"{points_en(needed - part.points)} short")
    )
    percent = amount(share * 100)
    words: Words = {
        "zh": f"{name['zh']}：{got} 分，满分 {most} 分，至少须 {percent} %，即 {amount(needed)} 分：{zh}。",
        "en": f"{name['en']}: {got} of {most}; at least {percent} %, which is {amount(needed)}: {en}.",
    }
    return Reason(words, enough, () if enough else _giving(lines))


def _giving(lines: Iterable[Line]) -> tuple[str, ...]:
    """The lines that still have points to give, those with the most first."""
    left = [(line.maximum - line.points, line.criterion.code) for line in lines if line.points < line.maximum]
    return tuple(code for _, code in sorted(left, key=lambda each: -each[0]))
