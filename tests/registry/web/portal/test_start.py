"""The start page: what is due, what is waited for, what is held."""

from datetime import timedelta

import pytest

from registry import clock
from registry.applications.actions import withdraw
from registry.applications.models import Application, Round
from registry.notices.models import NoticeItem, PublicNotice
from registry.reviews.actions import return_for_changes
from registry.web.i18n import day
from tests.factories import people
from tests.factories.certificates import office, printed
from tests.factories.enterprises import enterprise


async def test_a_new_enterprise_is_told_to_add_its_mall(app, open_browser, db):
    member = await enterprise()
    browser = await open_browser(app)
    await browser.sign_in_as(member.account_id)
    assert (await browser.get("/portal")).status == 200
    assert "请添加申报对象" in browser.html
    assert "目前没有申报在主管部门办理" in browser.html
    assert "还没有证书" in browser.html


async def test_an_open_round_invites_until_its_day(seat, round_id):
    await seat.browser.get("/portal")
    assert "今年的绿色商场" in seat.browser.html
    assert day(clock.today() + timedelta(days=30)) in seat.browser.html


async def test_a_draft_is_due_when_the_round_closes(draft):
    await draft.browser.get("/portal?lang=en")
    assert "Fill it in and hand it in before the round closes." in draft.browser.html
    assert "Go on" in draft.browser.html
    assert "is open." not in draft.browser.html


async def test_a_draft_of_a_closed_round_says_so(draft):
    await Round.all().update(closes_on=clock.today() - timedelta(days=1))
    await draft.browser.get("/portal")
    assert "批次已截止，不能再提交" in draft.browser.html


async def test_a_returned_one_is_due_by_its_day(handed_in):
    due = clock.today() + timedelta(days=9)
    await return_for_changes(
        handed_in.applied.id, actor=people.city_officer(), on=clock.today(), advice={"X101": "请补充"}, due_on=due
    )
    await handed_in.browser.get("/portal")
    assert day(due) in handed_in.browser.html
    assert "去更正" in handed_in.browser.html
    await Application.all().update(due_on=clock.today() - timedelta(days=1))
    await handed_in.browser.get("/portal")
    assert "到期" in handed_in.browser.html


async def test_what_a_bureau_has_is_waited_for(handed_in):
    await handed_in.browser.get("/portal")
    assert "市级商务主管部门正在核对材料是否齐全" in handed_in.browser.html
    assert day(clock.today()) in handed_in.browser.html


async def test_a_public_notice_shows_its_last_day(handed_in):
    closes_on = clock.today() + timedelta(days=5)
    notice = await PublicNotice.create(
        scheme="green-mall",
        place_code="520000",
        title_zh="公示",
        title_en="Notice",
        rule="x",
        published_by=handed_in.member.account_id,
        opens_on=clock.today(),
        closes_on=closes_on,
        published_at=clock.now(),
    )
    await NoticeItem.create(
        notice_id=notice.id,
        application_id=handed_in.applied.id,
        site_name="x",
        enterprise_name="y",
        place_code="520102",
    )
    await Application.all().update(state="in_notice")
    await handed_in.browser.get("/portal")
    assert day(closes_on) in handed_in.browser.html
    await handed_in.browser.get(handed_in.address)
    assert f"/notices/{notice.id}" in handed_in.browser.html


async def test_ended_ones_stay_to_be_read(draft):
    await withdraw(draft.applied.id, actor=draft.member, on=clock.today())
    await draft.browser.get("/portal")
    assert "已撤回" in draft.browser.html
    assert "已结束" in draft.browser.html


async def test_certificates_stand_with_their_status(seat):
    await office()
    made = await printed(enterprise_id=seat.mall.enterprise_id)
    await seat.browser.get("/portal")
    assert made.number in seat.browser.html
    assert "有效" in seat.browser.html


@pytest.mark.parametrize("viewer", [people.city_officer, people.expert])
async def test_officials_have_no_portal(app, open_browser, db, viewer):
    from registry.accounts.schemas import Grant
    from tests.factories.reviewing import account

    someone = viewer()
    known = await account(*(Grant(grant.role, grant.place_code) for grant in someone.grants))
    browser = await open_browser(app)
    await browser.sign_in_as(known.account_id)
    assert (await browser.get("/portal")).status == 404


async def test_nobody_is_asked_to_sign_in(nobody):
    assert (await nobody.get("/portal")).headers["Location"] == "/sign-in?next=/portal"
