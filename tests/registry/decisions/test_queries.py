"""Who sees proposals, what still blocks one, and what an enterprise is told."""

from datetime import date

import pytest
import pytest_asyncio

from registry.accounts.schemas import PUBLIC, SYSTEM
from registry.decisions.actions import decide, propose
from registry.decisions.queries import decision, decisions_of, issue_preview, outcome_of, proposable, proposals
from registry.decisions.rules import Outcome, ProposalState
from registry.errors import Forbidden, NotFound
from registry.identifiers import new_id
from registry.notices.actions import publish
from registry.workdays.actions import seed
from tests.factories.certificates import office
from tests.factories.people import auditor, city_officer, county_officer, member, province_decider, province_officer
from tests.factories.reviewing import assessed, reviewed

OPENS, CLOSES, AFTER = date(2023, 6, 5), date(2023, 6, 9), date(2023, 6, 10)
WHY = "第三章得分未达到最低要求"


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _calendar(db):
    await seed(actor=SYSTEM)


async def declined_proposal(actor=None):
    application = await reviewed(passed=False)
    decision_id = await propose(
        application.id,
        actor=actor or province_officer(),
        outcome=Outcome.DECLINE,
        document_number="黔商办发〔2023〕12号",
        reason=WHY,
        on=OPENS,
    )
    return application, decision_id


async def test_those_who_propose_decide_or_audit_see_proposals():
    officer = province_officer()
    application, decision_id = await declined_proposal(officer)
    for viewer, own in ((officer, True), (province_decider(), False), (auditor(), False)):
        [seen] = await proposals(viewer)
        assert (seen.id, seen.own, seen.state, seen.reason) == (decision_id, own, ProposalState.PROPOSED, WHY)
        assert (await decision(viewer, decision_id)).application_id == application.id


async def test_nobody_else_sees_them():
    application, decision_id = await declined_proposal()
    for viewer in (city_officer(), county_officer(), province_decider("510000"), application.mall.member, PUBLIC):
        assert await proposals(viewer) == []
        with pytest.raises(NotFound):
            await decision(viewer, decision_id)


async def test_an_application_tells_of_its_proposals_only_to_those_who_may_see_it():
    application, decision_id = await declined_proposal()
    for viewer in (city_officer(), county_officer(), application.mall.member):
        assert await decisions_of(viewer, application.id) == []
    assert [seen.id for seen in await decisions_of(province_decider(), application.id)] == [decision_id]
    for viewer in (province_decider("510000"), member(new_id()), PUBLIC):
        with pytest.raises(NotFound):
            await decisions_of(viewer, application.id)


async def test_settled_proposals_leave_the_list():
    application, first = await declined_proposal()
    decider = province_decider()
    await decide(first, actor=decider, agree=False, on=OPENS, remark="文号有误，请核对后重新提出")
    assert await proposals(decider) == []
    assert [seen.id for seen in await proposals(decider, state=ProposalState.REJECTED)] == [first]
    assert [seen.remark for seen in await decisions_of(decider, application.id)] == ["文号有误，请核对后重新提出"]
    assert len(await proposals(decider, state=None)) == 1


async def test_the_enterprise_is_told_the_decision_that_stands():
    application, decision_id = await declined_proposal()
    assert await outcome_of(application.mall.member, application.id) is None
    await decide(decision_id, actor=province_decider(), agree=True, on=OPENS)
    told = await outcome_of(application.mall.member, application.id)
    assert told is not None
    assert (told.outcome, told.reason, told.decided_on) == (Outcome.DECLINE, WHY, OPENS)
    with pytest.raises(NotFound):
        await outcome_of(member(new_id()), application.id)


async def test_what_waits_for_a_proposal_and_what_it_lacks():
    unnoticed, failed, noticed = await reviewed(), await reviewed(passed=False), await reviewed()
    await publish([noticed.id], actor=province_officer(), opens_on=OPENS, on=OPENS, title_zh="公示")
    await declined_proposal()
    blocked = {each.application_id: each.blocked for each in await proposable(province_officer(), CLOSES)}
    assert blocked == {unnoticed.id: "not-noticed", failed.id: "not-passed", noticed.id: "window-open"}
    later = {each.application_id: each for each in await proposable(province_officer(), AFTER)}
    assert (later[noticed.id].blocked, later[noticed.id].closes_on) == ("", CLOSES)
    with pytest.raises(Forbidden):
        await proposable(city_officer(), AFTER)


async def test_a_recognition_is_seen_before_it_is_issued():
    await office()
    application = await reviewed()
    await publish([application.id], actor=province_officer(), opens_on=OPENS, on=OPENS, title_zh="公示")
    decision_id = await propose(
        application.id, actor=province_officer(), outcome=Outcome.RECOGNISE, document_number="12", on=AFTER
    )
    shown = await issue_preview(province_decider(), decision_id, on=AFTER)
    assert shown is not None
    assert shown.record.number == "GM-520000-2023-0001"
    await assessed(application)
    assert await issue_preview(province_decider(), decision_id, on=AFTER) is None
    with pytest.raises(NotFound):
        await issue_preview(city_officer(), decision_id, on=AFTER)


async def test_a_decline_issues_nothing():
    _, decision_id = await declined_proposal()
    assert await issue_preview(province_decider(), decision_id, on=OPENS) is None
