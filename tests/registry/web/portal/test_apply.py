"""Open rounds and malls; opening a form once, however often it is asked for."""

from datetime import timedelta

from registry import clock
from registry.applications import queries
from registry.applications.models import Round
from tests.factories.enterprises import enterprise, mall

ADDRESS = "/portal/apply"


async def test_a_form_is_opened_and_found_again(seat, round_id):
    await seat.browser.get(ADDRESS)
    assert "今年的绿色商场" in seat.browser.html
    answer = await seat.browser.post(ADDRESS, seat.browser.hidden(ADDRESS))
    assert answer.status == 303
    (row,) = await queries.mine(seat.member)
    assert answer.headers["Location"] == f"/portal/applications/{row.id}"
    await seat.browser.get(ADDRESS)
    assert f'href="/portal/applications/{row.id}"' in seat.browser.html
    assert "填写中" in seat.browser.html


async def test_opening_twice_is_opening_once(seat, round_id):
    await seat.browser.get(ADDRESS)
    fields = seat.browser.hidden(ADDRESS)
    first = await seat.browser.post(ADDRESS, fields)
    second = await seat.browser.post(ADDRESS, fields)
    third = await seat.browser.post(ADDRESS, [pair for pair in fields if pair[0] != "_once"])
    assert first.headers["Location"] == second.headers["Location"] == third.headers["Location"]


async def test_without_a_mall_one_is_asked_for(app, open_browser, round_id):
    browser = await open_browser(app)
    await browser.sign_in_as((await enterprise()).account_id)
    await browser.get(ADDRESS)
    assert "您还没有添加申报对象" in browser.html


async def test_without_a_round_that_is_said(seat):
    await seat.browser.get(ADDRESS)
    assert "今天没有开放的申报批次" in seat.browser.html


async def test_a_round_of_another_province_takes_no_mall_from_here(app, open_browser, round_id):
    other = await mall(place_code="510100")
    browser = await open_browser(app)
    await browser.sign_in_as(other.member.account_id)
    await browser.get(ADDRESS)
    assert "均不属于本批次" in browser.html


async def test_a_round_that_closed_meanwhile_is_told(seat, round_id):
    await seat.browser.get(ADDRESS)
    fields = seat.browser.hidden(ADDRESS)
    await Round.all().update(closes_on=clock.today() - timedelta(days=1))
    assert (await seat.browser.post(ADDRESS, fields)).status == 409
    assert "error-summary" in seat.browser.html


async def test_a_strangers_mall_does_not_exist(seat, stranger, round_id):
    await stranger.browser.get(ADDRESS)
    fields = dict(stranger.browser.hidden(ADDRESS)) | {"site_id": str(seat.mall.site_id)}
    assert (await stranger.browser.post(ADDRESS, fields)).status == 404
    assert await queries.mine(seat.member) == []
    assert (await stranger.browser.post(ADDRESS, fields | {"site_id": "x"})).status == 422


async def test_a_form_begins_with_what_was_handed_in_before(handed_in):
    today = clock.today()
    await Round.all().update(year=today.year - 1, closes_on=today - timedelta(days=1))
    call = await Round.create(
        scheme="green-mall",
        year=today.year,
        place_code="520000",
        title_zh="下一批次",
        title_en="The next round",
        opens_on=today,
        closes_on=today + timedelta(days=30),
        created_at=clock.now(),
    )
    await handed_in.browser.get(ADDRESS)
    assert "沿用上次答案申报" in handed_in.browser.html
    answer = await handed_in.browser.submit(ADDRESS, {"carry": "yes"})
    (row, *_) = [each for each in await queries.mine(handed_in.member) if each.round_id == call.id]
    assert answer.headers["Location"] == f"/portal/applications/{row.id}"
    view = await queries.application(handed_in.member, row.id)
    assert view.carried_from_id == handed_in.applied.submission_id
