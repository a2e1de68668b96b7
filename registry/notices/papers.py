"""The words of a public notice as a printed document. How it looks is `templates/documents/notice.html`'s."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from certificates.documents import PARAGRAPH, Bureau, Notice, NoticeEntry, NoticeInEnglish, legible
from registry.issuance.schemas import Bureau as IssuingBureau
from registry.notices.rules import rule_parts
from registry.workdays.rules import Unit
from scoring.editions import Edition
from scoring.values import Words

SEAL_LINES = {True: "演示专用章", False: "业务专用章"}
"""Below the star of the seal, by whether it is a demonstration."""
_UNITS = {Unit.WORKING: "个工作日", Unit.CALENDAR: "日"}
_UNITS_EN = {Unit.WORKING: "working days", Unit.CALENDAR: "days"}


@dataclass(frozen=True, slots=True)
class Published:
    """A notice as it was published: `items` are (site, enterprise, division code), `rule` as the table keeps it."""

    title: str
    title_en: str
    document_number: str
    opens_on: date
    closes_on: date
    rule: str
    items: Sequence[tuple[str, str, str]]
    address: str


def paper_of(
    published: Published,
    *,
    bureau: IssuingBureau,
    what: Words,
    editions: Sequence[Edition],
    places: Mapping[str, str],
    on: date,
) -> Notice:
    """The document of a notice; `what` names what is to be recognised (`zh`, `en`), `places` are names by division code."""
    days, unit, first_counts = rule_parts(published.rule)
    grounds = "、".join(dict.fromkeys(map(cited, editions)))
    window = f"{_day(published.opens_on)}至{_day(published.closes_on)}"
    counted = "首日计入" if first_counts else "自次日起算"
    return Notice(
        title=legible(published.title),
        number=legible(published.document_number) if published.document_number else None,
        bureau=Bureau(name=bureau.name_zh, uscc=bureau.uscc, seal_line=SEAL_LINES[bureau.demonstration]),
        dated_on=on,
        demonstration=bureau.demonstration,
        paragraphs=(
            f"依据{legible(grounds, PARAGRAPH // 2)}，经申报、审核和专家评审，现将{what['zh']}拟认定名单（共{len(published.items)}个）予以公示。",
            f"公示期为{window}（不少于{days}{_UNITS[unit]}，{counted}）。",
        ),
        entries=tuple(
            NoticeEntry(name=legible(site), enterprise=legible(enterprise), place=places.get(code, code))
            for site, enterprise, code in published.items
        ),
        closing=(
            f"公示期内对公示内容有异议的，可以实名提出，写明理由和联系方式：{published.address}",
            "本公示不是认定决定，认定结果以登记名册为准。",
        ),
        english=_in_english(published, bureau=bureau, what=what["en"], editions=editions),
    )


def _in_english(
    published: Published, *, bureau: IssuingBureau, what: str, editions: Sequence[Edition]
) -> NoticeInEnglish:
    days, unit, first_counts = rule_parts(published.rule)
    counted = "the first day included" if first_counts else "counted from the day after the first"
    grounds = "; ".join(dict.fromkeys(map(_cited_en, editions)))
    subject = (
        f"Under {legible(grounds, PARAGRAPH // 2)}, and after application, examination and expert review, those"
        f" listed in the Chinese text ({len(published.items)}) are proposed for recognition: {what}."
    )
    window = (
        f"The notice stands from {published.opens_on} to {published.closes_on}"
        f" (not less than {days} {_UNITS_EN[unit]}, {counted})."
    )
    object_here = "Whoever objects may do so within this time, with name, reasons and a way to be reached: "
    return NoticeInEnglish(
        title=legible(published.title_en or f"Public notice of proposed recognitions: {what}"),
        paragraphs=(legible(bureau.name_en), subject, window),
        closing=(
            object_here + published.address,
            "This notice is no decision; what is recognised stands in the register.",
        ),
    )


def cited(edition: Edition) -> str:
    """The document that an edition rests on, as Chinese papers cite it."""
    document = edition.cite(edition.citation)
    number = f"（{document['number']}）" if document["number"] else ""
    return f"《{document['title']['zh']}》{number}"


def _cited_en(edition: Edition) -> str:
    document = edition.cite(edition.citation)
    return f"{document['title']['en']} ({document['number']})" if document["number"] else str(document["title"]["en"])


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
