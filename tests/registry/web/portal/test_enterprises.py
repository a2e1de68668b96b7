"""An enterprise at its own page: corrections, bad input, two windows, strangers."""

import pytest

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.enterprises import queries
from registry.identifiers import new_id
from tests.factories.people import GUIYANG
from tests.factories.reviewing import account


def fields(**changes):
    given = {
        "name": "甲秀商业有限公司",
        "legal_representative": "张甲秀",
        "province": "520000",
        "place_code": "520103",
        "address": "翠微巷1号",
        "contact_name": "李甲秀",
        "contact_phone": "0851-1",
    }
    return given | changes


def address(seat):
    return f"/portal/enterprises/{seat.mall.enterprise_id}"


async def said(seat):
    return await queries.enterprise(seat.member, seat.mall.enterprise_id)


async def test_it_is_found_from_the_start_page_and_corrected(seat):
    await seat.browser.get("/portal")
    assert f'href="{address(seat)}"' in seat.browser.html
    before = await said(seat)
    await seat.browser.get(address(seat))
    assert before.uscc in seat.browser.html
    assert f'value="{before.contact_phone}"' in seat.browser.html
    answer = await seat.browser.submit(address(seat), fields())
    assert answer.headers["Location"] == f"{address(seat)}?saved=1"
    await seat.browser.get(answer.headers["Location"])
    assert "企业信息已保存" in seat.browser.html
    after = await said(seat)
    assert (after.name, after.contact_phone, after.place_code) == ("甲秀商业有限公司", "0851-1", "520103")
    assert after.uscc == before.uscc


async def test_a_credit_code_that_is_sent_along_changes_nothing(seat):
    before = await said(seat)
    await seat.browser.get(address(seat))
    assert (await seat.browser.submit(address(seat), fields(uscc="91520102MA6DJ8Y994"))).status == 303
    assert (await said(seat)).uscc == before.uscc


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"contact_phone": " "}, "contact_phone"),
        ({"place_code": ""}, "place_code"),
        ({"place_code": "520000"}, "place_code"),
        ({"address": "长" * 301}, "address"),
    ],
)
async def test_what_cannot_be_stands_beside_its_field(seat, wrong, field):
    await seat.browser.get(address(seat))
    assert (await seat.browser.submit(address(seat), fields(**wrong))).status == 422
    assert f'href="#{field}"' in seat.browser.html
    assert 'value="张甲秀"' in seat.browser.html
    assert (await said(seat)).revision == 1


async def test_places_of_another_province_without_a_script(seat):
    await seat.browser.get(address(seat))
    assert (await seat.browser.submit(address(seat), fields(province="510000", step="places"))).status == 200
    assert '<optgroup label="成都市">' in seat.browser.html
    assert 'value="甲秀商业有限公司"' in seat.browser.html
    assert (await said(seat)).revision == 1


async def test_two_windows_show_both_values_and_saving_again_decides(seat):
    await seat.browser.get(address(seat))
    other_window = seat.browser.hidden(address(seat))
    await seat.browser.get(address(seat))
    await seat.browser.submit(address(seat), fields(contact_name="先存的人", legal_representative=""))
    answer = await seat.browser.post(address(seat), other_window + list(fields(contact_name="后存的人").items()))
    assert answer.status == 409
    for words in ("现已保存：先存的人", "现已保存：（空）", 'value="后存的人"'):
        assert words in seat.browser.html
    assert "现已保存：翠微巷1号" not in seat.browser.html
    assert (await seat.browser.submit(address(seat), fields(contact_name="后存的人"))).status == 303
    assert (await said(seat)).contact_name == "后存的人"


async def test_a_stranger_sees_and_changes_nothing(seat, stranger):
    assert (await stranger.browser.get(address(seat))).status == 404
    refused = stranger.browser.html
    await stranger.browser.get(f"/portal/enterprises/{new_id()}")
    assert stranger.browser.html.count("<") == refused.count("<")
    await stranger.browser.get(address(stranger))
    own = stranger.browser.hidden(address(stranger))
    assert (await stranger.browser.post(address(seat), own + list(fields().items()))).status == 404
    assert (await said(seat)).revision == 1


async def test_a_member_who_also_holds_office_corrects_only_their_own(seat, app, open_browser):
    both = await account(Grant(Role.CITY_OFFICER, GUIYANG), Grant(Role.ENTERPRISE_MEMBER, None, new_id()))
    browser = await open_browser(app)
    await browser.sign_in_as(both.account_id)
    assert (await browser.get(address(seat))).status == 404
