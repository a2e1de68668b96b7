"""What anybody reads of a notice, and that objectors stay with those who answer."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest
import pytest_asyncio

from registry.accounts.schemas import SYSTEM
from registry.errors import Forbidden, Invalid, Misconfigured, NotFound, NotNow
from registry.identifiers import new_id
from registry.notices.actions import answer_objection, object_to, publish
from registry.notices.queries import (
    candidates,
    notices_of,
    objection,
    objection_choices,
    objections,
    open_objections,
    plan,
    public_count,
    public_list,
    public_notice,
    standing_for_system,
    window_for,
)
from registry.notices.rules import ObjectionOutcome
from registry.notices.schemas import ObjectionForm
from registry.workdays.actions import seed
from registry.workdays.rules import Unit
from tests.factories.people import auditor, city_officer, member, province_officer
from tests.factories.reviewing import handed_in, reviewed

OPENS, CLOSES = date(2023, 6, 5), date(2023, 6, 9)
FORM = ObjectionForm(name="张三", contact="0851-12345678", text="地下一层没有分类垃圾桶，有照片")


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _calendar(db):
    await seed(actor=SYSTEM)


async def noticed(*, opens_on=OPENS):
    application = await reviewed()
    notice_id = await publish(
        [application.id], actor=province_officer(), opens_on=opens_on, on=opens_on, title_zh="公示"
    )
    return application, notice_id


async def objected(application, notice_id, number=1):
    return await object_to(notice_id, application.id, FORM, token=f"token-{number:016}", on=OPENS)


async def test_anybody_reads_notices_and_nobody_reads_objectors():
    application, notice_id = await noticed()
    await objected(application, notice_id)
    [listed] = await public_list(OPENS)
    assert (listed.id, listed.open, listed.rule_days, listed.rule_unit) == (notice_id, True, 5, Unit.WORKING)
    [item] = listed.items
    assert (item.application_id, item.takes_objections) == (application.id, True)
    assert "张三" not in str(asdict(listed))
    assert (await public_notice(notice_id, CLOSES + timedelta(days=1))).open is False
    with pytest.raises(NotFound):
        await public_notice(new_id(), OPENS)


async def test_the_list_is_newest_first_and_by_scheme():
    _, first = await noticed()
    _, second = await noticed(opens_on=date(2023, 7, 3))
    assert [notice.id for notice in await public_list(OPENS)] == [second, first]
    assert [notice.id for notice in await public_list(OPENS, offset=1, limit=1)] == [first]
    assert [notice.id for notice in await public_list(OPENS, scheme="green-mall")] == [second, first]
    assert await public_list(OPENS, scheme="key-recycler") == []
    assert (await public_count(), await public_count(scheme="green-mall")) == (2, 2)
    assert await public_count(scheme="key-recycler") == 0


async def test_what_an_objection_can_be_about():
    application, notice_id = await noticed()
    choices = await objection_choices(notice_id, application.id)
    assert "X101" in {choice.code for choice in choices}
    assert all(choice.title["zh"] and choice.title["en"] for choice in choices)
    with pytest.raises(NotFound):
        await objection_choices(notice_id, new_id())


async def test_the_window_is_shown_before_it_is_published():
    window = await window_for("green-mall", "520000", OPENS)
    assert (window.closes_on, window.days, window.status) == (CLOSES, 5, "reference")
    assert window.citation["zh"]
    with pytest.raises(Misconfigured):
        await window_for("recycler-filing", "520000", OPENS)


async def test_a_plan_says_what_publishing_would_do():
    one, two = await reviewed(), await reviewed()
    officer = province_officer()
    planned = await plan(officer, [one.id, two.id], opens_on=OPENS, closes_on=None, on=OPENS)
    assert (planned.closes_on, planned.shortest.closes_on, planned.place_code) == (CLOSES, CLOSES, "520000")
    assert {item.application_id for item in planned.items} == {one.id, two.id}
    assert await public_list(OPENS) == []
    with pytest.raises(Invalid, match="notice-short"):
        await plan(officer, [one.id], opens_on=OPENS, closes_on=OPENS, on=OPENS)
    with pytest.raises(NotNow, match="notice-not-reviewed"):
        await plan(officer, [new_id()], opens_on=OPENS, closes_on=None, on=OPENS)
    bad = await reviewed(passed=False)
    with pytest.raises(NotNow, match="notice-not-passed"):
        await plan(officer, [bad.id], opens_on=OPENS, closes_on=None, on=OPENS)


async def test_the_notices_of_an_application():
    application, notice_id = await noticed()
    for viewer in (application.mall.member, city_officer(), province_officer()):
        assert [notice.id for notice in await notices_of(viewer, application.id, OPENS)] == [notice_id]
    with pytest.raises(NotFound):
        await notices_of(member(new_id()), application.id, OPENS)


async def test_candidates_are_the_reviewed_of_ones_places():
    good, bad = await reviewed(), await reviewed(passed=False)
    await handed_in()
    await noticed()
    found = {each.application_id: each.passed for each in await candidates(province_officer())}
    assert found == {good.id: True, bad.id: False}
    assert await candidates(province_officer(), scheme="key-recycler") == []
    assert await candidates(province_officer("510000")) == []
    with pytest.raises(Forbidden):
        await candidates(city_officer())


async def test_only_those_who_answer_see_who_objected():
    application, notice_id = await noticed()
    objection_id = await objected(application, notice_id)
    [waiting] = await open_objections(province_officer())
    assert (waiting.id, waiting.name, waiting.outcome) == (objection_id, "张三", None)
    assert (await objection(province_officer(), objection_id)).contact == "0851-12345678"
    for viewer in (city_officer(), auditor(), member(new_id()), province_officer("510000")):
        assert await open_objections(viewer) == []
        assert await objections(viewer, notice_id) == []
        with pytest.raises(NotFound):
            await objection(viewer, objection_id)


async def test_an_answered_objection_waits_no_more():
    application, notice_id = await noticed()
    objection_id = await objected(application, notice_id)
    await answer_objection(
        objection_id,
        actor=province_officer(),
        outcome=ObjectionOutcome.REJECTED,
        answer="经现场核查，该层已设置分类容器。",
        on=OPENS,
    )
    assert await open_objections(province_officer()) == []
    [seen] = await objections(province_officer(), notice_id)
    assert seen.outcome is ObjectionOutcome.REJECTED


async def test_where_an_application_stands():
    application, notice_id = await noticed()
    standing = await standing_for_system(application.id)
    assert standing is not None
    assert (standing.notice_id, standing.closes_on) == (notice_id, CLOSES)
    assert await standing_for_system(new_id()) is None
