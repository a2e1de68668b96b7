"""What waits for whom, by role and stage, with working days counted."""

from datetime import date

from registry.accounts.schemas import SYSTEM
from registry.applications.rules import State
from registry.notices.actions import object_to
from registry.notices.schemas import ObjectionForm
from registry.reviews.actions import assign_reviewer
from registry.web.desk.waiting import Kind, gather
from registry.workdays.actions import seed
from tests.factories import editions
from tests.factories.reviewing import DAY, handed_in, reviewed, reviewer
from tests.registry.web.desk.stage import AFTER, OPENS, city_officer, decider, noticed, proposed, province_officer


async def kinds(viewer, on=DAY):
    return [task.kind for task in await gather(viewer, on)]


async def test_an_application_passes_from_hand_to_hand(db):
    await seed(actor=SYSTEM)
    city, province, expert = await city_officer(), await province_officer(), await reviewer()
    made = await handed_in({"X101": True}, state=State.ACCEPTED)
    assert await kinds(city) == [Kind.WITH_PROVINCE]
    assert await kinds(province) == [Kind.ASSIGN]
    await assign_reviewer(made.id, actor=province, reviewer_id=expert.account_id, on=DAY, due_on=date(2023, 5, 19))
    assert await kinds(city) == []
    assert await kinds(province) == [Kind.WITH_REVIEWER]
    [task] = await gather(expert, DAY)
    assert (task.kind, task.left, task.late, task.with_others) == (Kind.REVIEW, 4, False, False)
    [task] = await gather(expert, date(2023, 5, 22))
    assert (task.left, task.late) == (-1, True)


async def test_a_year_without_a_calendar_counts_nothing(db):
    province, expert = await province_officer(), await reviewer()
    made = await handed_in({"X101": True}, state=State.ACCEPTED)
    await assign_reviewer(made.id, actor=province, reviewer_id=expert.account_id, on=DAY, due_on=date(2023, 5, 19))
    [task] = await gather(expert, DAY)
    assert (task.left, task.late) == (None, False)


async def test_notice_objection_and_proposal(db):
    officer = await province_officer()
    application, notice_id = await noticed(officer)
    assert await kinds(officer, OPENS) == [Kind.BEFORE_PUBLIC]
    assert await kinds(officer, AFTER) == [Kind.PROPOSE]
    form = ObjectionForm(name="李某", contact="13800000000", text="二楼的灯整夜亮着，我每晚路过都看到。")
    await object_to(notice_id, application.id, form, token="a" * 20, on=OPENS)
    assert await kinds(officer, AFTER) == [Kind.BEFORE_PUBLIC, Kind.OBJECTION]


async def test_nobody_is_asked_to_decide_the_own_proposal(db):
    officer, second = await province_officer(), await decider()
    await proposed(officer)
    assert await kinds(officer, AFTER) == [Kind.WITH_DECIDER]
    assert await kinds(second, AFTER) == [Kind.DECIDE]


async def test_reviewed_ones_are_noticed_or_declined(db):
    officer = await province_officer()
    await reviewed()
    await reviewed(passed=False)
    assert set(await kinds(officer)) == {Kind.NOTICE, Kind.DECLINE}


async def test_an_edition_waits_for_the_second_officer(db):
    first, second = await province_officer(), await decider()
    assert await kinds(second, editions.DAY) == []
    draft_id = await editions.proposed(first)
    [task] = await gather(second, editions.DAY)
    assert (task.kind, task.href) == (Kind.EDITION, f"/desk/editions/{draft_id}/publish")
    assert task.site_name == "贵州省绿色商场评价指标（2026年版）"
    assert await kinds(first, editions.DAY) == [Kind.WITH_DECIDER]
    both = await editions.account(*(await province_officer()).grants, *second.grants)
    assert await kinds(both, editions.DAY) == [Kind.EDITION]
