"""The queue: each role sees what waits for it, others' towns stay out, filters live in the address."""

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.applications.rules import State
from tests.factories.people import GUIYANG, GUIZHOU, SICHUAN, ZUNYI
from tests.factories.reviewing import account, handed_in, reviewed


async def test_a_city_officer_sees_what_to_check_in_the_own_city(browser):
    made = await handed_in(name="甲秀购物中心")
    officer = await account(Grant(Role.CITY_OFFICER, GUIYANG))
    await browser.sign_in_as(officer.account_id)
    await browser.get("/desk")
    assert "甲秀购物中心" in browser.html
    assert f"/desk/applications/{made.id}/check" in browser.html


async def test_an_application_page(browser):
    made = await handed_in({"X101": True}, name="甲秀购物中心")
    officer = await account(Grant(Role.CITY_OFFICER, GUIYANG))
    await browser.sign_in_as(officer.account_id)
    for path in ("/desk/applications", f"/desk/applications/{made.id}", f"/desk/applications/{made.id}?lang=en"):
        answer = await browser.get(path)
        assert answer.status == 200, path
        assert "甲秀购物中心" in browser.html
