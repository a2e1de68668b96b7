"""The queue: each role sees what waits for it, other towns stay out, filters live in the address."""

import time_machine

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.applications.rules import State
from tests.factories.people import SICHUAN, ZUNYI
from tests.factories.reviewing import account, handed_in, reviewed
from tests.registry.web.desk.stage import city_officer, decider, province_officer


async def test_a_city_officer_sees_what_to_check_in_the_own_city(browser):
    made = await handed_in(name="甲秀购物中心")
    await browser.sign_in_as((await city_officer()).account_id)
    await browser.get("/desk")
    assert "甲秀购物中心" in browser.html
    assert f"/desk/applications/{made.id}/check" in browser.html
    await browser.sign_in_as((await city_officer(ZUNYI)).account_id)
    await browser.get("/desk")
    assert "甲秀购物中心" not in browser.html


async def test_what_is_with_others_stands_apart(browser):
    await handed_in(name="甲秀购物中心", state=State.RETURNED)
    await browser.sign_in_as((await city_officer()).account_id)
    await browser.get("/desk")
    assert "甲秀购物中心" not in browser.html
    await browser.get("/desk?who=others&lang=en")
    assert "甲秀购物中心" in browser.html
    assert "The enterprise mends it" in browser.html


async def test_a_province_officer_has_the_next_step_of_each(browser):
    accepted = await handed_in(state=State.ACCEPTED)
    passed, failed = await reviewed(), await reviewed(passed=False)
    await browser.sign_in_as((await province_officer()).account_id)
    await browser.get("/desk")
    for path in (
        f"/desk/applications/{accepted.id}/assign",
        f"/desk/notices/new?application={passed.id}",
        f"/desk/applications/{failed.id}/propose",
    ):
        assert path in browser.html
    await browser.sign_in_as((await province_officer(SICHUAN)).account_id)
    await browser.get("/desk")
    assert str(accepted.id) not in browser.html


async def test_filters_narrow_and_stay(browser):
    await handed_in(name="甲秀购物中心")
    await handed_in(name="花溪购物中心")
    await browser.sign_in_as((await city_officer()).account_id)
    await browser.get("/desk?q=花溪&kind=check&place=520100")
    assert "花溪购物中心" in browser.html
    assert "甲秀购物中心" not in browser.html
    assert 'value="花溪"' in browser.html
    await browser.get("/desk?late=1")
    assert "花溪购物中心" not in browser.html
    assert (await browser.get("/desk?kind=nonsense")).status == 422


async def test_administrators_and_auditors_find_their_doors(browser):
    await browser.sign_in_as((await account(Grant(Role.ADMINISTRATOR))).account_id)
    await browser.get("/desk")
    assert "/desk/accounts" in browser.html
    assert "/desk/audit" not in browser.html
    await browser.sign_in_as((await account(Grant(Role.AUDITOR))).account_id)
    await browser.get("/desk")
    assert "/desk/audit" in browser.html


async def test_members_of_enterprises_and_strangers_stay_out(browser):
    made = await handed_in()
    await browser.sign_in_as(made.mall.member.account_id)
    assert (await browser.get("/desk")).status == 404
    browser.client.session.cookie_jar.clear()
    answer = await browser.get("/desk")
    assert (answer.status, answer.headers["Location"]) == (303, "/sign-in?next=/desk")


async def test_a_decider_sees_nothing_before_something_is_proposed(browser):
    await reviewed()
    await browser.sign_in_as((await decider()).account_id)
    with time_machine.travel("2023-06-12T03:00:00Z", tick=True):
        await browser.get("/desk?lang=en")
    assert "Nothing waits for you" in browser.html
