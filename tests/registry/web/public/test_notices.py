"""Public notices and objections as anybody meets them."""

from datetime import date

import pytest
import time_machine

from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant
from registry.notices.actions import publish
from registry.notices.models import Objection
from registry.workdays.actions import seed as seed_calendar
from tests.factories.reviewing import account, reviewed

OPENING = date(2023, 6, 5)


@pytest.fixture
async def notice(db):
    """A notice with one mall, open for five working days."""
    await seed_calendar(actor=SYSTEM)
    application = await reviewed()
    officer = await account(Grant(Role.PROVINCE_OFFICER, "520000"))
    notice_id = await publish(
        [application.id],
        actor=officer,
        opens_on=OPENING,
        on=OPENING,
        title_zh="关于拟认定绿色商场的公示",
        title_en="Malls to be recognised",
    )
    return notice_id, application


@pytest.fixture
def during():
    with time_machine.travel("2023-06-06T03:00:00Z", tick=True):
        yield


def _address(notice):
    return f"/notices/{notice[0]}/objections/{notice[1].id}"


async def test_the_list_and_the_notice(browser, notice, during):
    await browser.get("/notices")
    assert "关于拟认定绿色商场的公示" in browser.html
    await browser.get(f"/notices/{notice[0]}?lang=en")
    assert "Malls to be recognised" in browser.html
    assert "5 working days" in browser.html
    assert _address(notice) in browser.html


async def test_an_objection_arrives_once_and_nobody_is_named(browser, notice, during):
    await browser.get(_address(notice))
    fields = {"name": "李某", "contact": "13800000000", "criterion": "", "text": "二楼的灯整夜亮着，我每晚路过都看到。"}
    hidden = browser.hidden(_address(notice))
    for _ in range(2):
        response = await browser.post(_address(notice), [*hidden, *fields.items()])
        assert response.status == 303
    assert await Objection.all().count() == 1
    await browser.get(response.headers["Location"])
    assert "您的异议已收到" in browser.html
    assert "李某" not in browser.html


async def test_what_was_typed_stays_when_something_is_missing(browser, notice, during):
    await browser.get(_address(notice))
    response = await browser.submit(
        _address(notice), {"name": "", "contact": "13800000000", "text": "我写了很长的理由，不想再写一遍。"}
    )
    assert response.status == 422
    assert "我写了很长的理由" in browser.html
    assert "govuk-error-summary" in browser.html
    assert await Objection.all().count() == 0


async def test_after_the_window_it_is_refused_with_the_reason(browser, notice):
    with time_machine.travel("2023-06-06T03:00:00Z", tick=True):
        await browser.get(_address(notice))
    with time_machine.travel("2023-07-06T03:00:00Z", tick=True):
        response = await browser.submit(
            _address(notice), {"name": "李某", "contact": "13800000000", "text": "二楼的灯整夜亮着，我每晚路过都看到。"}
        )
    assert response.status == 409
    assert "二楼的灯整夜亮着" in browser.html


async def test_strangers_addresses_are_not_found(browser, notice):
    other = "00000000-0000-7000-8000-000000000000"
    assert (await browser.get(f"/notices/{other}")).status == 404
    assert (await browser.get(f"/notices/{notice[0]}/objections/{other}")).status == 404
