"""The portal in real Chromium: axe on its pages, saving while typing, two windows, a lost session, no script at all."""

from contextlib import asynccontextmanager

import pytest
from aiohttp.test_utils import TestServer

from registry import clock
from registry.accounts import signing_in
from registry.applications import queries
from registry.applications.actions import open_application
from registry.assessments.actions import score_submission
from registry.web.session import digest
from scoring.loader import load_all
from tests.chromium import WIDTHS, chromium, faults
from tests.factories import applications
from tests.factories.enterprises import mall
from tests.registry.web.test_every_edition import applicant, call

TOKEN = "session-of-the-browser"
PAGES = ("", "/members", "/members/new")


@pytest.fixture
async def address(app, db):
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


@asynccontextmanager
async def windows(address, member, **options):
    """A browser context in which the member is signed in."""
    await signing_in.open_session(member.account_id, digest(TOKEN), clock.now(), "tests")
    async with chromium() as browser:
        context = await browser.new_context(locale="zh-CN", **options)
        context.set_default_timeout(10_000)
        await context.add_cookies([{"name": "lvce", "value": TOKEN, "url": address}])
        yield context


async def stored(seat, code="X103"):
    view = await queries.application(seat.member, seat.applied.id)
    return next(item for chapter in view.chapters for item in chapter.items if item.code == code)


async def test_axe_finds_nothing_and_nothing_is_too_wide(address, handed_in, round_id):
    await score_submission(handed_in.applied.submission_id)
    owner = await mall()
    opened = await open_application(owner.site_id, round_id=round_id, actor=owner.member)
    other = await applications.complete(applications.Applied(opened, owner))
    own = f"/portal/applications/{other.id}"
    seen = {
        handed_in.member: ["/portal", handed_in.address, f"{handed_in.address}/result", f"{handed_in.address}/chapters/X2"],
        other.member: [own, f"{own}/chapters/X2", f"{own}/evidence/X101", f"{own}/submit", "/portal/sites/new",
                       f"/portal/sites/{other.mall.site_id}", "/portal/account", "/portal/apply", "/sign-up",
                       *(f"/portal/enterprises/{other.mall.enterprise_id}{page}" for page in PAGES)],
    }  # fmt: skip
    async with chromium() as browser:
        for number, (member, paths) in enumerate(seen.items()):
            await signing_in.open_session(member.account_id, digest(f"{TOKEN}{number}"), clock.now(), "tests")
            context = await browser.new_context(locale="zh-CN")
            await context.add_cookies([{"name": "lvce", "value": f"{TOKEN}{number}", "url": address}])
            page = await context.new_page()
            told: list[str] = []
            page.on("console", lambda m, told=told: told.append(m.text) if m.type in {"error", "warning"} else None)
            page.on("pageerror", lambda error, told=told: told.append(str(error)))
            for width in WIDTHS:
                await page.set_viewport_size({"width": width, "height": 900})
                for path in paths:
                    answer = await page.goto(f"{address}{path}")
                    assert answer.status == 200, path
                    assert await faults(page) == [], f"{path} at {width}"
            assert told == []


async def test_an_answer_is_saved_while_typing_and_the_score_follows(address, draft):
    async with windows(address, draft.member) as context:
        page = await context.new_page()
        await page.goto(f"{address}{draft.address}/chapters/X1")
        await page.get_by_label("说明（选填，X103）").fill("没写完就关了窗口")
        await page.get_by_label("未覆盖的方面").fill("1")
        item = page.locator("#item-X103")
        await item.get_by_text("已保存").wait_for()
        assert "4 / 20" in await page.locator("#score").inner_text()
        await page.get_by_label("未覆盖的方面").fill("一")
        await page.keyboard.press("Tab")
        await item.get_by_text("不是数字").wait_for()
        assert (await stored(draft)).value == 1
        await page.get_by_label("未覆盖的方面").fill("2")
        await page.keyboard.press("Tab")
        await item.get_by_text("已保存").wait_for()
        found = await stored(draft)
        assert (found.value, found.note) == (2, "没写完就关了窗口")
        await page.get_by_role("button", name="保存并继续").click()
        await page.wait_for_url("**/chapters/X2?saved=1")


async def test_two_windows_the_choice_appears_beside_the_answer(address, draft):
    async with windows(address, draft.member) as context:
        first, second = await context.new_page(), await context.new_page()
        for page in (first, second):
            await page.goto(f"{address}{draft.address}/chapters/X1")
        await first.get_by_label("未覆盖的方面").fill("1")
        await first.locator("#item-X103").get_by_text("已保存").wait_for()
        await second.get_by_label("未覆盖的方面").fill("3")
        await second.get_by_text("现已保存：1").wait_for()
        assert (await stored(draft)).value == 1
        await second.get_by_label("保存我填写的").check()
        await second.get_by_text("现已保存：1").wait_for(state="detached")
        assert (await stored(draft)).value == 3
        await first.get_by_label("未覆盖的方面").fill("5")
        await first.get_by_text("现已保存：3").wait_for()
        await first.get_by_label("保留已保存的").check()
        await first.get_by_text("现已保存：3").wait_for(state="detached")
        assert await first.get_by_label("未覆盖的方面").input_value() == "3"


