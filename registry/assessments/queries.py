"""Questions about assessments: those of an application, the one that stands, and whether they can be made again.

Whoever may see an application may see its scorecards. `…_for_system` take no viewer.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from registry.accounts.schemas import Viewer
from registry.applications.queries import submission_for_system, visible
from registry.applications.snapshot import fingerprint
from registry.assessments.judging import bound_edition, judged
from registry.assessments.models import Assessment
from registry.assessments.schemas import AssessmentView, JudgedSheet, Kind, Replayed
from registry.errors import LvceError, NotFound
from scoring.digest import digest


async def scorecards(viewer: Viewer, application_id: UUID, *, also_ids: Collection[UUID] = ()) -> list[AssessmentView]:
    """Every judgement of an application, the latest first. Raises NotFound if it is not the viewer's to see."""
    await visible(viewer, application_id, also_ids=also_ids)
    rows = await Assessment.filter(application_id=application_id).order_by("-made_at", "-ordinal")
    return [_view(row) for row in rows]


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


async def ids_for_system() -> list[UUID]:
    """Every assessment, oldest first: what a replay goes through."""
    return [row.id for row in await Assessment.all().order_by("made_at", "id").only("id")]


async def replay_for_system(assessment_id: UUID) -> Replayed:
    """Make a judgement again from its frozen inputs and compare every byte. Raises NotFound."""
    row = await Assessment.get_or_none(id=assessment_id)
    if row is None:
        raise NotFound("assessment")
    submission = await submission_for_system(row.submission_id)
    faults = []
    if fingerprint(submission.snapshot) != submission.sha256:
        faults.append("the submission's document differs from its own hash")
    if digest(row.scorecard) != row.sha256:
        faults.append("the kept scorecard differs from its own hash")
    try:
        again = (await judged(submission, row.findings)).fingerprint
    except LvceError as error:
        faults.append(str(error))
    else:
        if again != row.sha256:
            faults.append("judging again gives another scorecard")
    return Replayed(assessment_id=assessment_id, submission_id=row.submission_id, faults=tuple(faults))


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
