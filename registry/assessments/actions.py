"""What is done with submissions: the machine scores them. Reviewers' judgements come in through `keeping.py`."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from registry.accounts.schemas import SYSTEM
from registry.applications.facts import submission_for_system
from registry.assessments import keeping
from registry.assessments.judging import bound_edition
from registry.audit.actions import record
from registry.db.transactions import transaction


async def score_submission(submission_id: UUID) -> None:
    """Score a frozen submission and keep the scorecard; doing it again does nothing, whenever the last try was cut.

    Raises NotFound, Misconfigured `edition-changed` if the criteria are no longer those that were frozen.
    """
    submission = await submission_for_system(submission_id)
    await bound_edition(submission)
    try:
        async with transaction():
            assessment_id = await keeping.keep_machine(submission)
            if assessment_id is not None:
                await record(
                    actor=SYSTEM,
                    tag="assessment:score",
                    subject=("application", submission.application_id),
                    data={"submission": submission_id, "assessment": assessment_id},
                    place_code=submission.snapshot["site"]["place_code"],
                )
    except IntegrityError:
        # Another worker, or a reviewer's conclusion, has kept it in the same moment: it is the same, to the byte.
        return