async def test_signed_out_while_typing_nothing_is_lost(address, draft):
    async with windows(address, draft.member) as context:
        page = await context.new_page()
        await page.goto(f"{address}{draft.address}/chapters/X1")
        await signing_in.close_session(digest(TOKEN))
        await page.get_by_label("未覆盖的方面").fill("2")
        await page.get_by_text("您已退出登录。").wait_for()
        assert await page.get_by_label("未覆盖的方面").input_value() == "2"
        other = await context.new_page()
        await other.goto(f"{address}/sign-in")
        await other.get_by_role("textbox", name="账号").fill(draft.member.login)
        await other.get_by_label("密码", exact=True).fill("a short sentence for tests")
        await other.locator("main").get_by_role("button", name="登录").click()
        await other.wait_for_url("**/portal")
        await page.locator("#item-X103").get_by_text("已保存").wait_for(timeout=15_000)
        assert (await stored(draft)).value == 2


async def test_without_a_connection_it_tries_again(address, draft):
    async with windows(address, draft.member) as context:
        page = await context.new_page()
        await page.goto(f"{address}{draft.address}/chapters/X1")
        await context.set_offline(True)
        await page.get_by_label("未覆盖的方面").fill("2")
        await page.get_by_text("未保存：网络不通").wait_for()
        await context.set_offline(False)
        await page.locator("#item-X103").get_by_text("已保存").wait_for(timeout=15_000)
        assert (await stored(draft)).value == 2


async def test_what_was_typed_a_moment_before_the_window_closed_is_kept(address, draft):
    async with windows(address, draft.member) as context:
        page = await context.new_page()
        await page.goto(f"{address}{draft.address}/chapters/X1")
        await page.get_by_label("说明（选填，X103）").press_sequentially("最后一句")
        await page.goto(f"{address}/portal")
        await page.wait_for_timeout(500)
        assert (await stored(draft)).note == "最后一句"


async def test_the_whole_form_works_without_a_script(address, draft, tmp_path):
    file = tmp_path / "台账.pdf"
    file.write_bytes(applications.page())
    async with windows(address, draft.member, java_script_enabled=False) as context:
        page = await context.new_page()
        await page.goto(f"{address}{draft.address}/chapters/X1")
        await page.get_by_label("未覆盖的方面").fill("2")
        await page.get_by_label("未覆盖的方面").press("Enter")
        await page.wait_for_url("**/chapters/X1?saved=1")
        assert (await stored(draft)).value == 2
        await page.get_by_label("说明（选填，X103）").fill("去传文件之前写的")
        await page.get_by_role("button", name="添加或撤回文件 – X103").click()
        await page.wait_for_url("**/evidence/X103?saved=1")
        await page.set_input_files("#file", str(file))
        await page.get_by_role("button", name="添加", exact=True).click()
        await page.wait_for_url("**/evidence/X103?added=1")
        await page.get_by_role("link", name="返回本章").click()
        found = await stored(draft)
        assert (found.note, [item.name for item in found.evidence]) == ("去传文件之前写的", ["台账.pdf"])


async def test_parts_and_choices_are_saved_while_choosing_and_clash_alike(address, db):
    edition = next(each for each in load_all().editions if each.scheme == "green-ecommerce")
    own, round_id = await applicant(edition), await call(edition)
    application_id = await open_application(own.site_id, round_id=round_id, actor=own.member)
    at = f"{address}/portal/applications/{application_id}/chapters/E3"

    async def kept(code):
        view = await queries.application(own.member, application_id)
        return next(item.value for chapter in view.chapters for item in chapter.items if item.code == code)

    async with windows(address, own.member) as context:
        page, other = await context.new_page(), await context.new_page()
        await page.goto(at)
        await other.goto(at)
        await page.check("#part-0-E301")
        await page.locator("#item-E301 [data-status]", has_text="已保存").wait_for()
        await page.check("#part-1-E301-2")
        await page.check("#value-E302-2")
        await page.locator("#item-E302 [data-status]", has_text="已保存").wait_for()
        await page.locator("#item-E302 [data-line]", has_text="5 / 10").wait_for()
        assert await kept("E301") == [True, False, None]
        assert await kept("E302") == edition.by_code["E302"].measure.steps[1].code
        await other.check("#value-E302")
        await other.locator("#item-E302 [data-clash]", has_text="仅有展示").wait_for()
        await other.check("#choice-E302-theirs")
        await other.locator("#item-E302 [data-status]", has_text="已保存").wait_for()
        assert await other.is_checked("#value-E302-2")
        await page.check("#value-E302-4")
        await page.locator("#item-E302 [data-line]", has_text="未填报").wait_for()
        assert await kept("E302") is None
