"""Proposing and deciding: two pairs of eyes, one open proposal, one number, all or nothing."""

import asyncio
from datetime import date, timedelta

import pytest
import pytest_asyncio

from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant
from registry.applications.facts import application_for_system
from registry.applications.models import Application
from registry.applications.rules import State
from registry.audit.models import AuditEntry
from registry.decisions.actions import decide, propose
from registry.decisions.models import Decision
from registry.decisions.rules import Outcome, ProposalState
from registry.errors import Conflict, Forbidden, Invalid, Misconfigured, NotFound, NotNow
from registry.identifiers import new_id
from registry.issuance.models import Certificate
from registry.jobs.models import Job
from registry.notices.actions import answer_objection, object_to, publish
from registry.notices.rules import ObjectionOutcome
from registry.notices.schemas import ObjectionForm
from registry.reviews.actions import assign_reviewer
from registry.workdays.actions import seed
from tests.factories.certificates import office
from tests.factories.people import also_member, auditor, city_officer, province_decider, province_officer
from tests.factories.reviewing import account, assessed, handed_in, reviewed, reviewer

OPENS, CLOSES, AFTER = date(2023, 6, 5), date(2023, 6, 9), date(2023, 6, 10)
RECOGNISE, DECLINE = Outcome.RECOGNISE, Outcome.DECLINE
NUMBER = "黔商办发〔2023〕12号"
WHY = "第三章得分未达到最低要求"


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _calendar(db):
    await seed(actor=SYSTEM)


async def state_of(application):
    return (await application_for_system(application.id)).state


async def noticed(**changes):
    application = await reviewed(**changes)
    await publish([application.id], actor=province_officer(), opens_on=OPENS, on=OPENS, title_zh="公示")
    return application


async def proposed(application, outcome=RECOGNISE, **changes):
    fields = {"actor": province_officer(), "document_number": NUMBER, "on": AFTER, "reason": WHY}
    return await propose(application.id, outcome=outcome, **(fields | changes))


async def test_a_recognition_by_two_people_reserves_a_certificate():
    await office()
    application = await noticed()
    officer, decider = province_officer(), province_decider()
    decision_id = await proposed(application, actor=officer)
    assert await state_of(application) is State.IN_NOTICE
    certificate_id = await decide(decision_id, actor=decider, agree=True, on=AFTER, remark="同意")
    assert await state_of(application) is State.RECOGNISED
    row = await Decision.get(id=decision_id)
    assert (row.state, row.decided_by, row.decided_on, row.open_for) == (
        ProposalState.AGREED,
        decider.account_id,
        AFTER,
        None,
    )
    assert row.certificate_id == certificate_id
    certificate = await Certificate.get(application_id=application.id)
    assert (certificate.id, certificate.issued_on) == (certificate_id, AFTER)
    assert await Job.filter(name="issuance.print").count() == 1
    assert await AuditEntry.filter(subject_id=decision_id).order_by("seq").values_list("tag", flat=True) == [
        "decision:propose:recognise",
        "decision:agree",
    ]


async def test_without_an_issuing_bureau_nothing_is_half_done():
    application = await noticed()
    decision_id = await proposed(application)
    with pytest.raises(Misconfigured):
        await decide(decision_id, actor=province_decider(), agree=True, on=AFTER)
    assert await state_of(application) is State.IN_NOTICE
    assert (await Decision.get(id=decision_id)).state == ProposalState.PROPOSED


