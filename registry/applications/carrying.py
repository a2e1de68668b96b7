"""What a form can begin with: answers and evidence of an earlier handing-in, or of the same draft under older criteria.

Which criterion continues which is `scoring/crosswalk.py`'s. Opening a form is `opening.py`'s.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, PositiveInt

from registry import clock
from registry.applications.models import Answer, EvidenceLink
from registry.db.json_values import boxed, unboxed
from registry.jurisdictions.dated_rows import Citation
from registry.storage.queries import file_infos
from registry.storage.rules import FileState
from registry.workdays.rules import months_later
from scoring.crosswalk import Crosswalk, carry
from scoring.editions import Edition

Stated = Mapping[str, tuple[Any, str]]
"""Criterion → (value, note)."""


class Terms(BaseModel):
    """How old evidence may be before somebody has to look at it again, and who says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    evidence_months: PositiveInt
    status: Literal["verified", "local"]
    citation: Citation


TERMS = Terms.model_validate(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")))
"""Read when the program starts, so that a wrong file stops it there."""


@dataclass(frozen=True, slots=True)
class Passage:
    """From which edition to which, and how their criteria continue each other."""

    old: Edition
    new: Edition
    crosswalk: Crosswalk


@dataclass(frozen=True, slots=True)
class Offered:
    """One file as it was offered for one criterion."""

    criterion: str
    file_id: UUID
    sha256: str
    title: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a form begins with. `lost` are the criteria of the older form whose answers could not be carried."""

    answers: Stated
    evidence: tuple[Offered, ...]
    lost: tuple[str, ...]


def begun(passage: Passage, answers: Stated, evidence: Sequence[Offered], *, form: str | None) -> Beginning:
    """What of an older form the new one begins with, pure: by the same edition everything, by a newer one what the
    crosswalk lets continue; nothing for criteria that do not apply to the format `form`.
    """
    new, lost = passage.new, tuple[str, ...]()
    if passage.old.digest == new.digest:
        sources: dict[str, tuple[str, ...]] = {criterion.code: (criterion.code,) for criterion in new.criteria}
        kept = dict(answers)
    else:
        carried = carry(passage.crosswalk, new, {code: value for code, (value, _) in answers.items()})
        sources, lost = carried.evidence, carried.lost
        notes = _notes(passage.crosswalk, answers)
        kept = {code: (value, notes.get(code, "")) for code, value in carried.facts.items()}
    applying = {criterion.code for criterion in new.criteria if criterion.applies(form)}
    offered = tuple(
        Offered(code, item.file_id, item.sha256, item.title)
        for code in applying & sources.keys()
        for item in _once(each for each in evidence if each.criterion in sources[code])
    )
    return Beginning({code: kept[code] for code in kept if code in applying}, offered, lost)


def _notes(crosswalk: Crosswalk, answers: Stated) -> dict[str, str]:
    pairs = [pair for pair in crosswalk.pairs if pair.carry == "answer_and_evidence" and pair.old in answers]
    return {pair.new: answers[pair.old][1] for pair in pairs}


def _once(items: Iterable[Offered]) -> list[Offered]:
    """Each file once, though it proved several of the older criteria."""
    return list({item.file_id: item for item in items}.values())


def is_old(stored_on: date, on: date, *, months: int = TERMS.evidence_months) -> bool:
    """Whether evidence stored on a day has to be looked at again."""
    return months_later(stored_on, months) < on


async def rewrite(application_id: UUID, passage: Passage, *, form: str | None, on: date, actor_id: UUID | None) -> None:
    """Turn a draft of an older edition into one of a newer, inside the caller's transaction: the beginning that it makes
    takes the place of its answers and files. `form` is the site's format as the newer edition knows it.
    """
    rows = await Answer.filter(application_id=application_id)
    links = await EvidenceLink.filter(application_id=application_id, withdrawn_at=None)
    offered = [Offered(link.criterion, link.file_id, link.sha256, link.title) for link in links]
    beginning = begun(passage, {row.criterion: (unboxed(row.value), row.note) for row in rows}, offered, form=form)
    wanted = {(item.criterion, item.file_id) for item in beginning.evidence}
    there = {(link.criterion, link.file_id) for link in await EvidenceLink.filter(application_id=application_id)}
    await Answer.filter(application_id=application_id).delete()
    for link in links:
        if (link.criterion, link.file_id) not in wanted:
            await EvidenceLink.filter(id=link.id).update(withdrawn_at=clock.now())
    fresh = tuple(item for item in beginning.evidence if (item.criterion, item.file_id) not in there)
    for item in beginning.evidence:
        again = EvidenceLink.filter(application_id=application_id, criterion=item.criterion, file_id=item.file_id)
        await again.update(withdrawn_at=None)
    await write(application_id, replace(beginning, evidence=fresh), carried_on=on, actor_id=actor_id)


async def write(application_id: UUID, beginning: Beginning, *, carried_on: date, actor_id: UUID | None) -> None:
    """Put a beginning into a form without answers, inside the caller's transaction: each answer marked with the day that
    it is from. Files that are not clean any more stay behind.
    """
    now = clock.now()
    await Answer.bulk_create(
        [
            Answer(
                application_id=application_id,
                criterion=code,
                value=boxed(value),
                note=note,
                saved_at=now,
                saved_by=actor_id,
                carried_on=carried_on,
            )
            for code, (value, note) in beginning.answers.items()
        ]
    )
    files = await file_infos({item.file_id for item in beginning.evidence})
    clean = {file_id for file_id, info in files.items() if info.state is FileState.CLEAN}
    await EvidenceLink.bulk_create(
        [
            EvidenceLink(
                application_id=application_id,
                criterion=item.criterion,
                file_id=item.file_id,
                sha256=item.sha256,
                title=item.title,
                added_at=now,
                added_by=actor_id,
                carried_on=carried_on,
            )
            for item in beginning.evidence
            if item.file_id in clean
        ]
    )
