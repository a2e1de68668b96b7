"""Rounds of the own province: listed and announced."""

from registry.applications.models import Round
from tests.factories.enterprises import places
from tests.factories.people import SICHUAN
from tests.registry.web.desk.stage import city_officer, province_officer

FIELDS = {
    "scheme": "green-mall",
    "year": "2027",
    "place_code": "520000",
    "title_zh": "2027年绿色商场创建申报",
    "title_en": "Green malls 2027",
    "opens_on": "2027-03-01",
    "closes_on": "2027-10-31",
}


async def test_announce(browser):
    await places()
    await browser.sign_in_as((await province_officer()).account_id)
    await browser.get("/desk/rounds")
    assert (await browser.submit("/desk/rounds", FIELDS)).status == 303
    assert await Round.filter(year=2027).count() == 1
    await browser.get("/desk/rounds")
    assert "2027年绿色商场创建申报" in browser.html
    assert (await browser.submit("/desk/rounds", FIELDS)).status == 409
    assert 'href="#year"' in browser.html
    await browser.sign_in_as((await province_officer(SICHUAN)).account_id)
    await browser.get("/desk/rounds")
    assert "2027年绿色商场创建申报" not in browser.html


async def test_what_is_wrong_stands_beside_its_field(browser):
    await places()
    await browser.sign_in_as((await province_officer()).account_id)
    await browser.get("/desk/rounds")
    assert (await browser.submit("/desk/rounds", FIELDS | {"closes_on": "2027-01-01"})).status == 422
    assert 'href="#closes_on"' in browser.html
    assert (await browser.submit("/desk/rounds", FIELDS | {"title_zh": ""})).status == 422
    assert "Green malls 2027" in browser.html
    assert (await browser.submit("/desk/rounds", FIELDS | {"place_code": "510000"})).status == 404
    assert not await Round.exists()


async def test_not_for_cities(browser):
    await browser.sign_in_as((await city_officer()).account_id)
    assert (await browser.get("/desk/rounds")).status == 404
