"""The doorway by which an assessment is kept, inside the transaction of the action that makes it.

The audit entry is the calling action's. Judging itself is `judging.py`'s.
"""

from uuid import UUID

from tortoise.exceptions import TransactionManagementError

from registry import clock
from registry.accounts.schemas import Viewer
from registry.applications.facts import submission_for_system
from registry.applications.schemas import FrozenSubmission
from registry.assessments.judging import Findings, judged
from registry.assessments.models import Assessment
from registry.assessments.schemas import Kind
from registry.db.transactions import in_open_transaction

MACHINE_ORDINAL = 1


async def keep(submission_id: UUID, findings: Findings, *, actor: Viewer) -> UUID:
    """Judge with a reviewer's findings and keep the result beside what stands; returns the new assessment.

    `findings` is criterion → `{value | points, reason}`. If the machine's own judgement is not there yet, because its
    job still waits, it is made first. Raises NotFound, Misconfigured, ScoringError for findings that cannot stand.
    """
    del actor  # who found it is the reviews' to remember; the signature is that of every doorway
    _check_inside()
    submission = await submission_for_system(submission_id)
    await keep_machine(submission)
    latest = await Assessment.filter(submission_id=submission_id).order_by("-ordinal").first()
    ordinal = (latest.ordinal if latest else MACHINE_ORDINAL) + 1
    return await _keep(submission, findings, kind=Kind.REVIEWED, ordinal=ordinal)


async def keep_machine(submission: FrozenSubmission) -> UUID | None:
    """Keep the judgement of the frozen answers alone; None if it is there already."""
    _check_inside()
    if await Assessment.exists(submission_id=submission.id, ordinal=MACHINE_ORDINAL):
        return None
    return await _keep(submission, {}, kind=Kind.MACHINE, ordinal=MACHINE_ORDINAL)


async def _keep(submission: FrozenSubmission, findings: Findings, *, kind: Kind, ordinal: int) -> UUID:
    scorecard = await judged(submission, findings)
    row = await Assessment.create(
        application_id=submission.application_id,
        submission_id=submission.id,
        kind=kind,
        ordinal=ordinal,
        edition=submission.edition,
        edition_digest=submission.edition_digest,
        findings={code: dict(finding) for code, finding in findings.items()},
        scorecard=scorecard.to_json(),
        sha256=scorecard.fingerprint,
        made_at=clock.now(),
    )
    return row.id


def _check_inside() -> None:
    if not in_open_transaction():
        raise TransactionManagementError("an assessment is kept inside the transaction of its action")
