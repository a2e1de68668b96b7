"""The whole way by the real actions of every area, one stage after the other, with a person of each office.

For areas that want a state at once and care for nothing before it, `reviewing.py` is quicker.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from registry.accounts.schemas import SYSTEM, Viewer
from registry.applications.facts import submission_for_system
from registry.assessments.actions import score_submission
from registry.decisions.actions import decide, propose
from registry.decisions.rules import Outcome
from registry.notices.actions import publish
from registry.reviews.actions import accept, assign_reviewer, conclude, record_finding, return_for_changes
from registry.reviews.claims import required_of
from registry.reviews.rules import Verdict
from registry.workdays.actions import seed
from tests.factories import applications, people
from tests.factories.certificates import office
from tests.factories.enterprises import Mall
from tests.factories.reviewing import account, reviewer

SUBMITTED_ON = applications.DAY
NOTICE_OPENS, NOTICE_CLOSES, DECIDED_ON = date(2023, 6, 5), date(2023, 6, 9), date(2023, 6, 12)


@dataclass(frozen=True)
class Staged:
    """An application on its way, with whatever came into being so far."""

    id: UUID
    mall: Mall
    submission_id: UUID
    reviewer: Viewer | None = None
    assignment_id: UUID | None = None
    assessment_id: UUID | None = None
    notice_id: UUID | None = None
    decision_id: UUID | None = None
    certificate_id: UUID | None = None

    @property
    def member(self) -> Viewer:
        """The enterprise's member."""
        return self.mall.member


async def submitted(**site: Any) -> Staged:
    """Handed in and scored by the machine."""
    await seed(actor=SYSTEM)
    made = await applications.submitted(**site)
    assert made.submission_id is not None
    await score_submission(made.submission_id)
    return Staged(id=made.id, mall=made.mall, submission_id=made.submission_id)


async def returned(**site: Any) -> Staged:
    """Sent back by the city with advice on one item."""
    made = await submitted(**site)
    code = next(iter(applications.edition().by_code))
    await return_for_changes(
        made.id, actor=people.city_officer(), on=SUBMITTED_ON, advice={code: "请补充证明材料"}, working_days=5
    )
    return made


async def accepted(**site: Any) -> Staged:
    """Found complete by the city."""
    made = await submitted(**site)
    await accept(made.id, actor=people.city_officer(), on=SUBMITTED_ON)
    return made


async def in_review(**site: Any) -> Staged:
    """Given to an expert by the province."""
    made = await accepted(**site)
    expert = await reviewer()
    assert expert.account_id is not None
    assignment_id = await assign_reviewer(
        made.id, actor=people.province_officer(), reviewer_id=expert.account_id, on=SUBMITTED_ON, working_days=10
    )
    return replace(made, reviewer=expert, assignment_id=assignment_id)


async def reviewed(**site: Any) -> Staged:
    """Every item confirmed by the expert."""
    made = await in_review(**site)
    assert made.assignment_id is not None
    assert made.reviewer is not None
    for code in sorted(await required_of(await submission_for_system(made.submission_id))):
        await record_finding(made.assignment_id, code, actor=made.reviewer, verdict=Verdict.CONFIRM)
    assessment_id = await conclude(made.assignment_id, actor=made.reviewer, on=SUBMITTED_ON)
    return replace(made, assessment_id=assessment_id)


async def in_notice(**site: Any) -> Staged:
    """Put before the public for the shortest right window."""
    made = await reviewed(**site)
    notice_id = await publish(
        [made.id],
        actor=people.province_officer(),
        opens_on=NOTICE_OPENS,
        closes_on=NOTICE_CLOSES,
        on=NOTICE_OPENS,
        title_zh="拟认定绿色商场名单公示",
        title_en="Malls to be recognised",
    )
    return replace(made, notice_id=notice_id)


async def proposed(**site: Any) -> Staged:
    """Proposed for recognition once the notice is over."""
    await office()
    made = await in_notice(**site)
    officer = await account(*people.province_officer().grants, name="周处长")
    decision_id = await propose(
        made.id, actor=officer, outcome=Outcome.RECOGNISE, document_number="黔商办发〔2023〕12号", on=DECIDED_ON
    )
    return replace(made, decision_id=decision_id)


async def recognised(**site: Any) -> Staged:
    """Decided by a second officer; number reserved, the press's job waits in the queue."""
    made = await proposed(**site)
    assert made.decision_id is not None
    decider = await account(*people.province_decider().grants, name="吴厅长")
    certificate_id = await decide(made.decision_id, actor=decider, agree=True, on=DECIDED_ON)
    return replace(made, certificate_id=certificate_id)
