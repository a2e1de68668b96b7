"""A criterion on its form: kept as typed, judged beside its fields, moved, added, removed; two officers at once."""

import re

import pytest

from registry.editions import actions, contents
from registry.editions.models import EditionDraft
from tests.factories import editions as make
from tests.filling import filled
from tests.registry.web.desk.stage import province_officer


@pytest.fixture
async def base(browser):
    who = await province_officer()
    await browser.sign_in_as(who.account_id)
    return f"/desk/editions/{await make.imported(who)}"


async def row(code):
    return contents.criterion_in((await EditionDraft.get()).content, code)[1]


async def test_sending_every_page_back_as_it_is_changes_nothing(browser, base):
    draft = await EditionDraft.get()
    for code in ("A101", "A102", "B102"):
        at = f"{base}/criteria/{code}"
        await browser.get(at)
        assert (await browser.post(at, filled(browser.html, at))).status == 303
    assert (await EditionDraft.get()).content == draft.content


async def test_the_row_of_the_table_stands_above(browser, base):
    await browser.get(f"{base}/criteria/B101")
    assert "原表第 7 行" in browser.html
    assert "由评审人员评定 0 至 4 分" in browser.html


async def test_another_way_of_points_brings_its_own_fields(browser, base):
    at = f"{base}/criteria/B101"
    await browser.get(at)
    await browser.post(at, filled(browser.html, at, measure__kind="band", step="show", title__zh="还没保存"))
    assert 'name="measure.bands.4.at_least"' in browser.html
    assert "还没保存" in browser.html
    assert (await row("B101"))["measure"]["kind"] == "judged"
    bands = {
        "measure__bands__0__below": "60",
        "measure__bands__0__points": "0",
        "measure__bands__2__at_least": "60",
        "measure__bands__2__points": "4",
        "measure__unit__zh": "%",
    }
    answer = await browser.post(at, filled(browser.html, at, **bands))
    assert (answer.status, answer.headers["Location"]) == (303, f"{at}?saved=true")
    assert (await row("B101"))["measure"] == {
        "kind": "band",
        "points": "4",
        "bands": [{"below": "60", "points": "0"}, {"at_least": "60", "points": "4"}],
        "unit": {"zh": "%"},
    }
    await browser.get(f"{at}?saved=true")
    assert "60% 及以上：4 分" in browser.html.replace("60 %", "60%")


async def test_parts_get_codes_and_a_gate_no_points(browser, base):
    at = f"{base}/criteria/A102"
    await browser.get(at)
    changes = {
        "measure__kind": "pick",
        "measure__need": "1",
        "measure__points": "",
        "measure__items__0__title__zh": "甲",
        "measure__items__1__title__zh": "乙",
        "measure__items__1__code": "p1",
        "gate": "true",
    }
    await browser.post(at, filled(browser.html, at, **changes))
    measure = (await row("A102"))["measure"]
    assert [item["code"] for item in measure["items"]] == ["p2", "p1"]
    assert measure["points"] == "0"


async def test_what_is_wrong_is_kept_and_said_at_its_field(browser, base):
    at = f"{base}/criteria/A103"
    await browser.get(at)
    answer = await browser.post(at, filled(browser.html, at, measure__points="drei", requirement__zh=""))
    assert answer.status == 303
    assert (await row("A103"))["measure"]["points"] == "drei"
    await browser.get(at)
    assert 'href="#measure.points"' in browser.html
    assert 'href="#requirement.zh"' in browser.html
    assert 'value="drei"' in browser.html
    await browser.post(at, filled(browser.html, at, measure__kind=""))
    await browser.get(at)
    assert 'href="#measure.kind"' in browser.html


async def test_a_code_that_is_taken_is_refused_with_everything_kept(browser, base):
    at = f"{base}/criteria/A103"
    await browser.get(at)
    answer = await browser.post(at, filled(browser.html, at, code="A102", title__zh="能耗统计"))
    assert answer.status == 422
    assert "编号 A102 已被另一条款使用" in browser.html
    assert 'value="能耗统计"' in browser.html


