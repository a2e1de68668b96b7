"""Answering an objection: once, with a reason, by the office it belongs to."""

from registry.applications.models import Application
from registry.applications.rules import State
from registry.notices.actions import object_to
from registry.notices.models import Objection
from registry.notices.schemas import ObjectionForm
from tests.factories.people import SICHUAN
from tests.registry.web.desk.stage import OPENS, city_officer, decider, noticed, province_officer

ANSWER = "经现场核查，二楼照明为应急照明，符合要求。"


async def opened(browser, criterion=""):
    application, notice_id = await noticed()
    form = ObjectionForm(
        name="李某某", contact="13800000000", text="二楼的灯整夜亮着，我每晚路过都看到。", criterion=criterion
    )
    objection_id = await object_to(notice_id, application.id, form, token="a" * 20, on=OPENS)
    await browser.sign_in_as((await province_officer()).account_id)
    path = f"/desk/objections/{objection_id}"
    await browser.get(path)
    return application, objection_id, path


async def test_reject(browser):
    application, objection_id, path = await opened(browser, "X204-1")
    assert "李某某" in browser.html
    assert "X204-1" in browser.html
    answer = await browser.submit(path, {"outcome": "rejected", "answer": ANSWER})
    assert (answer.status, answer.headers["Location"]) == (303, path)
    assert (await Objection.get(id=objection_id)).outcome == "rejected"
    assert (await Application.get(id=application.id)).state == State.IN_NOTICE
    await browser.get(path)
    assert ANSWER in browser.html
    assert 'name="outcome"' not in browser.html
    assert all(word in browser.html for word in ("异议人", "答复", "异议不成立"))
    assert not any(word in browser.html for word in ("填报", "未同意"))


async def test_uphold_takes_it_out_of_the_notice(browser):
    application, _, path = await opened(browser)
    assert (await browser.submit(path, {"outcome": "upheld", "answer": ANSWER})).status == 303
    assert (await Application.get(id=application.id)).state == State.REVIEWED


async def test_an_answer_that_says_nothing_is_shown_again(browser):
    _, _, path = await opened(browser)
    assert (await browser.submit(path, {"outcome": "rejected", "answer": ""})).status == 422
    assert (await browser.submit(path, {"outcome": "rejected", "answer": "不成立"})).status == 422
    assert "不成立" in browser.html


async def test_others_find_nothing(browser):
    _, _, path = await opened(browser)
    for official in (await province_officer(SICHUAN), await decider(), await city_officer()):
        await browser.sign_in_as(official.account_id)
        assert (await browser.get(path)).status == 404
    assert (await browser.post(path, {})).status == 404
