"""Comparing, proposing, sending back, publishing by a second officer; then an application is judged by it."""

from datetime import date

import pytest
import time_machine

from registry.applications import actions as applications
from registry.applications.actions import open_application
from registry.applications.queries import application
from registry.applications.schemas import RoundForm
from registry.editions import actions, contents
from registry.editions.models import EditionDraft, PublishedEdition
from tests.factories import editions as make
from tests.factories.enterprises import mall
from tests.factories.people import GUIZHOU
from tests.registry.web.desk.stage import decider, province_officer


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2026-03-02T03:00:00Z", tick=True):
        yield


@pytest.fixture
async def officer(browser):
    who = await province_officer()
    await browser.sign_in_as(who.account_id)
    return who


async def test_an_unfinished_draft_offers_no_proposal(browser, officer):
    at = f"/desk/editions/{await make.imported(officer)}"
    await browser.get(f"{at}/publish")
    assert "处待改" in browser.html
    assert f"{at}/propose" not in browser.html
    assert "与现行版本相比的变化" not in browser.html


async def test_from_proposal_to_law_by_two_officers(browser, officer):
    draft_id = await make.completed(officer)
    at = f"/desk/editions/{draft_id}"
    await browser.get(f"{at}/publish")
    assert "与现行版本相比的变化" in browser.html
    assert f"/desk/simulations?draft={draft_id}" in browser.html
    answer = await browser.submit(f"{at}/propose", {"document_number": ""})
    assert answer.status == 422
    assert 'href="#document_number"' in browser.html
    await browser.submit(f"{at}/propose", {"document_number": "黔商发〔2026〕1号"})
    await browser.get(f"{at}/publish")
    assert "待公布" in browser.html
    assert f'action="{at}/publish"' not in browser.html
    assert (await browser.post(f"{at}/publish", browser.hidden(f"{at}/return"))).status == 404

    await browser.sign_in_as((await decider()).account_id)
    await browser.get(f"{at}/publish")
    assert (await browser.submit(f"{at}/return", {"remark": ""})).status == 422
    await browser.submit(f"{at}/return", {"remark": "第二条改一下"})
    assert (await EditionDraft.get()).state == "open"

    await browser.sign_in_as((await province_officer()).account_id)
    await browser.get(f"{at}/publish")
    await browser.submit(f"{at}/propose", {"document_number": "黔商发〔2026〕1号"})
    await browser.sign_in_as((await decider()).account_id)
    await browser.get(f"{at}/publish")
    answer = await browser.submit(f"{at}/publish", {})
    assert (answer.status, answer.headers["Location"]) == (303, f"{at}/publish")
    published = await PublishedEdition.get()
    await browser.get(f"{at}/publish")
    assert f"/criteria/green-mall/{published.edition}" in browser.html

    await browser.get(f"/criteria/green-mall/{published.edition}")
    for part in ("贵州省", "黔商发〔2026〕1号", published.digest, "高效照明灯具占比不低于80%"):
        assert part in browser.html, part
    await browser.get("/criteria")
    assert "由文件 黔商发〔2026〕1号 为520000印发" in browser.html


async def test_both_officers_see_what_wants_a_look_though_it_may_become_law(browser, officer):
    draft_id = await make.completed(officer)
    content = (await EditionDraft.get()).content
    contents.criterion_in(content, "A103")[1]["citation"]["document"] = "sichuan-2018-42"
    await EditionDraft.filter(id=draft_id).update(content=content)
    at = f"/desk/editions/{draft_id}"
    await browser.get(at)
    assert "请核对" in browser.html
    assert "已完整" in browser.html
    await browser.get(f"{at}/publish")
    assert "公布前请核对" in browser.html
    await browser.submit(f"{at}/propose", {"document_number": "黔商发〔2026〕1号"})
    await browser.get(f"{at}/publish")
    assert "等待另一位工作人员公布或退回" in browser.html
    await browser.sign_in_as((await decider()).account_id)
    await browser.get(f"{at}/publish")
    assert "（川办发〔2018〕42号）已失效" in browser.html
    await browser.submit(f"{at}/publish", {})
    await browser.get(f"{at}/publish")
    assert "公布前请核对" not in browser.html


async def test_who_proposed_it_cannot_publish_it(browser):
    both = await make.account(*(await province_officer()).grants, *(await decider()).grants)
    await browser.sign_in_as(both.account_id)
    at = f"/desk/editions/{await make.proposed(both)}"
    await browser.get(f"{at}/publish")
    assert "须由另一位工作人员公布" in browser.html
    answer = await browser.post(f"{at}/publish", browser.hidden(f"{at}/return"))
    assert answer.status == 409
    assert not await PublishedEdition.exists()


@pytest.mark.usefixtures("db")
async def test_an_application_of_the_next_round_is_judged_by_it():
    name = await make.published()
    form = RoundForm(
        scheme="green-mall", year=2026, place_code=GUIZHOU, title_zh="2026年", title_en="2026",
        opens_on="2026-03-01", closes_on="2026-12-01", document_number="",
    )  # fmt: skip
    round_id = await applications.open_round(form, actor=await province_officer())
    early, late = await mall(), await mall()
    before = await open_application(early.site_id, round_id=round_id, actor=early.member)
    with time_machine.travel("2026-04-01T03:00:00Z", tick=True):
        after = await open_application(late.site_id, round_id=round_id, actor=late.member)
        view = await application(late.member, after)
    assert (await application(early.member, before)).edition == "2021-05-25"
    assert (view.edition, [chapter.code for chapter in view.chapters]) == (name, ["C1", "C2"])


async def test_a_scheme_of_which_nothing_is_in_force_is_not_compared(browser):
    with time_machine.travel("2023-05-15T03:00:00Z", tick=True):
        officer = await province_officer()
        await browser.sign_in_as(officer.account_id)
        draft_id = await actions.copy_edition(
            "green-sorting-centre", "2025-06-01", place_code=GUIZHOU, actor=officer, on=date(2023, 5, 15)
        )
        content = (await EditionDraft.get()).content
        changed = content | {"in_force_from": "2024-01-01"}
        await actions.save_content(draft_id, changed, seen=contents.seen(content), actor=officer)
        at = f"/desk/editions/{draft_id}"
        await browser.get(f"{at}/publish")
    assert f"{at}/propose" in browser.html
    assert "与现行版本相比的变化" not in browser.html