async def test_nobody_decides_their_own_proposal():
    both = await account(Grant(Role.PROVINCE_OFFICER, "520000"), Grant(Role.PROVINCE_DECIDER, "520000"))
    application = await noticed()
    decision_id = await proposed(application, actor=both)
    for agree in (True, False):
        with pytest.raises(NotNow, match="own-proposal"):
            await decide(decision_id, actor=both, agree=agree, on=AFTER, remark="我自己看过，没有问题")
    assert (await Decision.get(id=decision_id)).state == ProposalState.PROPOSED


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (city_officer(), Forbidden),
        (province_decider(), Forbidden),
        (auditor(), Forbidden),
        (SYSTEM, Forbidden),
        (province_officer("510000"), NotFound),
    ],
)
async def test_only_the_provinces_officer_proposes(actor, error):
    application = await noticed()
    with pytest.raises(error):
        await proposed(application, actor=actor)
    assert not await Decision.all().exists()


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (city_officer(), Forbidden),
        (province_officer(), Forbidden),
        (auditor(), Forbidden),
        (SYSTEM, Forbidden),
        (province_decider("510000"), NotFound),
    ],
)
async def test_only_the_provinces_decider_decides(actor, error):
    decision_id = await proposed(await noticed())
    with pytest.raises(error):
        await decide(decision_id, actor=actor, agree=True, on=AFTER)
    with pytest.raises(NotFound):
        await decide(new_id(), actor=province_decider(), agree=True, on=AFTER)


async def test_recognition_waits_for_the_window_and_for_answers():
    application = await reviewed()
    with pytest.raises(NotNow, match="not-noticed"):
        await proposed(application)
    notice_id = await publish([application.id], actor=province_officer(), opens_on=OPENS, on=OPENS, title_zh="公示")
    with pytest.raises(NotNow, match="window-open"):
        await proposed(application, on=CLOSES)
    form = ObjectionForm(name="张三", contact="0851-12345678", text="地下一层没有分类垃圾桶，有照片")
    objection_id = await object_to(notice_id, application.id, form, token="token-0000000000000001", on=CLOSES)
    for outcome in (RECOGNISE, DECLINE):
        with pytest.raises(NotNow, match="objections-open"):
            await proposed(application, outcome)
    await answer_objection(
        objection_id,
        actor=province_officer(),
        outcome=ObjectionOutcome.REJECTED,
        answer="经现场核查，该层已设置分类容器。",
        on=AFTER,
    )
    await proposed(application)


async def test_an_objection_after_the_proposal_blocks_the_decision():
    application = await reviewed()
    notice_id = await publish([application.id], actor=province_officer(), opens_on=OPENS, on=OPENS, title_zh="公示")
    decision_id = await proposed(application, DECLINE, on=OPENS)
    form = ObjectionForm(name="张三", contact="0851-12345678", text="该商场不应被拒绝，请复核各章得分")
    await object_to(notice_id, application.id, form, token="token-0000000000000001", on=OPENS)
    with pytest.raises(NotNow, match="objections-open"):
        await decide(decision_id, actor=province_decider(), agree=True, on=AFTER)
    assert await state_of(application) is State.IN_NOTICE


async def test_what_failed_can_only_be_declined():
    application = await reviewed(passed=False)
    with pytest.raises(NotNow, match="not-passed"):
        await proposed(application)
    decision_id = await proposed(application, DECLINE, on=OPENS)
    assert await decide(decision_id, actor=province_decider(), agree=True, on=OPENS) is None
    assert await state_of(application) is State.DECLINED
    assert not await Certificate.all().exists()
    with pytest.raises(NotNow):
        await proposed(application, DECLINE, on=OPENS)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_REVIEW, State.WITHDRAWN])
async def test_nothing_is_decided_before_a_review(state):
    application = await handed_in(state=state)
    with pytest.raises(NotNow, match="not-reviewed"):
        await proposed(application, DECLINE)


async def test_a_rejected_proposal_leaves_room_for_another():
    await office()
    application = await noticed()
    first = await proposed(application)
    with pytest.raises(Invalid, match="rejection-reason"):
        await decide(first, actor=province_decider(), agree=False, on=AFTER)
    assert (
        await decide(first, actor=province_decider(), agree=False, on=AFTER, remark="文号有误，请核对后重新提出")
        is None
    )
    assert await state_of(application) is State.IN_NOTICE
    assert (await Decision.get(id=first)).state == ProposalState.REJECTED
    second = await proposed(application)
    assert await decide(second, actor=province_decider(), agree=True, on=AFTER)


