"""Assigning a reviewer: conflicts are shown with their reason, and refused if posted all the same."""

import time_machine

from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant
from registry.applications.rules import State
from registry.reviews.models import Assignment
from registry.workdays.actions import seed
from tests.factories.people import GUIYANG, SICHUAN
from tests.factories.reviewing import handed_in, reviewer
from tests.registry.web.desk.stage import city_officer, province_officer

MONDAY = "2023-05-15T03:00:00Z"


async def opened(browser, state=State.ACCEPTED):
    await seed(actor=SYSTEM)
    made = await handed_in({"X101": True}, state=state)
    free = await reviewer(name="陈专家")
    local = await reviewer(Grant(Role.CITY_OFFICER, GUIYANG), name="贵阳专家")
    member = await reviewer(Grant(Role.ENTERPRISE_MEMBER, None, made.mall.enterprise_id), name="自家专家")
    await browser.sign_in_as((await province_officer()).account_id)
    path = f"/desk/applications/{made.id}/assign"
    with time_machine.travel(MONDAY, tick=True):
        await browser.get(path)
    return made, path, free, local, member


async def test_conflicts_are_shown_with_why(browser):
    _, path, _, _, _ = await opened(browser)
    with time_machine.travel(MONDAY, tick=True):
        await browser.get(f"{path}?lang=en")
    assert "is an officer of the same city" in browser.html
    assert "belongs to the enterprise that applies" in browser.html
    assert browser.html.count(" disabled") >= 2


async def test_assign(browser):
    made, path, free, _, _ = await opened(browser)
    with time_machine.travel(MONDAY, tick=True):
        answer = await browser.submit(path, {"reviewer_id": str(free.account_id), "working_days": "10"})
    assert (answer.status, answer.headers["Location"]) == (303, f"/desk/applications/{made.id}")
    assignment = await Assignment.get(application_id=made.id)
    assert (assignment.reviewer_id, assignment.due_on.isoformat()) == (free.account_id, "2023-05-29")


async def test_refusals_stand_beside_their_field(browser):
    made, path, _, local, member = await opened(browser)
    with time_machine.travel(MONDAY, tick=True):
        for chosen in (local, member):
            answer = await browser.submit(path, {"reviewer_id": str(chosen.account_id), "working_days": "10"})
            assert answer.status == 422
            assert 'href="#reviewer_id"' in browser.html
        assert (await browser.submit(path, {"working_days": "10"})).status == 422
    assert not await Assignment.exists(application_id=made.id)


async def test_not_before_it_is_accepted_and_not_elsewhere(browser):
    _, path, _, _, _ = await opened(browser, state=State.SUBMITTED)
    assert (await browser.get(path)).status == 409
    for official in (await province_officer(SICHUAN), await city_officer()):
        await browser.sign_in_as(official.account_id)
        assert (await browser.get(path)).status == 404
