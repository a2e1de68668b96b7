"""The words of a score sheet as a printed document. What was judged is `registry/assessments/`'s."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from certificates.documents import LINE, PARAGRAPH, Bureau, ScoreRow, ScoreSheet, SheetInEnglish, legible
from registry.assessments.schemas import JudgedSheet, Kind
from registry.issuance.schemas import Bureau as IssuingBureau
from scoring.editions import Edition
from scoring.score_sheets import score_sheet

SEAL_LINES = {True: "演示专用章", False: "业务专用章"}
_MADE = {Kind.MACHINE: "依据申报材料计算，未经评审", Kind.REVIEWED: "专家评审后"}
_MADE_EN = {
    Kind.MACHINE: "Computed from the answers; not confirmed by a reviewer",
    Kind.REVIEWED: "After expert review",
}
_SIGNATURES = ("评审人（签名）", "复核人（签名）", "主管部门（盖章）", "日期")

_STRAIGHT = MappingProxyType(str.maketrans("“”‘’", "\"\"''"))
"""Our typefaces set the curved ones as wide as a Chinese character, which tears English apart."""


def paper_of(found: JudgedSheet, *, bureau: IssuingBureau, on: date) -> ScoreSheet:
    """The document of a judgement, every item with its points and reason. `on`: the day of the judgement."""
    card, snapshot, submission = found.assessment.scorecard, found.submission.snapshot, found.submission
    site, enterprise = snapshot["site"], snapshot["enterprise"]
    sheet = score_sheet(found.edition, "zh", card)
    grade = f"，{card['grade']['title']['zh']}" if card.get("grade") else ""
    return ScoreSheet(
        title=legible(f"{found.edition.title.zh}评分表"),
        bureau=Bureau(name=bureau.name_zh, uscc=bureau.uscc, seal_line=SEAL_LINES[bureau.demonstration]),
        dated_on=on,
        demonstration=bureau.demonstration,
        facts=(
            ("参评单位", legible(site["name"])),
            ("申报企业", legible(f"{enterprise['name']}（{enterprise['uscc']}）")),
            ("评价依据", _source(found.edition)),
            ("提交", f"第{submission.number}次，{submission.submitted_on}"),
            ("评分", _MADE[found.assessment.kind]),
        ),
        rows=tuple(_rows(sheet.rows[:-1])),
        maximum=_word(card["maximum"]),
        total=_word(card["total"]),
        verdict=legible(f"{'达到' if card['passed'] else '未达到'}认定要求{grade}"),
        signatures=_SIGNATURES,
        fingerprint=found.assessment.sha256,
        english=_in_english(found),
    )


def _in_english(found: JudgedSheet) -> SheetInEnglish:
    card, snapshot, submission = found.assessment.scorecard, found.submission.snapshot, found.submission
    site, enterprise = snapshot["site"], snapshot["enterprise"]
    grade = f", {card['grade']['title']['en']}" if card.get("grade") else ""
    document = found.edition.cite(found.edition.citation)
    source = ", ".join(filter(None, (document["title"]["en"], document["number"], document["clause"]["en"])))
    return SheetInEnglish(
        title=legible(f"{found.edition.title.en}: score sheet"),
        facts=(
            ("Assessed", legible(site["name"])),
            ("Enterprise", legible(f"{enterprise['name']} ({enterprise['uscc']})")),
            ("Criteria", legible(f"{source}; in force from {found.edition.in_force_from}")),
            ("Handed in", f"No. {submission.number}, {submission.submitted_on}"),
            ("Scores", _MADE_EN[found.assessment.kind]),
        ),
        rows=tuple(_rows(score_sheet(found.edition, "en", card).rows[:-1], _STRAIGHT)),
        verdict=legible(f"{'Meets' if card['passed'] else 'Does not meet'} the requirements{grade}"),
    )


def _rows(
    rows: Iterable[tuple[str | Decimal, ...]], instead: Mapping[int, int] = MappingProxyType({})
) -> Iterator[ScoreRow]:
    """The items; the table names a chapter at its first item only."""
    chapter: str | Decimal = ""
    for serial, begun, item, requirement, most, obtained, _, reason in rows:
        chapter = begun or chapter
        yield ScoreRow(
            serial=_word(serial),
            chapter=_word(chapter),
            item=_word(item),
            requirement=_word(requirement, PARAGRAPH).translate(instead),
            points=_word(most),
            obtained=_word(obtained, PARAGRAPH).replace("✗", "×"),  # our typefaces have no ✗
            reason=_word(reason, PARAGRAPH).translate(instead),
        )


def _word(value: str | Decimal, most: int = LINE) -> str:
    return legible(f"{value:f}" if isinstance(value, Decimal) else value, most)


def _source(edition: Edition) -> str:
    document = edition.cite(edition.citation)
    number = f"（{document['number']}）" if document["number"] else ""
    return legible(f"《{document['title']['zh']}》{number}{document['clause']['zh']}，{edition.in_force_from}起施行")
