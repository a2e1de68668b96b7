"""Reviewing: the sheet, one finding at a time, and concluding with what is lacking."""

from datetime import date

from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant
from registry.applications.models import Application
from registry.applications.rules import State
from registry.reviews.actions import assign_reviewer, record_finding
from registry.reviews.models import Finding
from registry.reviews.rules import Verdict
from registry.workdays.actions import seed
from tests.chromium import chromium
from tests.factories.people import GUIZHOU, SICHUAN
from tests.factories.reviewing import DAY, account, handed_in, reviewer


async def assigned(facts=None, **site):
    await seed(actor=SYSTEM)
    made = await handed_in(facts or {"X101": True, "X103": 1}, state=State.ACCEPTED, **site)
    expert = await reviewer()
    officer = await account(Grant(Role.PROVINCE_OFFICER, GUIZHOU))
    assignment = await assign_reviewer(
        made.id, actor=officer, reviewer_id=expert.account_id, on=DAY, due_on=date(2023, 6, 1)
    )
    return made, assignment, expert, officer


async def test_the_sheet_shows_rule_claim_and_field(browser):
    _made, assignment, expert, _ = await assigned(name="甲秀购物中心")
    await browser.sign_in_as(expert.account_id)
    await browser.get("/desk/reviews")
    assert "甲秀购物中心" in browser.html
    for path in (f"/desk/reviews/{assignment}", f"/desk/reviews/{assignment}?lang=en"):
        assert (await browser.get(path)).status == 200
    assert 'id="item-X101"' in browser.html
    assert "GB/T 38849-2020" in browser.html


async def test_findings_are_kept_one_by_one(browser):
    _made, assignment, expert, _ = await assigned()
    await browser.sign_in_as(expert.account_id)
    await browser.get(f"/desk/reviews/{assignment}")
    path = f"/desk/reviews/{assignment}/findings/X101"
    answer = await browser.submit(path, {"verdict-X101": "confirm"})
    assert (answer.status, answer.headers["Location"]) == (303, f"/desk/reviews/{assignment}?saved=X101")
    await browser.get(answer.headers["Location"])
    path = f"/desk/reviews/{assignment}/findings/X103"
    answer = await browser.submit(
        path, {"verdict-X103": "change", "value-X103": "3", "reason-X103": "现场抽查有三处未覆盖。"}
    )
    assert answer.status == 303
    assert await Finding.filter(assignment_id=assignment).count() == 2


async def test_a_change_without_a_reason_is_shown_again_at_its_item(browser):
    _made, assignment, expert, _ = await assigned()
    await browser.sign_in_as(expert.account_id)
    await browser.get(f"/desk/reviews/{assignment}")
    path = f"/desk/reviews/{assignment}/findings/X103"
    answer = await browser.submit(path, {"verdict-X103": "change", "value-X103": "7", "reason-X103": ""})
    assert answer.status == 422
    assert 'href="#reason-X103"' in browser.html
    assert 'value="7"' in browser.html
    answer = await browser.submit(
        path, {"verdict-X103": "change", "value-X103": "many", "reason-X103": "现场抽查有三处未覆盖。"}
    )
    assert answer.status == 422
    assert 'href="#value-X103"' in browser.html
    answer = await browser.submit(path, {})
    assert answer.status == 422
    assert 'href="#verdict-X103"' in browser.html


async def test_concluding_says_what_is_lacking(browser):
    _made, assignment, expert, _ = await assigned()
    await browser.sign_in_as(expert.account_id)
    await browser.get(f"/desk/reviews/{assignment}")
    answer = await browser.submit(f"/desk/reviews/{assignment}/conclude", {})
    assert answer.status == 409
    assert "X104" in browser.html


async def test_only_the_reviewer_works_and_the_office_looks_on(browser):
    _made, assignment, _, officer = await assigned()
    stranger = await reviewer(name="别的专家")
    await browser.sign_in_as(stranger.account_id)
    assert (await browser.get(f"/desk/reviews/{assignment}")).status == 404
    assert (await browser.post(f"/desk/reviews/{assignment}/conclude")).status in {404, 409}
    await browser.sign_in_as(officer.account_id)
    assert (await browser.get(f"/desk/reviews/{assignment}")).status == 200
    assert "保存此项" not in browser.html
    elsewhere = await account(Grant(Role.PROVINCE_OFFICER, SICHUAN))
    await browser.sign_in_as(elsewhere.account_id)
    assert (await browser.get(f"/desk/reviews/{assignment}")).status == 404


async def test_j_and_k_move_between_items_but_not_while_typing(browser):
    _, assignment, expert, _ = await assigned()
    await browser.sign_in_as(expert.account_id)
    address = browser.client.make_url(f"/desk/reviews/{assignment}")
    [cookie] = browser.client.session.cookie_jar
    async with chromium() as screen:
        page = await screen.new_page(locale="zh-CN")
        await page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": str(address.origin())}])
        await page.goto(str(address))
        focused = "document.activeElement.id"
        for key, expected in (("j", "item-X101"), ("j", "item-X102"), ("k", "item-X101"), ("k", "item-X101")):
            await page.keyboard.press(key)
            assert await page.evaluate(focused) == expected
        await page.focus("#reason-X101")
        await page.keyboard.press("j")
        assert await page.evaluate(focused) == "reason-X101"
        assert await page.input_value("#reason-X101") == "j"


async def test_with_every_finding_it_concludes(browser):
    made, assignment, expert, _ = await assigned()
    for code in ("X101", "X103"):
        await record_finding(assignment, code, actor=expert, verdict=Verdict.CONFIRM)
    for code in ("X104", "X305", "X406", "X505"):
        await record_finding(
            assignment, code, actor=expert, verdict=Verdict.CHANGE, value="1", reason="现场查看，基本符合要求。"
        )
    await browser.sign_in_as(expert.account_id)
    path = f"/desk/reviews/{assignment}"
    await browser.get(path)
    answer = await browser.submit(f"{path}/conclude", {})
    assert (answer.status, answer.headers["Location"]) == (303, path)
    assert (await Application.get(id=made.id)).state == State.REVIEWED
    await browser.get(path)
    assert "/conclude" not in browser.html
    await browser.get("/desk/reviews")
    assert path in browser.html


async def test_an_item_that_is_none_is_not_found(browser):
    _, assignment, expert, _ = await assigned()
    await browser.sign_in_as(expert.account_id)
    await browser.get(f"/desk/reviews/{assignment}")
    hidden = browser.hidden(f"/desk/reviews/{assignment}/conclude")
    assert (await browser.post(f"/desk/reviews/{assignment}/findings/X999", hidden)).status == 404
