"""Planning a notice: its window with rule and source, refusals with the right days, preview before publishing."""

import time_machine

from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant
from registry.identifiers import new_id
from registry.notices.actions import object_to
from registry.notices.models import PublicNotice
from registry.notices.schemas import ObjectionForm
from registry.workdays.actions import seed
from tests.factories.people import SICHUAN
from tests.factories.reviewing import account, reviewed
from tests.registry.web.desk.stage import OPENS, city_officer, decider, noticed, province_officer

MONDAY = "2023-06-05T03:00:00Z"
NEW = "/desk/notices/new"


async def planning(browser):
    await seed(actor=SYSTEM)
    made = await reviewed(name="甲秀购物中心")
    await browser.sign_in_as((await province_officer()).account_id)
    with time_machine.travel(MONDAY, tick=True):
        await browser.get(f"{NEW}?application={made.id}")
    fields = {"application_ids": str(made.id), "opens_on": "2023-06-05", "title_zh": "关于拟认定绿色商场的公示"}
    return made, fields


async def test_the_list_offers_candidates_and_published_ones(browser):
    _made, _ = await planning(browser)
    await browser.get("/desk/notices")
    assert "甲秀购物中心" in browser.html
    assert NEW in browser.html
    await noticed()
    for official in (await decider(), await city_officer(), await account(Grant(Role.AUDITOR))):
        await browser.sign_in_as(official.account_id)
        await browser.get("/desk/notices")
        assert "关于拟认定绿色商场的公示" in browser.html
        assert NEW not in browser.html
        assert (await browser.get(NEW)).status == 404
    await browser.sign_in_as((await province_officer(SICHUAN)).account_id)
    await browser.get("/desk/notices")
    assert "关于拟认定绿色商场的公示" not in browser.html


async def test_preview_shows_the_window_and_its_rule_then_it_is_published(browser):
    made, fields = await planning(browser)
    assert " checked" in browser.html
    with time_machine.travel(MONDAY, tick=True):
        answer = await browser.submit(NEW, fields | {"step": "preview"})
        assert answer.status == 200
        for part in ("2023年6月9日", "5个工作日", "新疆维吾尔自治区商务厅", "甲秀购物中心", "2023-06-05 至 2023-06-09"):
            assert part in browser.html, part
        assert not await PublicNotice.exists()
        answer = await browser.submit(NEW, fields | {"step": "publish"})
    published = await PublicNotice.get()
    assert (answer.status, answer.headers["Location"]) == (303, f"/desk/notices/{published.id}")
    assert published.closes_on.isoformat() == "2023-06-09"
    await browser.get(f"/desk/notices/{published.id}")
    assert f"/desk/applications/{made.id}" in browser.html


async def test_wrong_windows_are_refused_with_the_right_days(browser):
    _, fields = await planning(browser)
    with time_machine.travel(MONDAY, tick=True):
        for change, field in (
            ({"closes_on": "2023-06-07"}, "closes_on"),
            ({"closes_on": "2023-06-01"}, "closes_on"),
            ({"closes_on": "2024-06-09"}, "closes_on"),
            ({"opens_on": "2023-06-01"}, "opens_on"),
            ({"opens_on": "2025-06-01"}, "opens_on"),
            ({"title_zh": ""}, "title_zh"),
        ):
            answer = await browser.submit(NEW, fields | change | {"step": "preview"})
            assert answer.status == 422, change
            assert f'href="#{field}"' in browser.html, change
            if field == "closes_on":
                assert "2023年6月9日" in browser.html
    assert not await PublicNotice.exists()


async def test_a_choice_that_cannot_be_noticed_is_refused(browser):
    _made, fields = await planning(browser)
    failed = await reviewed(passed=False)
    with time_machine.travel(MONDAY, tick=True):
        for chosen in (str(failed.id), str(new_id())):
            answer = await browser.submit(NEW, fields | {"application_ids": chosen})
            assert answer.status == 409
        fields.pop("application_ids")
        assert (await browser.submit(NEW, fields)).status == 422
    assert 'href="#application_ids"' in browser.html


async def test_objections_are_seen_by_those_who_answer_only(browser):
    application, notice_id = await noticed()
    form = ObjectionForm(name="李某某", contact="13800000000", text="二楼的灯整夜亮着，我每晚路过都看到。")
    objection_id = await object_to(notice_id, application.id, form, token="a" * 20, on=OPENS)
    await browser.sign_in_as((await province_officer()).account_id)
    for path in (f"/desk/notices/{notice_id}", "/desk/notices"):
        await browser.get(path)
        assert f"/desk/objections/{objection_id}" in browser.html
    await browser.sign_in_as((await decider()).account_id)
    await browser.get(f"/desk/notices/{notice_id}")
    assert f"/desk/objections/{objection_id}" not in browser.html
    assert (await browser.get(f"/desk/notices/{new_id()}")).status == 404
