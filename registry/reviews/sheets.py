"""Puts a reviewer's sheet together: criteria, claims, evidence, the machine's lines and the findings, chapter by chapter.

What it needs, apart from the criteria, is handed in by `queries.py`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.applications.criteria import edition_named
from registry.applications.schemas import FrozenSubmission
from registry.reviews.claims import Claim, claims_of, required_of
from registry.reviews.schemas import FindingView, SheetChapter, SheetLine
from scoring.values import amount


async def chapters_of(
    frozen: FrozenSubmission,
    *,
    machine: Mapping[str, Mapping[str, Any]],
    findings: Iterable[FindingView],
    previous: Mapping[str, FindingView],
) -> tuple[SheetChapter, ...]:
    """The sheet's chapters. `machine` is the machine's scorecard, line by criterion; findings in order of ordinal."""
    claims, needed = await claims_of(frozen), await required_of(frozen)
    edition = await edition_named(frozen.scheme, frozen.edition)
    found: dict[str, list[FindingView]] = {}
    for finding in findings:
        found.setdefault(finding.criterion, []).append(finding)
    return tuple(
        SheetChapter(
            code=chapter.code,
            title=chapter.title.words(),
            lines=tuple(
                _line(
                    claims[criterion.code],
                    frozen,
                    needed=criterion.code in needed,
                    machine=machine.get(criterion.code),
                    found=tuple(found.get(criterion.code, ())),
                    previous=previous.get(criterion.code),
                )
                for criterion in chapter.criteria
                if criterion.code in claims
            ),
        )
        for chapter in edition.chapters
    )


def _line(
    claim: Claim,
    frozen: FrozenSubmission,
    *,
    needed: bool,
    machine: Mapping[str, Any] | None,
    found: tuple[FindingView, ...],
    previous: FindingView | None,
) -> SheetLine:
    criterion = claim.criterion
    aside = criterion.not_applicable_when
    return SheetLine(
        code=criterion.code,
        title=criterion.title.words(),
        requirement=criterion.requirement.words(),
        rule=criterion.measure.rule(),
        citation=claim.edition.cite(criterion.citation) | {"status": criterion.status.value},
        measure=criterion.measure.kind,
        field=criterion.measure.field().to_json(),
        gate=criterion.gate,
        judged=criterion.judged,
        awardable=not (criterion.gate or criterion.judged),
        not_applicable_when=aside.words() if aside else None,
        needed=needed,
        has_claim=claim.given,
        claimed=claim.value,
        note=frozen.notes.get(criterion.code, ""),
        evidence=tuple(item for item in frozen.evidence if item.criterion == criterion.code),
        machine_points=machine["points"] if machine else None,
        machine_reason=machine["reason"] if machine else None,
        maximum=amount(criterion.maximum),
        finding=found[-1] if found else None,
        earlier=found[:-1],
        previous=previous,
    )
