"""The completeness check: accept, return with advice and a day, and keep what was typed when something is missing."""

import time_machine

from registry.accounts.schemas import SYSTEM
from registry.applications.models import Application
from registry.applications.rules import State
from registry.reviews.models import CompletenessCheck
from registry.workdays.actions import seed
from tests.factories.people import ZUNYI
from tests.factories.reviewing import handed_in
from tests.registry.web.desk.stage import city_officer, province_officer

MONDAY = "2023-05-15T03:00:00Z"


async def opened(browser, **site):
    await seed(actor=SYSTEM)
    made = await handed_in({"X101": True}, **site)
    await browser.sign_in_as((await city_officer()).account_id)
    path = f"/desk/applications/{made.id}/check"
    with time_machine.travel(MONDAY, tick=True):
        await browser.get(path)
    return made, path


async def test_accept(browser):
    made, path = await opened(browser)
    answer = await browser.submit(path, {"outcome": "accept", "working_days": "10"})
    assert (answer.status, answer.headers["Location"]) == (303, f"/desk/applications/{made.id}")
    assert (await Application.get(id=made.id)).state == State.ACCEPTED


async def test_return_with_advice_and_the_day_that_was_shown(browser):
    made, path = await opened(browser, name="示例天街")
    assert browser.title == "材料审核 – 示例天街 – 商务主管部门工作台 – 绿册"
    assert "5个工作日：2023年5月22日" in browser.html
    with time_machine.travel(MONDAY, tick=True):
        fields = {"outcome": "return", "working_days": "5", "advice.X102": "请补交培训签到表。"}
        assert (await browser.submit(path, fields)).status == 303
        check = await CompletenessCheck.get(application_id=made.id)
        assert (check.advice, check.due_on.isoformat()) == ({"X102": "请补交培训签到表。"}, "2023-05-22")
        await browser.get(f"/desk/applications/{made.id}")
    assert "请补交培训签到表。" in browser.html


async def test_a_typed_day_counts_instead(browser):
    made, path = await opened(browser)
    with time_machine.travel(MONDAY, tick=True):
        fields = {"outcome": "return", "working_days": "5", "due_on": "2023-06-30", "remark": "请补齐盖章页。"}
        assert (await browser.submit(path, fields)).status == 303
    assert (await CompletenessCheck.get(application_id=made.id)).due_on.isoformat() == "2023-06-30"


async def test_what_was_typed_stays(browser):
    made, path = await opened(browser)
    answer = await browser.submit(path, {"advice.X102": "请补交培训签到表。"})
    assert answer.status == 422
    assert "请补交培训签到表。" in browser.html
    assert 'href="#outcome"' in browser.html
    with time_machine.travel(MONDAY, tick=True):
        answer = await browser.submit(path, {"outcome": "return", "working_days": "5"})
        assert answer.status == 422
        assert 'href="#remark"' in browser.html
        answer = await browser.submit(path, {"outcome": "return", "due_on": "2023-05-01", "remark": "请补齐盖章页。"})
    assert answer.status == 422
    assert 'href="#due_on"' in browser.html
    assert "请补齐盖章页。" in browser.html
    assert (await Application.get(id=made.id)).state == State.SUBMITTED


async def test_twice_is_told(browser):
    _, path = await opened(browser)
    hidden = browser.hidden(path)
    first = [("outcome", "accept"), *hidden]
    assert (await browser.post(path, first)).status == 303
    again = [("outcome", "accept"), *((name, value) for name, value in hidden if name != "_once")]
    assert (await browser.post(path, again)).status == 409


async def test_other_offices_get_the_page_of_nothing(browser):
    _, path = await opened(browser)
    for official in (await city_officer(ZUNYI), await province_officer()):
        await browser.sign_in_as(official.account_id)
        assert (await browser.get(path)).status == 404
