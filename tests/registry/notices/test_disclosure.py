"""Publications and departures stand in the log; objectors do not."""

import json
from datetime import date

import pytest_asyncio

from registry.accounts.schemas import SYSTEM
from registry.notices import disclosure
from registry.notices.actions import answer_objection, object_to, publish
from registry.notices.rules import ObjectionOutcome
from registry.notices.schemas import ObjectionForm
from registry.transparency import queries as log
from registry.workdays.actions import seed
from tests.factories.people import province_officer
from tests.factories.reviewing import reviewed

OPENS = date(2023, 6, 5)
FORM = ObjectionForm(name="张三", contact="0851-12345678", text="地下一层没有分类垃圾桶，有照片")


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _calendar(db):
    await seed(actor=SYSTEM)


async def published(*applications):
    return await publish(
        [each.id for each in applications],
        actor=province_officer(),
        opens_on=OPENS,
        on=OPENS,
        title_zh="公示",
        document_number="〔2023〕1号",
    )


async def test_a_notice_and_who_left_it_are_logged():
    one, two = await reviewed(), await reviewed()
    notice_id = await published(one, two)
    objections = [
        await object_to(notice_id, one.id, FORM, token=f"token-000000000000000{number}", on=OPENS) for number in (1, 2)
    ]
    for objection in objections:  # both upheld, one departure
        await answer_objection(
            objection,
            actor=province_officer(),
            outcome=ObjectionOutcome.UPHELD,
            answer="经现场核查，情况属实。",
            on=OPENS,
        )
    publication, departure = await log.entries(0, 100)
    said = json.loads(publication.entry)
    assert (said["notice"], said["opens_on"], said["closes_on"]) == (str(notice_id), "2023-06-05", "2023-06-09")
    assert (said["place"], said["scheme"], said["document_number"]) == ("520000", "green-mall", "〔2023〕1号")
    assert json.loads(departure.entry) == {
        "schema": "lvce-log/1",
        "kind": "notice-departure",
        "notice": str(notice_id),
        "application": str(one.id),
        "left_on": "2023-06-05",
    }
    assert [each.index for each in await log.entries_about(str(notice_id))] == [0, 1]
    assert not any("张三" in each.entry for each in (publication, departure))
    facts = {(each.kind, each.subject, each.entry) async for each in disclosure.facts()}
    assert facts == {(each.kind, each.subject, each.entry.encode()) for each in (publication, departure)}


async def test_a_rejected_objection_changes_no_notice():
    one = await reviewed()
    notice_id = await published(one)
    objection = await object_to(notice_id, one.id, FORM, token="token-0000000000000001", on=OPENS)
    await answer_objection(
        objection,
        actor=province_officer(),
        outcome=ObjectionOutcome.REJECTED,
        answer="经现场核查，该层已设置分类容器。",
        on=OPENS,
    )
    assert await log.size() == 1
