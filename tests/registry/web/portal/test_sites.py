"""Adding and correcting malls; bad figures, two windows, strangers."""

import pytest

from registry.enterprises import queries
from registry.identifiers import new_id
from registry.web.portal import choices

ADDRESS = "/portal/sites/new"
MALL = f"{ADDRESS}?scheme=green-mall"


def fields(**changes):
    given = {
        "name": "小河购物中心",
        "format": "shopping_centre",
        "province": "520000",
        "place_code": "520103",
        "address": "示例路9号",
        "building_area_m2": "46000.5",
        "opened_on": "2018-10-01",
    }
    return given | changes


async def test_a_mall_is_added_and_its_class_explained(seat):
    await seat.browser.get(MALL)
    answer = await seat.browser.submit(ADDRESS, fields())
    assert answer.status == 303
    await seat.browser.get(answer.headers["Location"])
    assert "小河购物中心" in seat.browser.html
    assert "46,000.5" in seat.browser.html
    assert "中型商场</strong>。" in seat.browser.html
    assert "同样欢迎" in seat.browser.html
    sites = await queries.sites_of(seat.mall.member, seat.mall.enterprise_id)
    assert {site.name for site in sites} >= {"小河购物中心"}


async def test_first_one_says_what_is_to_be_recognised(seat, monkeypatch):
    monkeypatch.setattr(choices, "OFFERED", ("green-mall", "key-recycler"))
    await seat.browser.get(ADDRESS)
    assert "申报哪一类认定" in seat.browser.html
    assert 'href="/portal/sites/new?scheme=key-recycler"' in seat.browser.html
    assert 'name="building_area_m2"' not in seat.browser.html
    await seat.browser.get(f"{ADDRESS}?scheme=castle")
    assert "申报哪一类认定" in seat.browser.html


async def test_what_is_no_mall_is_not_asked_for_a_building(seat, monkeypatch):
    monkeypatch.setattr(choices, "OFFERED", ("green-mall", "key-recycler"))
    await seat.browser.get(f"{ADDRESS}?scheme=key-recycler")
    assert 'name="building_area_m2"' not in seat.browser.html
    assert 'name="opened_on"' not in seat.browser.html
    plant = {"name": "示例再生资源", "format": "specialised", "place_code": "520103", "address": "示例路9号"}
    answer = await seat.browser.submit(ADDRESS, plant)
    assert answer.status == 303
    await seat.browser.get(answer.headers["Location"])
    assert "再生资源回收重点企业" in seat.browser.html
    assert "大型商场" not in seat.browser.html
    answer = await seat.browser.submit(answer.headers["Location"], plant | {"format": "general"})
    assert answer.status == 303
    site = next(
        each
        for each in await queries.sites_of(seat.mall.member, seat.mall.enterprise_id)
        if each.name == "示例再生资源"
    )
    assert (site.scheme, site.format, site.building_area_m2, site.opened_on) == ("key-recycler", "general", None, None)


async def test_a_large_mall_cites_its_threshold(seat):
    await seat.browser.get(f"/portal/sites/{seat.mall.site_id}?lang=en")
    assert "Large mall" in seat.browser.html
    assert "100,000 m²" in seat.browser.html
    assert "Key Tasks of Green Circulation in 2023" in seat.browser.html


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"building_area_m2": "0"}, "building_area_m2"),
        ({"building_area_m2": "-5"}, "building_area_m2"),
        ({"building_area_m2": "ten"}, "building_area_m2"),
        ({"opened_on": "2999-01-01"}, "opened_on"),
        ({"name": "\u202e倒"}, "name"),
        ({"name": "长" * 201}, "name"),
        ({"format": "castle"}, "format"),
        ({"opened_on": ""}, "opened_on"),
        ({"building_area_m2": ""}, "building_area_m2"),
        ({"place_code": ""}, "place_code"),
    ],
)
async def test_what_cannot_be_true_stands_beside_its_field(seat, wrong, field):
    await seat.browser.get(MALL)
    answer = await seat.browser.submit(ADDRESS, fields(**wrong))
    assert answer.status == 422
    assert f'href="#{field}"' in seat.browser.html
    assert "示例路9号" in seat.browser.html


