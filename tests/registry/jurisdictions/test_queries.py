"""Asking for places as officials and old files write them."""

from datetime import date

import pytest
import pytest_asyncio

from registry.accounts.schemas import SYSTEM
from registry.errors import Invalid, NotFound
from registry.jurisdictions import actions, queries


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _places(db):
    await actions.seed(actor=SYSTEM)


async def test_an_old_code_is_found_on_its_days_and_leads_to_the_new_one():
    old = await queries.place("522200", date(2005, 6, 1))
    assert (old.name_zh, old.replaced_by) == ("铜仁地区", "520600")
    with pytest.raises(NotFound):
        await queries.place("522200", date(2011, 10, 22))
    with pytest.raises(NotFound):
        await queries.place("520600", date(2011, 10, 21))
    assert await queries.present_code("522200") == "520600"
    assert await queries.present_code("522200", date(2005, 6, 1)) == "522200"
    assert await queries.present_code("522401") == "520502"
    with pytest.raises(NotFound):
        await queries.present_code("529900")


async def test_a_code_that_lapsed_without_successor_has_no_present():
    await actions.import_places([{"code": "529900", "name_zh": "旧地区", "valid_to": "1999-12-31"}], actor=SYSTEM)
    with pytest.raises(NotFound):
        await queries.present_code("529900")


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("昌吉州", "000000", "652300"),
        ("浦东新区", "000000", "310115"),
        ("洛阳", "410000", "410300"),
        ("乌鲁木齐", "000000", "650100"),
        ("贵州", "000000", "520000"),
        ("贵州省", "000000", "520000"),
        ("黔东南州", "000000", "522600"),
        ("黄浦区", "310000", "310101"),
        ("昌吉市", "000000", "652301"),
        ("上海", "000000", "310000"),
        ("铜仁", "000000", "520600"),
        ("台湾", "000000", "710000"),
    ],
)
async def test_names_as_people_write_them(name, within, code):
    assert (await queries.by_name(name, within=within)).code == code


async def test_a_name_that_means_nothing_or_several_places():
    with pytest.raises(Invalid, match="place-unknown"):
        await queries.by_name("桃花源")
    with pytest.raises(Invalid, match="place-ambiguous") as told:
        await queries.by_name("朝阳区")
    assert "北京市朝阳区" in str(told.value.context["places"])


async def test_full_names():
    assert await queries.full_name("520102", "zh-CN") == "贵州省贵阳市南明区"
    assert await queries.full_name("310115", "zh-CN") == "上海市浦东新区"
    assert await queries.full_name("520100", "en") == "Guiyang, Guizhou"
    assert await queries.full_name("520102", "en") == "南明区, Guiyang, Guizhou"
    with pytest.raises(NotFound):
        await queries.full_name("529999", "zh-CN")


async def test_children():
    prefectures = await queries.children("520000")
    assert [place.code for place in prefectures] == [
        "520100", "520200", "520300", "520400", "520500", "520600", "522300", "522600", "522700",
    ]  # fmt: skip
    assert "浦东新区" in {place.name_zh for place in await queries.children("310000")}
    assert {place.code for place in await queries.children("520000", date(2000, 1, 1))} >= {"522200", "522400"}
    assert (await queries.names(frozenset({"520100", "999999"}), "en")) == {"520100": "Guiyang"}


async def test_counties_to_choose_from_stand_under_their_city():
    guizhou = await queries.by_city("520000")
    assert len(guizhou) == 9
    city, counties = guizhou[0]
    assert city.code == "520100"
    assert "520102" in {county.code for county in counties}
    assert {county.code[:4] for county in counties} == {"5201"}


@pytest.mark.parametrize(
    ("province", "county", "above"), [("110000", "110101", "110000"), ("460000", "469001", "460000")]
)
async def test_counties_without_a_city_stand_under_the_province(province, county, above):
    groups = await queries.by_city(province)
    assert [city.code for city, counties in groups if county in {each.code for each in counties}] == [above]


async def test_a_city_without_counties_stands_under_itself():
    groups = await queries.by_city("440000")
    assert [[c.code for c in counties] for city, counties in groups if city.code == "441900"] == [["441900"]]


@pytest.mark.parametrize("code", ["990000", "520100"])
async def test_what_is_no_province_has_none(code):
    with pytest.raises(NotFound):
        await queries.by_city(code)
