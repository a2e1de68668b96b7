"""The list of applications with its filters, and the page of one, within one's own places only."""

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.applications.models import Round
from registry.applications.rules import State
from registry.identifiers import new_id
from tests.factories.people import SICHUAN, ZUNYI
from tests.factories.reviewing import account, handed_in, reviewed, reviewer
from tests.registry.web.desk.stage import city_officer, decider, noticed, proposed, province_officer


async def test_filters_of_the_list(browser):
    await handed_in(name="甲秀购物中心")
    await handed_in(name="遵义购物中心", place_code="520302", state=State.ACCEPTED)
    call = await Round.first()
    await browser.sign_in_as((await province_officer()).account_id)
    for query, expected in (
        ("", (True, True)),
        ("?place=520300", (False, True)),
        ("?state=submitted", (True, False)),
        ("?q=遵义", (False, True)),
        (f"?round={call.id}&scheme=green-mall", (True, True)),
        (f"?round={new_id()}", (False, False)),
        ("?size=1&page=2", (False, True)),
    ):
        await browser.get(f"/desk/applications{query}")
        assert ("甲秀购物中心" in browser.html, "遵义购物中心" in browser.html) == expected, query


async def test_an_office_elsewhere_gets_the_page_of_nothing(browser):
    made = await handed_in(name="甲秀购物中心")
    refusals = set()
    for official in (await city_officer(ZUNYI), await province_officer(SICHUAN), await reviewer()):
        await browser.sign_in_as(official.account_id)
        assert (await browser.get(f"/desk/applications/{made.id}")).status == 404
        refusals.add(browser.html.split("<main")[1].split("</main>")[0].split("govuk-body-s")[0])
    await browser.sign_in_as((await city_officer()).account_id)
    assert (await browser.get(f"/desk/applications/{new_id()}")).status == 404
    refusals.add(browser.html.split("<main")[1].split("</main>")[0].split("govuk-body-s")[0])
    assert len(refusals) == 1


async def test_everything_stands_on_the_page(browser):
    made = await handed_in({"X101": True, "X103": 1}, name="甲秀购物中心")
    await browser.sign_in_as((await city_officer()).account_id)
    for language in ("zh-CN", "en"):
        assert (await browser.get(f"/desk/applications/{made.id}?lang={language}")).status == 200
        assert "甲秀购物中心" in browser.html
    assert f"/desk/applications/{made.id}/check" in browser.html
    assert "Check completeness" in browser.html
    assert "/assign" not in browser.html


async def test_actions_follow_state_and_office(browser):
    made = await reviewed()
    await browser.sign_in_as((await province_officer()).account_id)
    await browser.get(f"/desk/applications/{made.id}")
    for part in ("/assign", f"/desk/notices/new?application={made.id}", "/propose"):
        assert part in browser.html
    await browser.sign_in_as((await decider()).account_id)
    await browser.get(f"/desk/applications/{made.id}")
    assert "/propose" not in browser.html


async def test_notice_and_proposal_are_linked(browser):
    made, decision_id = await proposed()
    await browser.sign_in_as((await decider()).account_id)
    await browser.get(f"/desk/applications/{made.id}")
    assert f"/desk/decisions/{decision_id}" in browser.html
    made, notice_id = await noticed()
    await browser.sign_in_as((await account(Grant(Role.AUDITOR))).account_id)
    await browser.get(f"/desk/applications/{made.id}")
    assert f"/desk/notices/{notice_id}" in browser.html
    assert f"subject={made.id}" in browser.html


async def test_a_filter_that_no_text_may_contain_is_explained(browser):
    await browser.sign_in_as((await city_officer()).account_id)
    for query in ("q=%E2%80%AE", "scheme=%EE%80%80", "q=%00"):
        assert (await browser.get(f"/desk/applications?{query}")).status == 422
