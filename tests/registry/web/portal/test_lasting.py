"""What certificates ask of their holder, in words."""

from datetime import date

import pytest
import time_machine

from registry.accounts.schemas import SYSTEM
from registry.duties.actions import record_result, remind
from registry.duties.rules import DutyState, Result
from registry.identifiers import new_id
from registry.web.i18n import in_locale
from registry.web.portal.lasting import duty_words, steps
from registry.workdays.actions import seed
from tests.factories.certificates import office, printed
from tests.factories.people import city_officer, member

pytestmark = pytest.mark.usefixtures("db")


async def certified():
    await seed(actor=SYSTEM)
    await office()
    enterprise = new_id()
    return await printed(on=date(2023, 6, 12), enterprise_id=enterprise), member(enterprise)


async def said(who, day):
    with time_machine.travel(f"{day}T04:00:00Z", tick=False), in_locale("en"):
        await remind()
        return [(step.action, step.day, step.late) for _, step in await steps(who, date.fromisoformat(day))]


async def test_from_a_first_reminder_to_what_has_to_be_mended():
    made, who = await certified()
    assert await said(who, "2024-05-01") == []
    assert await said(who, "2024-05-13") == [("Look at it", date(2024, 7, 10), False)]
    assert await said(who, "2024-06-14") == [("Look at it", date(2024, 7, 10), False)]
    with time_machine.travel("2024-06-14T04:00:00Z", tick=False):
        await record_result(
            made.certificate_id,
            1,
            actor=city_officer(),
            result=Result.MEND,
            done_on=date(2024, 6, 14),
            mend_by=date(2024, 7, 31),
            document_number="1号",
        )
    assert await said(who, "2024-06-15") == [("See what was found", date(2024, 7, 31), False)]
    assert await said(who, "2024-08-01") == [("See what was found", date(2024, 7, 31), True)]


async def test_an_end_that_comes_near():
    _, who = await certified()
    assert ("How it is renewed", None, False) in await said(who, "2026-01-05")


def test_every_state_has_words():
    assert all(duty_words(state)[0] for state in DutyState)
