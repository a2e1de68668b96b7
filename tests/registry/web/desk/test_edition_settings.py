"""Settings of a draft: whatever is typed is kept, its faults stand beside it, and nobody overwrites a colleague."""

import pytest

from registry.editions import actions, contents
from registry.editions.models import EditionDraft
from tests.factories import editions as make
from tests.filling import filled
from tests.registry.web.desk.stage import province_officer


@pytest.fixture
async def at(browser):
    who = await province_officer()
    await browser.sign_in_as(who.account_id)
    draft_id = await make.imported(who)
    address = f"/desk/editions/{draft_id}/settings"
    await browser.get(address)
    return address


async def content():
    return (await EditionDraft.get()).content


async def test_sending_a_page_back_as_it_is_changes_nothing(browser, at):
    before = await content()
    answer = await browser.post(at, filled(browser.html, at))
    assert (answer.status, answer.headers["Location"]) == (303, f"{at}?saved=true")
    assert await content() == before


@pytest.mark.parametrize("sent", [{}, {"in_force_from": [], "chapters": [{"code": "A", "points": []}]}])
async def test_whatever_a_program_has_sent_can_be_mended_here(browser, at, sent):
    stored = await EditionDraft.get()
    who = await province_officer()
    await actions.save_content(stored.id, sent, seen=contents.seen(stored.content), actor=who)
    assert (await browser.get(at)).status == 200


async def test_what_is_missing_stands_beside_its_field(browser, at):
    assert "有内容需要修改" in browser.html
    assert 'href="#in_force_from"' in browser.html
    assert "自有文件 1：标题" in browser.html


async def test_everything_typed_is_kept_even_what_is_wrong(browser, at):
    changes = {
        "title__zh": "贵州省绿色商场评价指标",
        "in_force_from": "2026-04-01",
        "total__points": "二十",
        "documents__0__title__zh": "办法",
        "documents__0__issuer__zh": "省商务厅",
        "documents__0__dated": "2026-03",
        "chapters__2__title__zh": "三、加分",
        "pass_mark__grades__0__from_share": "０.８５",
    }
    answer = await browser.post(at, filled(browser.html, at, **changes))
    assert answer.status == 303
    stored = await content()
    assert stored["total"]["points"] == "二十"
    assert stored["documents"][0]["title"] == {"zh": "办法"}
    assert stored["pass_mark"]["grades"][0]["from_share"] == "0.85"
    assert [part["code"] for part in stored["chapters"]] == ["C1", "C2", "C3"]
    assert [len(part["criteria"]) for part in stored["chapters"]] == [3, 2, 0]
    await browser.get(f"{at}?saved=true")
    assert "已保存" in browser.html
    assert "这不是一个数" in browser.html
    assert 'value="二十"' in browser.html


async def test_english_may_be_asked_for(browser, at):
    fields = [(name, value) for name, value in filled(browser.html, at) if name != "chinese_only"]
    assert (await browser.post(at, fields)).status == 303
    assert not (await EditionDraft.get()).chinese_only
    await browser.get(at)
    assert 'href="#title.en"' in browser.html


async def test_more_rows_are_shown_without_saving(browser, at):
    before = await content()
    answer = await browser.post(at, filled(browser.html, at, step="show", title__zh="还没有保存"))
    assert answer.status == 200
    assert 'name="formats.11.code"' in browser.html
    assert "还没有保存" in browser.html
    assert await content() == before


async def test_a_chapter_with_criteria_cannot_be_emptied(browser, at):
    fields = [(name, "" if name.startswith("chapters.0.") else value) for name, value in filled(browser.html, at)]
    answer = await browser.post(at, fields)
    assert answer.status == 422
    assert "C1 章内还有条款" in browser.html


async def test_a_colleagues_change_is_shown_beside_ones_own(browser, at):
    mine = filled(browser.html, at, title__zh="我的标题")
    stored = await content()
    draft = await EditionDraft.get()
    await actions.save_content(
        draft.id, stored | {"title": {"zh": "同事的标题"}}, seen=contents.seen(stored), actor=await make.officer()
    )
    answer = await browser.post(at, mine)
    assert answer.status == 409
    for part in ("我的标题", "同事的标题", "两个版本对照"):
        assert part in browser.html
    assert (await content())["title"]["zh"] == "同事的标题"
    assert (await browser.post(at, filled(browser.html, at))).status == 303
    assert (await content())["title"]["zh"] == "我的标题"


async def test_a_closed_draft_has_no_settings_to_change(browser, at):
    await actions.discard((await EditionDraft.get()).id, actor=await make.officer())
    assert (await browser.get(at)).status == 409
