"""Deciding: the certificate is seen before it is agreed to, never by who proposed it."""

import time_machine

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.applications.models import Application
from registry.applications.rules import State
from registry.decisions.models import Decision
from registry.decisions.rules import ProposalState
from registry.issuance.models import Certificate
from tests.factories.certificates import office
from tests.factories.people import SICHUAN
from tests.factories.reviewing import account
from tests.registry.web.desk.stage import DOCUMENT, city_officer, decider, proposed, province_officer

AFTER = "2023-06-12T03:00:00Z"


async def opened(browser, *, bureau=True):
    if bureau:
        await office()
    officer = await province_officer()
    application, decision_id = await proposed(officer, name="甲秀购物中心")
    path = f"/desk/decisions/{decision_id}"
    await browser.sign_in_as((await decider()).account_id)
    with time_machine.travel(AFTER, tick=True):
        assert (await browser.get(path)).status == 200
    return application, officer, path


async def test_what_would_be_issued_is_shown_and_nothing_reserved(browser):
    await opened(browser)
    for part in ("GM-520000-2023-0001", "甲秀购物中心", "绿色商场认定证书", "2023年6月12日", "贵州省商务厅", DOCUMENT):
        assert part in browser.html, part
    assert not await Certificate.exists()


async def test_agree(browser):
    application, _, path = await opened(browser)
    with time_machine.travel(AFTER, tick=True):
        answer = await browser.submit(path, {"agree": "yes"})
        assert (answer.status, answer.headers["Location"]) == (303, path)
        certificate = await Certificate.get(application_id=application.id)
        assert certificate.number == "GM-520000-2023-0001"
        await browser.get(path)
    assert f"/desk/certificates/{certificate.id}" in browser.html
    assert 'name="agree"' not in browser.html
    assert (await Application.get(id=application.id)).state == State.RECOGNISED


async def test_reject_needs_a_remark(browser):
    application, _, path = await opened(browser)
    with time_machine.travel(AFTER, tick=True):
        assert (await browser.submit(path, {"agree": "no"})).status == 422
        assert 'href="#remark"' in browser.html
        assert (await browser.submit(path, {})).status == 422
        assert (await browser.submit(path, {"agree": "no", "remark": "文号有误，请更正后重提。"})).status == 303
    assert (await Decision.get(application_id=application.id)).state == ProposalState.REJECTED


async def test_the_own_proposal_cannot_be_decided(browser):
    await office()
    both = await account(Grant(Role.PROVINCE_OFFICER, "520000"), Grant(Role.PROVINCE_DECIDER, "520000"))
    _, decision_id = await proposed(both)
    path = f"/desk/decisions/{decision_id}"
    await browser.sign_in_as(both.account_id)
    with time_machine.travel(AFTER, tick=True):
        await browser.get(f"{path}?lang=en")
        assert "You proposed this yourself" in browser.html
        assert 'name="agree"' not in browser.html
        hidden = [(name, value) for name, value in browser.hidden("/sign-out") if name == "_csrf"]
        answer = await browser.post(path, [*hidden, ("agree", "yes")])
    assert answer.status == 409
    assert not await Certificate.exists()


async def test_what_hinders_issuing_is_known_before(browser):
    await opened(browser, bureau=False)
    assert "govuk-warning-text" in browser.html


async def test_the_list_by_state(browser):
    await opened(browser)
    for query, seen in (("", True), ("?state=proposed", True), ("?state=agreed", False)):
        await browser.get(f"/desk/decisions{query}")
        assert ("甲秀购物中心" in browser.html) == seen


async def test_who_sees_and_who_does_not(browser):
    _, _, path = await opened(browser)
    for official, status in (
        (await account(Grant(Role.AUDITOR)), 200),
        (await province_officer(), 200),
        (await decider(SICHUAN), 404),
        (await city_officer(), 404),
    ):
        await browser.sign_in_as(official.account_id)
        assert (await browser.get(path)).status == status
        assert 'name="agree"' not in browser.html
