"""Renewing in the portal: offered in time, begun with the last answers, confirmed item by item, handed in."""

from datetime import timedelta
from uuid import UUID

import pytest_asyncio

from registry import clock
from registry.applications import queries
from registry.applications.models import Answer, Round
from registry.storage.models import StoredFile
from registry.web.portal import answers
from tests.factories.certificates import office, printed
from tests.factories.reviewing import SCHEME

BOOK = "/portal/certificates"


@pytest_asyncio.fixture(loop_scope="session")
async def held(handed_in):
    """A member whose mall was handed in once and holds a certificate that ends in three months."""
    await office()
    first = clock.today() - timedelta(days=1005)
    made = await printed(on=first, enterprise_id=handed_in.mall.enterprise_id, site_id=handed_in.mall.site_id)
    # What was handed in belongs to an earlier round; another one is open now.
    await Round.all().update(year=first.year, opens_on=first, closes_on=first + timedelta(days=30))
    return handed_in, made


async def call():
    today = clock.today()
    return await Round.create(
        scheme=SCHEME,
        year=today.year,
        place_code="520000",
        title_zh="今年的批次",
        title_en="The round of this year",
        opens_on=today - timedelta(days=5),
        closes_on=today + timedelta(days=60),
        created_at=clock.now(),
    )


def filled(chapter):
    """What a browser sends of a chapter that nobody has changed."""
    typed = [pair for item in chapter.items if item.applies for pair in answers.typed_of(item).items()]
    return [(name, value) for name, values in typed for value in values]


def guards(seat, place):
    return [pair for pair in seat.browser.hidden(place) if pair[0].startswith("_")]


async def test_it_is_offered_begun_confirmed_and_handed_in(held):
    seat, made = held
    await call()
    await seat.browser.get("/portal")
    address = f"{BOOK}/{made.certificate_id}/renew"
    assert address in seat.browser.html
    assert '/portal/apply"' in seat.browser.html
    await seat.browser.get(BOOK)
    assert address in seat.browser.html
    await seat.browser.get("/portal/apply")
    assert address in seat.browser.html
    await seat.browser.get(address)
    assert "今年的批次" in seat.browser.html
    answer = await seat.browser.submit(address, {})
    assert answer.status == 303
    whole = answer.headers["Location"]
    await seat.browser.get(whole)
    assert made.number in seat.browser.html
    view = await queries.application(seat.member, UUID(whole.rpartition("/")[2]))
    assert {lack.what for lack in view.missing} == {"confirmation"}
    for chapter in view.chapters:
        place = f"{whole}/chapters/{chapter.code}"
        await seat.browser.get(place)
        assert "沿用自" in seat.browser.html
        answer = await seat.browser.post(place, [*filled(chapter), *guards(seat, place), ("then", "confirm")])
        assert answer.status == 303
    assert not await Answer.filter(application_id=view.id, carried_on__isnull=False).exists()
    await seat.browser.get(f"{whole}/submit")
    assert (await seat.browser.submit(f"{whole}/submit", {"agree": "yes"})).status == 303
    await seat.browser.get(BOOK)
    assert "正在办理延续" in seat.browser.html


async def test_one_answer_is_confirmed_by_its_box(held):
    seat, made = held
    await call()
    address = f"{BOOK}/{made.certificate_id}/renew"
    await seat.browser.get(address)
    whole = (await seat.browser.submit(address, {})).headers["Location"]
    place = f"{whole}/chapters/X1"
    await seat.browser.get(place)
    view = await queries.application(seat.member, UUID(whole.rpartition("/")[2]))
    fields = [*filled(view.chapters[0]), *guards(seat, place), ("confirm-X101", "yes")]
    assert (await seat.browser.post(place, fields)).status == 303
    waiting = await Answer.filter(carried_on__isnull=False).values_list("criterion", flat=True)
    assert "X101" not in waiting
    assert "X103" in waiting


async def test_without_a_round_it_says_so(held):
    seat, made = held
    address = f"{BOOK}/{made.certificate_id}/renew"
    await seat.browser.get(address)
    assert "尚未公布" in seat.browser.html
    today = clock.today()
    await Round.all().update(opens_on=today + timedelta(days=9), closes_on=today + timedelta(days=90))
    await seat.browser.get(f"{address}?lang=en")
    assert "the next opens on" in seat.browser.html
    await Round.all().update(opens_on=today - timedelta(days=1))
    await seat.browser.get(address)
    await Round.all().update(opens_on=today + timedelta(days=1))
    assert (await seat.browser.submit(address, {})).status == 409
    await seat.browser.get("/portal")
    assert "今日没有开放的批次" in seat.browser.html


async def test_old_files_are_pointed_at(held):
    seat, made = held
    await call()
    await StoredFile.all().update(created_at=clock.now() - timedelta(days=1200))
    address = f"{BOOK}/{made.certificate_id}/renew"
    await seat.browser.get(address)
    assert "已过时限" in seat.browser.html
    whole = (await seat.browser.submit(address, {})).headers["Location"]
    await seat.browser.get(whole)
    assert "已过时限" in seat.browser.html
    await seat.browser.get(f"{whole}/chapters/X1")
    assert "材料已过时限" in seat.browser.html


async def test_a_strangers_certificate_is_not_there(held, stranger):
    _, made = held
    assert (await stranger.browser.get(f"{BOOK}/{made.certificate_id}/renew")).status == 404


async def test_too_early_it_says_when(seat, round_id):
    await office()
    made = await printed(on=clock.today(), enterprise_id=seat.mall.enterprise_id, site_id=seat.mall.site_id)
    await seat.browser.get(f"{BOOK}/{made.certificate_id}/renew")
    assert "还未到可延续的日期" in seat.browser.html
