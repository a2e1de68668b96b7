"""One application at a glance, to its own people only."""

from datetime import timedelta

from registry import clock
from registry.applications import queries
from registry.applications.models import Application
from registry.decisions.models import Decision
from registry.identifiers import new_id
from registry.reviews.actions import return_for_changes
from tests.factories import people, successors


async def test_a_draft_shows_its_chapters_and_what_is_missing(draft):
    assert (await draft.browser.get(draft.address)).status == 200
    for code in ("X1", "X6"):
        assert f'href="{draft.address}/chapters/{code}"' in draft.browser.html
    assert "条待完善" in draft.browser.html
    assert f'href="{draft.address}/chapters/X1"' in draft.browser.html
    assert f'{draft.address}/chapters/X1#item-X101"' in draft.browser.html
    assert "尚未达标" in draft.browser.html


async def test_a_full_one_may_be_handed_in(full):
    await full.browser.get(full.address)
    assert "已完整" in full.browser.html
    assert "条待完善" not in full.browser.html
    assert "达标" in full.browser.html


async def test_what_was_handed_in_has_its_fingerprint(handed_in):
    await handed_in.browser.get(handed_in.address)
    assert "SHA-256" in handed_in.browser.html
    assert "核对并提交" not in handed_in.browser.html
    assert "撤回本申报" in handed_in.browser.html


async def test_advice_leads_to_its_items(handed_in):
    due = clock.today() + timedelta(days=9)
    await return_for_changes(
        handed_in.applied.id,
        actor=people.city_officer(),
        on=clock.today(),
        advice={"X101": "请补充近三年证明"},
        remark="基本齐全",
        due_on=due,
    )
    await handed_in.browser.get(handed_in.address)
    assert "请补充近三年证明" in handed_in.browser.html
    assert "基本齐全" in handed_in.browser.html
    await handed_in.browser.get(f"{handed_in.address}/chapters/X1")
    assert "请补充近三年证明" in handed_in.browser.html
    await Application.all().update(due_on=clock.today() - timedelta(days=1))
    await handed_in.browser.get(handed_in.address)
    assert "到期" in handed_in.browser.html


async def test_a_decision_is_shown_with_its_reason(handed_in):
    await Application.all().update(state="declined")
    await Decision.create(
        application_id=handed_in.applied.id,
        outcome="decline",
        place_code="520102",
        assessment_id=new_id(),
        document_number="黔商函〔2026〕9号",
        reason="得分未达标",
        state="agreed",
        proposed_on=clock.today(),
        proposed_at=clock.now(),
        proposed_by=new_id(),
        decided_on=clock.today(),
        decided_at=clock.now(),
        decided_by=new_id(),
    )
    await handed_in.browser.get(handed_in.address)
    assert "得分未达标" in handed_in.browser.html
    assert "黔商函〔2026〕9号" in handed_in.browser.html


async def test_a_stranger_gets_the_page_of_things_that_do_not_exist(full, stranger):
    for path in ("", "/chapters/X1", "/evidence/X101", "/submit", "/result", "/withdraw", f"/files/{new_id()}"):
        assert (await stranger.browser.get(f"{full.address}{path}")).status == 404, path
        theirs = stranger.browser.html
        assert (await stranger.browser.get(f"/portal/applications/{new_id()}{path}")).status == 404
        assert full.mall.member.name not in theirs or full.mall.member.name == stranger.mall.member.name
        assert (
            theirs.split("<main", 1)[1].split("本次请求编号")[0]
            == (stranger.browser.html.split("<main", 1)[1].split("本次请求编号")[0])
        )


async def test_an_address_that_is_no_id_does_not_exist(seat):
    assert (await seat.browser.get("/portal/applications/x")).status == 404


async def test_a_draft_under_older_criteria_is_carried_over_when_asked(full):
    new = await successors.published(clock.today(), rule="from_submission_date")
    await full.browser.get(full.address)
    assert "评价指标有了新版" in full.browser.html
    answer = await full.browser.submit(f"{full.address}/edition", {})
    assert answer.headers["Location"] == f"{full.address}?moved=1"
    await full.browser.get(answer.headers["Location"])
    assert "评价指标有了新版" not in full.browser.html
    assert "待您确认" in full.browser.html
    view = await queries.application(full.member, full.applied.id)
    assert view.edition == new.edition