async def test_rare_characters_are_kept(seat):
    await seat.browser.get(MALL)
    answer = await seat.browser.submit(ADDRESS, fields(name="䶮𬭎广场"))
    await seat.browser.get(answer.headers["Location"])
    assert "䶮𬭎广场" in seat.browser.html


async def test_two_windows_show_both_values(seat):
    address = f"/portal/sites/{seat.mall.site_id}"
    await seat.browser.get(address)
    other_window = seat.browser.hidden(address)
    await seat.browser.get(address)
    assert (await seat.browser.submit(address, fields(name="先存的名字"))).status == 303
    answer = await seat.browser.post(address, other_window + list(fields(name="后存的名字").items()))
    assert answer.status == 409
    assert 'value="后存的名字"' in seat.browser.html
    assert "现已保存：先存的名字" in seat.browser.html
    answer = await seat.browser.submit(address, fields(name="后存的名字"))
    assert answer.status == 303
    site = await queries.site(seat.mall.member, seat.mall.site_id)
    assert site.name == "后存的名字"


async def test_the_conflict_names_only_what_differs(seat):
    address = f"/portal/sites/{seat.mall.site_id}"
    await seat.browser.get(address)
    other_window = seat.browser.hidden(address)
    await seat.browser.get(address)
    await seat.browser.submit(address, fields(format="supermarket", building_area_m2="80", opened_on="2001-01-01"))
    await seat.browser.post(address, other_window + list(fields().items()))
    assert "现已保存：超市" in seat.browser.html
    assert "现已保存：80" in seat.browser.html
    assert "现已保存：2001年1月1日" in seat.browser.html
    assert "现已保存：示例路9号" not in seat.browser.html


async def test_faults_of_a_correction_keep_what_was_typed(seat):
    address = f"/portal/sites/{seat.mall.site_id}"
    await seat.browser.get(address)
    assert (await seat.browser.submit(address, fields(building_area_m2="x"))).status == 422
    assert 'value="x"' in seat.browser.html
    assert (await seat.browser.submit(address, fields(building_area_m2="0"))).status == 422


async def test_places_of_another_province_without_a_script(seat):
    address = f"/portal/sites/{seat.mall.site_id}"
    for path in (MALL, address):
        await seat.browser.get(path)
        answer = await seat.browser.submit(path, fields(province="510000", step="places"))
        assert answer.status == 200
        assert '<optgroup label="成都市">' in seat.browser.html
        assert "小河购物中心" in seat.browser.html


async def test_a_second_mall_of_the_same_name_is_refused(seat):
    await seat.browser.get(MALL)
    await seat.browser.submit(ADDRESS, fields())
    await seat.browser.get(MALL)
    assert (await seat.browser.submit(ADDRESS, fields())).status == 409
    assert 'href="#name"' in seat.browser.html


async def test_a_stranger_sees_and_changes_nothing(seat, stranger):
    address = f"/portal/sites/{seat.mall.site_id}"
    assert (await stranger.browser.get(address)).status == 404
    refused = stranger.browser.html
    missing = f"/portal/sites/{new_id()}"
    assert (await stranger.browser.get(missing)).status == 404
    await stranger.browser.get(f"/portal/sites/{stranger.mall.site_id}")
    own = dict(stranger.browser.hidden(f"/portal/sites/{stranger.mall.site_id}"))
    assert (await stranger.browser.post(address, fields() | own)).status == 404
    await stranger.browser.get(MALL)
    answer = await stranger.browser.submit(ADDRESS, fields(enterprise_id=str(seat.mall.enterprise_id)))
    assert answer.status == 404
    assert "没有" in refused
    site = await queries.site(seat.mall.member, seat.mall.site_id)
    assert site.name != "小河购物中心"


async def test_nobody_is_asked_to_sign_in_and_keeps_what_was_typed(nobody):
    assert (await nobody.get(ADDRESS)).headers["Location"] == "/sign-in?next=/portal/sites/new"
    answer = await nobody.post(ADDRESS, fields())
    assert answer.status == 401
    assert "小河购物中心" in nobody.html
