"""Why a scorecard passes or not, as sentences: gates first, then each chapter's floor, then the total.

The same sentences serve page, PDF and API. The reasons of single lines are in the lines.
"""

from decimal import Decimal

from scoring.grading import Sum
from scoring.lines import Line, Status
from scoring.scorecard import Scorecard
from scoring.values import Words, amount, points_en


def verdict(card: Scorecard) -> list[Words]:
    """One sentence for each thing that decides, in the order in which an officer checks them."""
    said = [_gate(line) for line in card.lines if line.criterion.gate and line.status is not Status.NOT_APPLICABLE]
    said += [
        _demand(part.chapter.title.words(), part.counted, part.chapter.minimum_share)
        for part in card.result.chapters
        if part.chapter.minimum_share is not None
    ]
    whole = Sum(card.total, card.maximum, card.total, card.total)
    return [*said, _demand({"zh": "总分", "en": "Total"}, whole, card.edition.pass_mark.share)]


def _gate(line: Line) -> Words:
    title = line.criterion.title
    zh, en = {True: ("达标", "met"), False: ("未达标", "not met"), None: ("尚未填报", "not stated yet")}[line.met]
    return {
        "zh": f"否决项 {line.criterion.code}“{title.zh}”：{zh}。",
        "en": f"Gate {line.criterion.code} “{title.en}”: {en}.",
    }


def _demand(name: Words, part: Sum, share: Decimal) -> Words:
    """Points against the least that is asked, exactly; the least is shown as it is, however many places it has."""
    if not part.maximum:
        return {"zh": f"{name['zh']}：没有适用的条款。", "en": f"{name['en']}: nothing applies."}
    needed, got, most = share * part.maximum, amount(part.points), amount(part.maximum)
    zh, en = (
        ("达到", "reached")
        if part.points >= needed
        else (f"还差 {amount(needed - part.points)} 分", f"{points_en(needed - part.points)} short")
    )
    percent = amount(share * 100)
    return {
        "zh": f"{name['zh']}：{got} 分，满分 {most} 分，至少须 {percent} %，即 {amount(needed)} 分：{zh}。",
        "en": f"{name['en']}: {got} of {most}; at least {percent} %, which is {amount(needed)}: {en}.",
    }