async def test_one_goes_from_row_to_row(browser, base):
    at = f"{base}/criteria/A103"
    await browser.get(at)
    answer = await browser.post(at, filled(browser.html, at, step="next"))
    assert answer.headers["Location"] == f"{base}/criteria/B101"
    last = f"{base}/criteria/B102"
    await browser.get(last)
    answer = await browser.post(last, filled(browser.html, last, step="next"))
    assert answer.headers["Location"] == f"{last}?saved=true"


async def test_one_is_added_to_a_chapter_and_taken_out_again(browser, base):
    at = f"{base}/add"
    await browser.get(at)
    answer = await browser.post(at, filled(browser.html, at, code="B103", chapter="C2", title__zh="绿电"))
    assert answer.headers["Location"] == f"{base}/criteria/B103?saved=true"
    assert (await row("B103"))["title"] == {"zh": "绿电"}
    await browser.get(at)
    assert (await browser.post(at, filled(browser.html, at, code="", chapter="C2"))).status == 422
    assert (await browser.post(at, filled(browser.html, at, code="B104", chapter=""))).status == 404
    remove = f"{base}/criteria/B103/remove"
    await browser.get(remove)
    assert "绿电" in browser.html
    assert (await browser.submit(remove, {})).headers["Location"] == base
    assert (await browser.get(remove)).status == 404


async def test_two_officers_at_one_row_see_both_versions(browser, base):
    at = f"{base}/criteria/A102"
    await browser.get(at)
    mine = filled(browser.html, at, title__zh="我的写法")
    draft, other = await EditionDraft.get(), await make.officer()
    chapter, stored = contents.criterion_in(draft.content, "A102")
    theirs = stored | {"title": {"zh": "同事的写法"}}
    await actions.save_criterion(
        draft.id, "A102", theirs, chapter=chapter, seen=contents.seen([chapter, stored]), actor=other
    )
    assert (await browser.post(at, mine)).status == 409
    for part in ("我的写法", "同事的写法", "两个版本对照"):
        assert part in browser.html
    assert (await browser.post(at, filled(browser.html, at))).status == 303
    assert (await row("A102"))["title"]["zh"] == "我的写法"
    await browser.get(at)
    mine = filled(browser.html, at, title__zh="再改")
    await actions.remove_criterion(draft.id, "A102", actor=other)
    assert (await browser.post(at, mine)).status == 409
    assert f'action="{base}/add"' in browser.html
    again = [(name, value) for name, value in filled(browser.html, f"{base}/add") if name != "seen"]
    assert (await browser.post(f"{base}/add", again)).status == 303
    assert (await row("A102"))["title"]["zh"] == "再改"


async def test_a_closed_draft_has_no_rows_to_change(browser, base):
    await actions.discard((await EditionDraft.get()).id, actor=await make.officer())
    for path in ("criteria/A102", "add", "criteria/A102/cases"):
        assert (await browser.get(f"{base}/{path}")).status == 409


async def test_what_a_row_continues_is_chosen_among_the_criteria_before(browser, base):
    await browser.get(f"{base}/settings")
    assert 'value="2021-05-25" selected' in browser.html
    await browser.get(base)
    assert "新条款，不沿用任何内容" in browser.html
    at = f"{base}/criteria/A102"
    await browser.get(at)
    await browser.post(at, filled(browser.html, at, continues="X103"))
    assert (await row("A102"))["continues"] == "X103"
    await browser.get(base)
    assert re.search("承接 X103 [^<]* · 仅佐证", browser.html), "one counts defects, the other is judged"
    await browser.get(f"{base}/settings")
    await browser.post(f"{base}/settings", filled(browser.html, f"{base}/settings", follows=""))
    await browser.get(at)
    assert 'name="continues"' not in browser.html
    await browser.post(at, filled(browser.html, at))
    assert "continues" not in await row("A102")
