"""The form made from an edition, pure: chapters and items with their answers, evidence, live score and what is missing.

How a page draws it is `templates/portal/`'s; the arithmetic is `scoring/`'s.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.applications import criteria
from registry.applications.schemas import EvidenceItem, FormChapter, FormItem, MissingItem, ShownAnswer
from scoring.editions import Criterion, Edition
from scoring.engine import score

UNANSWERED = ShownAnswer(value=None, note="")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with what it amounts to. `scorecard` is as `Scorecard.to_json` gives it."""

    chapters: tuple[FormChapter, ...]
    scorecard: Mapping[str, Any]
    missing: tuple[MissingItem, ...]


def filled(
    edition: Edition, form: str | None, answers: Mapping[str, ShownAnswer], evidence: Sequence[EvidenceItem]
) -> Filled:
    """The whole form. `form` is the site's format as the edition knows it, or None; `answers` must be well-formed."""
    facts = {code: answer.value for code, answer in answers.items() if answer.value is not None}
    scorecard = score(edition, facts, format=form).to_json()
    waiting = [code for code, answer in answers.items() if answer.carried_on is not None]
    missing = (
        *criteria.missing(edition, facts, {item.criterion for item in evidence}, form),
        *unconfirmed(edition, waiting),
    )
    lines = {line["code"]: line for line in scorecard["lines"]}
    results = {part["code"]: part for part in scorecard["chapters"]}

    def item(criterion: Criterion) -> FormItem:
        code = criterion.code
        answer = answers.get(code, UNANSWERED)
        return FormItem(
            code=code,
            title=_words(criterion.title.words()),
            requirement=_words(criterion.requirement.words()),
            rule=_words(criterion.measure.rule()),
            field=criterion.measure.field().to_json(),
            maximum=lines[code]["maximum"],
            gate=criterion.gate,
            judged=criterion.judged,
            applies=criterion.applies(form),
            not_applicable_when=_words(criterion.not_applicable_when.words())
            if criterion.not_applicable_when
            else None,
            evidence_kinds=tuple(_words(kind.words()) for kind in criterion.evidence),
            evidence_required=criterion.evidence_required,
            citation=edition.cite(criterion.citation),
            status=criterion.status.value,
            value=answer.value,
            note=answer.note,
            version=answer.version,
            saved_at=answer.saved_at,
            carried_on=answer.carried_on,
            evidence=tuple(offered for offered in evidence if offered.criterion == code),
            line=lines[code],
            missing=tuple(lack for lack in missing if lack.code == code),
        )

    chapters = tuple(
        FormChapter(
            code=chapter.code,
            title=_words(chapter.title.words()),
            result=results[chapter.code],
            items=tuple(item(criterion) for criterion in chapter.criteria),
        )
        for chapter in edition.chapters
    )
    return Filled(chapters=chapters, scorecard=scorecard, missing=missing)


def unconfirmed(edition: Edition, codes: Iterable[str]) -> tuple[MissingItem, ...]:
    """What handing in still needs for answers that were carried over: somebody who says that they are still so."""
    return tuple(
        MissingItem(
            code=code,
            what="confirmation",
            text={
                "zh": f"{code}：答案沿用自以前的申报，请确认或修改。",
                "en": f"{code}: this answer was carried over from an earlier form; confirm or change it.",
            },
        )
        for code in (criterion.code for criterion in edition.criteria)
        if code in set(codes)
    )


def _words(words: Mapping[str, Any]) -> dict[str, str]:
    return {language: str(text) for language, text in words.items()}
