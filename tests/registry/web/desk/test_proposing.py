"""Proposing a decision: what is lacking is said, declining needs a reason, strangers find nothing."""

import time_machine

from registry.accounts.schemas import SYSTEM
from registry.decisions.models import Decision
from registry.workdays.actions import seed
from tests.factories.people import SICHUAN
from tests.factories.reviewing import reviewed
from tests.registry.web.desk.stage import DOCUMENT, city_officer, decider, noticed, proposed, province_officer

DURING, AFTER = "2023-06-07T03:00:00Z", "2023-06-12T03:00:00Z"


async def test_recognise_after_the_window(browser):
    application, _ = await noticed()
    await browser.sign_in_as((await province_officer()).account_id)
    path = f"/desk/applications/{application.id}/propose"
    with time_machine.travel(AFTER, tick=True):
        await browser.get(path)
        answer = await browser.submit(path, {"outcome": "recognise", "document_number": DOCUMENT})
    decision = await Decision.get(application_id=application.id)
    assert (answer.status, answer.headers["Location"]) == (303, f"/desk/decisions/{decision.id}")


async def test_before_its_end_it_says_until_when(browser):
    application, _ = await noticed()
    await browser.sign_in_as((await province_officer()).account_id)
    path = f"/desk/applications/{application.id}/propose"
    with time_machine.travel(DURING, tick=True):
        await browser.get(path)
        assert "2023年6月9日" in browser.html
        answer = await browser.submit(path, {"outcome": "recognise", "document_number": DOCUMENT})
    assert answer.status == 409
    assert DOCUMENT in browser.html
    assert not await Decision.exists()


async def test_declining_needs_a_reason_and_a_number(browser):
    await seed(actor=SYSTEM)
    application = await reviewed(passed=False)
    await browser.sign_in_as((await province_officer()).account_id)
    path = f"/desk/applications/{application.id}/propose"
    await browser.get(path)
    assert (await browser.submit(path, {"outcome": "decline"})).status == 422
    assert 'href="#document_number"' in browser.html
    assert (await browser.submit(path, {"outcome": "decline", "document_number": DOCUMENT})).status == 422
    assert 'href="#reason"' in browser.html
    fields = {"outcome": "decline", "document_number": DOCUMENT, "reason": "第三章得分未达到最低要求。"}
    assert (await browser.submit(path, fields)).status == 303


async def test_nothing_to_propose_is_told(browser):
    application, _ = await proposed()
    await browser.sign_in_as((await province_officer()).account_id)
    assert (await browser.get(f"/desk/applications/{application.id}/propose")).status == 409


async def test_others_find_nothing(browser):
    application = await reviewed()
    for official in (await province_officer(SICHUAN), await decider(), await city_officer()):
        await browser.sign_in_as(official.account_id)
        assert (await browser.get(f"/desk/applications/{application.id}/propose")).status == 404
