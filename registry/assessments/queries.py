"""Questions about assessments: those of an application, the one that stands, and whether they can be made again.

Whoever may see an application may see its scorecards. `…_for_system` take no viewer.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from registry.accounts.schemas import Viewer
from registry.applications.facts import submission_for_system
from registry.applications.queries import draft_scorecard, visible
from registry.applications.snapshot import fingerprint
from registry.assessments.advising import advised
from registry.assessments.judging import bound_edition, judged
from registry.assessments.models import Assessment
from registry.assessments.schemas import Advised, AssessmentView, JudgedSheet, Kind, Replayed
from registry.errors import LvceError, Misconfigured, NotFound
from scoring.digest import digest
from scoring.faults import ScoringError


async def scorecards(viewer: Viewer, application_id: UUID, *, also_ids: Collection[UUID] = ()) -> list[AssessmentView]:
    """Every judgement of an application, the latest first. Raises NotFound if it is not the viewer's to see."""
    await visible(viewer, application_id, also_ids=also_ids)
    rows = await Assessment.filter(application_id=application_id).order_by("-made_at", "-ordinal")
    return [_view(row) for row in rows]


async def advice(
    viewer: Viewer,
    application_id: UUID,
    *,
    submission_id: UUID | None = None,
    efforts: Mapping[str, str] | None = None,
    also_ids: Collection[UUID] = (),
) -> Advised | None:
    """Why the judgement that stands of a submission passes or not, and the cheapest way to pass.

    None while it waits, and where its criteria are no longer those that were frozen, so that nothing can be judged by
    them again. Without `submission_id` of the form as it stands, which only its members are told. `efforts` as `advised` takes
    them. Raises NotFound as `scorecards`, InvalidMany for efforts.
    """
    if submission_id is None:
        return advised(await draft_scorecard(viewer, application_id), efforts)
    await visible(viewer, application_id, also_ids=also_ids)
    row = (
        await Assessment.filter(application_id=application_id, submission_id=submission_id).order_by("-ordinal").first()
    )
    if row is None:
        return None
    try:
        card = await judged(await submission_for_system(submission_id), row.findings)
    except Misconfigured:
        return None
    return advised(card, efforts)


async def judged_sheet(
    viewer: Viewer, application_id: UUID, assessment_id: UUID, *, also_ids: Collection[UUID] = ()
) -> JudgedSheet:
    """One judgement with what it was made from, to be written as a score sheet. Raises NotFound as `scorecards`."""
    await visible(viewer, application_id, also_ids=also_ids)
    row = await Assessment.get_or_none(id=assessment_id, application_id=application_id)
    if row is None:
        raise NotFound("assessment")
    submission = await submission_for_system(row.submission_id)
    return JudgedSheet(assessment=_view(row), submission=submission, edition=await bound_edition(submission))


async def latest_for_system(submission_id: UUID) -> AssessmentView | None:
    """The judgement of a submission that stands; None while there is none."""
    row = await Assessment.filter(submission_id=submission_id).order_by("-ordinal").first()
    return _view(row) if row else None


async def machine_for_system(submission_id: UUID) -> AssessmentView | None:
    """The machine's own judgement of a submission; None while its job waits."""
    row = await Assessment.get_or_none(submission_id=submission_id, kind=Kind.MACHINE)
    return _view(row) if row else None


async def verdicts_for_system(application_ids: Iterable[UUID]) -> dict[UUID, AssessmentView]:
    """The latest judgement of each application by its id, for lists; those that have none are left out."""
    rows = await Assessment.filter(application_id__in=list(application_ids)).order_by("made_at", "ordinal")
    return {row.application_id: _view(row) for row in rows}


async def findings_for_system(submission_ids: Iterable[UUID]) -> dict[UUID, Mapping[str, Mapping[str, Any]]]:
    """What reviewers found, by submission, as of the judgement that stands; those that have none are left out."""
    rows = Assessment.filter(submission_id__in=list(submission_ids), kind=Kind.REVIEWED).order_by("ordinal")
    return {row.submission_id: row.findings for row in await rows.only("id", "submission_id", "findings", "ordinal")}


async def count_for_system() -> int:
    """How many assessments there are: what a replay goes through."""
    return await Assessment.all().count()


async def replays_for_system(at_once: int = 100) -> AsyncIterator[Replayed]:
    """Make every judgement again from its frozen inputs and compare every byte; a few rows at a time, oldest first."""
    last: UUID | None = None
    while rows := await _after(last).order_by("id").limit(at_once):
        for row in rows:
            yield await _replay(row)
        last = rows[-1].id


def _after(last: UUID | None) -> QuerySet[Assessment]:
    return Assessment.all() if last is None else Assessment.filter(id__gt=last)


async def _replay(row: Assessment) -> Replayed:
    try:
        submission = await submission_for_system(row.submission_id)
    except NotFound:
        return Replayed(row.id, row.submission_id, ("its submission is gone",))
    faults = []
    if (row.edition, row.edition_digest) != (submission.edition, submission.edition_digest):
        faults.append("it names another edition than its submission")
    if fingerprint(submission.snapshot) != submission.sha256:
        faults.append("the submission's document differs from its own hash")
    if digest(row.scorecard) != row.sha256:
        faults.append("the kept scorecard differs from its own hash")
    try:
        again = (await judged(submission, row.findings)).fingerprint
    except (LvceError, ScoringError) as error:
        faults.append(str(error))
    else:
        if again != row.sha256:
            faults.append("judging again gives another scorecard")
    return Replayed(assessment_id=row.id, submission_id=row.submission_id, faults=tuple(faults))


def _view(row: Assessment) -> AssessmentView:
    return AssessmentView(
        id=row.id,
        application_id=row.application_id,
        submission_id=row.submission_id,
        kind=Kind(row.kind),
        ordinal=row.ordinal,
        edition=row.edition,
        edition_digest=row.edition_digest,
        findings=row.findings,
        scorecard=row.scorecard,
        sha256=row.sha256,
        made_at=row.made_at,
    )
