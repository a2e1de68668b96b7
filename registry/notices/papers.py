"""The words of a public notice as a printed document. How it looks is `templates/documents/notice.html`'s."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from certificates.documents import PARAGRAPH, Bureau, Notice, NoticeEntry, legible
from registry.issuance.schemas import Bureau as IssuingBureau
from registry.notices.rules import rule_parts
from registry.workdays.rules import Unit
from scoring.editions import Edition

SEAL_LINES = {True: "演示专用章", False: "业务专用章"}
"""Below the star of the seal, by whether it is a demonstration."""
_UNITS = {Unit.WORKING: "个工作日", Unit.CALENDAR: "日"}


@dataclass(frozen=True, slots=True)
class Published:
    """A notice as it was published: `items` are (site, enterprise, division code), `rule` as the table keeps it."""

    title: str
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
    what: str,
    editions: Sequence[Edition],
    places: Mapping[str, str],
    on: date,
) -> Notice:
    """The document of a notice; `what` names what is to be recognised, `places` are names by division code."""
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
            f"依据{legible(grounds, PARAGRAPH // 2)}，经申报、审核和专家评审，现将{what}拟认定名单（共{len(published.items)}个）予以公示。",
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
    )


def cited(edition: Edition) -> str:
    """The document that an edition rests on, as Chinese papers cite it."""
    document = edition.cite(edition.citation)
    number = f"（{document['number']}）" if document["number"] else ""
    return f"《{document['title']['zh']}》{number}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