async def test_what_an_officer_sends_twice_is_done_once():
    """A double click, or an answer that was lost on the way and is asked for again."""
    await office()
    application, officer, decider = await noticed(), province_officer(), province_decider()
    asked = await asyncio.gather(*(proposed(application, actor=officer) for _ in range(3)))
    assert len(set(asked)) == 1
    with pytest.raises(Conflict, match="proposal-open"):
        await proposed(application, actor=officer, document_number="黔商办发〔2023〕13号")
    made = await asyncio.gather(*(decide(asked[0], actor=decider, agree=True, on=AFTER) for _ in range(3)))
    assert len(set(made)) == 1
    assert await Certificate.all().count() == 1
    assert await AuditEntry.filter(tag__startswith="decision:").count() == 2
    with pytest.raises(NotNow, match="proposal-settled"):
        await decide(asked[0], actor=decider, agree=False, on=AFTER, remark="改变主意，不予认定")


async def test_nobody_settles_what_concerns_an_enterprise_of_their_own():
    application = await noticed()
    facts = await application_for_system(application.id)
    with pytest.raises(NotNow, match="own-enterprise"):
        await proposed(application, actor=also_member(province_officer(), facts.enterprise_id))
    decision_id = await proposed(application)
    with pytest.raises(NotNow, match="own-enterprise"):
        await decide(decision_id, actor=also_member(province_decider(), facts.enterprise_id), agree=True, on=AFTER)
    assert not await Certificate.exists()


async def test_two_proposals_at_once_leave_one():
    application = await noticed()
    outcomes = await asyncio.gather(*(proposed(application) for _ in range(5)), return_exceptions=True)
    conflicts = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert len(conflicts) == 4
    assert {conflict.code for conflict in conflicts} == {"proposal-open"}
    assert await Decision.filter(application_id=application.id).count() == 1


async def test_two_deciders_at_once_make_one_decision_and_one_number():
    await office()
    application = await noticed()
    decision_id = await proposed(application)
    outcomes = await asyncio.gather(
        *(decide(decision_id, actor=province_decider(), agree=True, on=AFTER) for _ in range(5)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Conflict | NotNow) for outcome in outcomes) == 4
    assert await Certificate.all().count() == 1
    with pytest.raises(NotNow, match="proposal-settled"):
        await decide(decision_id, actor=province_decider(), agree=False, on=AFTER, remark="改变主意，不予认定")


async def test_sixteen_decisions_at_once_give_numbers_without_gap_or_double():
    await office()
    waiting = [await proposed(await noticed()) for _ in range(16)]
    deciders = [province_decider() for _ in waiting]
    made = await asyncio.gather(
        *(decide(each, actor=who, agree=True, on=AFTER) for each, who in zip(waiting, deciders, strict=True))
    )
    rows = await Certificate.filter(id__in=made).values_list("number", flat=True)
    assert sorted(rows) == [f"GM-520000-{AFTER.year}-{serial:04}" for serial in range(1, 17)]


async def test_a_decision_is_not_older_than_its_proposal():
    decision_id = await proposed(await noticed())
    with pytest.raises(Invalid, match="decision-too-early"):
        await decide(decision_id, actor=province_decider(), agree=True, on=AFTER - timedelta(days=1))


async def test_a_new_review_overtakes_a_proposal():
    application = await reviewed(passed=False)
    decision_id = await proposed(application, DECLINE, on=OPENS)
    who = await reviewer()
    await assign_reviewer(application.id, actor=province_officer(), reviewer_id=who.account_id, on=OPENS, due_on=CLOSES)
    with pytest.raises(NotNow):
        await decide(decision_id, actor=province_decider(), agree=True, on=OPENS)
    await Application.filter(id=application.id).update(state=State.REVIEWED)
    await assessed(application)
    with pytest.raises(NotNow, match="assessment-superseded"):
        await decide(decision_id, actor=province_decider(), agree=True, on=OPENS)
    assert await state_of(application) is State.REVIEWED
