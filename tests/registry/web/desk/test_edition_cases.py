"""Worked cases of a criterion: tried at once, refused where the fact cannot be, taken back."""

import pytest

from registry.editions import actions, contents
from registry.editions.models import EditionDraft
from tests.factories import editions as make
from tests.registry.web.desk.stage import province_officer


@pytest.fixture
async def base(browser):
    who = await province_officer()
    await browser.sign_in_as(who.account_id)
    return f"/desk/editions/{await make.completed(who)}/criteria"


async def test_a_case_is_tried_and_shown_with_its_reason(browser, base):
    at = f"{base}/B101/cases"
    await browser.get(at)
    assert "还没有算例" in browser.html
    await browser.submit(at, {"value-B101": "85", "expect": "4", "step": "add"})
    await browser.get(at)
    await browser.submit(at, {"value-B101": "79", "expect": "4", "step": "add"})
    await browser.get(at)
    assert browser.html.count("结果相符") == 1
    assert browser.html.count("结果不符") == 2  # the tag, and the sentence above that explains it
    assert "79 %。未达到要求" in browser.html
    await browser.submit(at, {"step": "remove-1"})
    assert (await EditionDraft.get()).cases == [{"criterion": "B101", "given": "85", "expect": "4"}]


async def test_a_gate_is_met_or_not(browser, base):
    at = f"{base}/A101/cases"
    await browser.get(at)
    answer = await browser.submit(at, {"value-A101": "no", "expect": "failed", "step": "add"})
    assert answer.status == 303
    await browser.get(at)
    assert "结果相符" in browser.html


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"value-B101": "viel", "expect": "4"}, "不是"), ({"expect": "4"}, "请填全"), ({"value-B101": "85"}, "此项必填")],
)
async def test_what_cannot_be_tried_is_not_kept(browser, base, fields, said):
    at = f"{base}/B101/cases"
    await browser.get(at)
    answer = await browser.submit(at, fields | {"step": "add"})
    assert answer.status == 422
    assert said in browser.html
    assert (await EditionDraft.get()).cases == []


async def test_an_unfinished_criterion_cannot_be_tried(browser, base):
    draft, officer = await EditionDraft.get(), await make.officer()
    content = contents.with_criterion(draft.content, "B101", "C2", {"code": "B101"})
    await actions.save_cases(draft.id, [{"given": "85", "expect": "4"}], criterion="B101", actor=officer)
    await actions.save_content(draft.id, content, seen=contents.seen(draft.content), actor=officer)
    at = f"{base}/B101/cases"
    await browser.get(at)
    assert "条款尚未填写完整，无法试算" in browser.html
    assert "该条款不存在或尚未填写完整" in browser.html
    answer = await browser.submit(at, {"value-B101": "1", "expect": "1", "step": "add"})
    assert answer.status == 422
    assert (await browser.get(f"{base}/Z9/cases")).status == 404
