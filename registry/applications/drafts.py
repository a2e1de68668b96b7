"""What is stored of a form that is being filled: answers and offered evidence. Frozen ones are `snapshot.py`'s."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from registry import clock
from registry.applications.carrying import is_old
from registry.applications.models import Answer, EvidenceLink
from registry.applications.schemas import EvidenceItem, FrozenEvidence
from registry.db.json_values import unboxed
from registry.errors import Invalid, InvalidMany
from registry.storage.queries import file_infos
from registry.storage.rules import FileState


async def stored_answers(application_id: UUID) -> dict[str, Answer]:
    """Every answer by its criterion, its value as it was stated."""
    rows = await Answer.filter(application_id=application_id)
    for row in rows:
        row.value = unboxed(row.value)
    return {row.criterion: row for row in rows}


def facts_of(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Criterion → value, as scoring takes it."""
    return {code: row.value for code, row in answers.items() if row.value is not None}


async def offered_evidence(application_id: UUID) -> tuple[EvidenceItem, ...]:
    """The files that stand in the form now, in the order in which they were added."""
    links = await EvidenceLink.filter(application_id=application_id, withdrawn_at=None).order_by("added_at", "id")
    files = await file_infos({link.file_id for link in links})
    return tuple(
        EvidenceItem(
            criterion=link.criterion,
            file_id=link.file_id,
            title=link.title,
            name=files[link.file_id].name,
            media_type=files[link.file_id].media_type,
            size=files[link.file_id].size,
            sha256=link.sha256,
            state=files[link.file_id].state,
            carried_on=link.carried_on,
            old=link.carried_on is not None and is_old(clock.day_of(files[link.file_id].created_at), clock.today()),
        )
        for link in links
    )


def frozen(items: Iterable[EvidenceItem]) -> tuple[FrozenEvidence, ...]:
    """The evidence that a submission freezes. Raises InvalidMany if a file was found harmful or is still being scanned."""
    faults = [_fault(item) for item in items if item.state is not FileState.CLEAN]
    if faults:
        raise InvalidMany(faults)
    return tuple(
        FrozenEvidence(
            criterion=item.criterion,
            file_id=item.file_id,
            sha256=item.sha256,
            title=item.title,
            size=item.size,
            media_type=item.media_type,
            name=item.name,
        )
        for item in items
    )


def _fault(item: EvidenceItem) -> Invalid:
    if item.state is FileState.REJECTED:
        return Invalid(
            "evidence-harmful",
            "The file “{title}” was found to be harmful.",
            hint="Take it back and add a clean copy.",
            field=item.criterion,
            title=item.title,
        )
    return Invalid(
        "evidence-waiting",
        "The file “{title}” is still waiting for the virus scanner.",
        hint="Please try again in a few minutes.",
        field=item.criterion,
        title=item.title,
    )
