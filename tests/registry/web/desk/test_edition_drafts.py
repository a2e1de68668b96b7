"""A draft's page: row by row what was understood, what is still to mend, and putting it aside."""

import pytest

from registry.editions import actions, contents
from registry.editions.models import EditionDraft
from registry.identifiers import new_id
from tests.factories import editions as make
from tests.factories.people import SICHUAN
from tests.registry.web.desk.stage import decider, province_officer

BROKEN = "序号,一级指标,二级指标,三级指标,分值,评价依据\n1,章,组,A1 守法,★,\n2,,,A2 逐项,3/2/1,\n3,,,,2,\n合计,,,,9,\n".encode()


@pytest.fixture
async def officer(browser):
    who = await province_officer()
    await browser.sign_in_as(who.account_id)
    return who


async def test_what_was_understood_and_what_not_is_shown_by_row(browser, officer):
    draft_id = await make.imported(officer, content=BROKEN)
    await browser.get(f"/desk/editions/{draft_id}")
    for part in ("未能识别的内容", "分值“3/2/1”不是一个数", "这一行没有三级指标", "逐行查看", "施行日期", "处待改"):
        assert part in browser.html, part
    assert f"/desk/editions/{draft_id}/criteria/A2" in browser.html


async def test_a_complete_one_says_so_and_others_read_it(browser, officer):
    draft_id = await make.completed(officer)
    await browser.get(f"/desk/editions/{draft_id}")
    assert "已完整" in browser.html
    assert "这一行标有 *" in browser.html
    assert "不低于 80 %，得 4 分" in browser.html
    await browser.sign_in_as((await decider()).account_id)
    await browser.get(f"/desk/editions/{draft_id}")
    assert f"{draft_id}/criteria/A101" not in browser.html
    assert "已完整" in browser.html
    await browser.sign_in_as((await province_officer(SICHUAN)).account_id)
    assert (await browser.get(f"/desk/editions/{draft_id}")).status == 404


async def test_an_edition_as_a_draft_has_no_table(browser, officer):
    draft_id = await actions.copy_edition("key-recycler", "2023-03-22", place_code="520000", actor=officer, on=make.DAY)
    await browser.get(f"/desk/editions/{draft_id}")
    assert "表格的识别结果" not in browser.html
    await actions.send_back(await make.proposed(officer), remark="请改日期", actor=await decider())
    drafts = await EditionDraft.filter(remark="请改日期")
    await browser.get(f"/desk/editions/{drafts[0].id}")
    assert "已退回：请改日期" in browser.html


async def test_putting_it_aside_is_asked_first(browser, officer):
    draft_id = await make.imported(officer)
    at = f"/desk/editions/{draft_id}/discard"
    await browser.get(at)
    answer = await browser.submit(at, {})
    assert (answer.status, answer.headers["Location"]) == (303, "/desk/editions")
    assert (await EditionDraft.get()).state == "discarded"
    assert (await browser.get(f"/desk/editions/{new_id()}/discard")).status == 404


async def test_a_draft_full_of_nonsense_still_has_its_pages(browser, officer):
    draft_id = await make.imported(officer)
    content = (await EditionDraft.get()).content
    odd = {"title": 5, "formats": 7, "documents": 3, "total": [], "pass_mark": "x", "citation": {"document": 4}}
    odd |= {"follows": "2021-05-25"}
    rows = [
        {"code": "A1", "title": 1, "measure": "m", "evidence": "e", "continues": ["X101"]},
        {"code": "A2", "measure": {"kind": 3}, "gate": "?", "continues": {"X101": 1}},
    ]
    chapters = [{"code": "C1", "title": 0, "criteria": rows}, {"code": "C2"}]
    await actions.save_content(
        draft_id, odd | {"chapters": chapters}, seen=contents.seen(content), actor=officer, chinese_only=False
    )
    base = f"/desk/editions/{draft_id}"
    for path in ("", "/settings", "/add", "/publish", "/discard", "/criteria/A1", "/criteria/A2", "/criteria/A1/cases"):
        assert (await browser.get(base + path)).status == 200, path
    assert (await browser.get("/desk/editions")).status == 200
