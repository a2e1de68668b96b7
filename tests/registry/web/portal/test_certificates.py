"""Certificates of the enterprise, as they stand today."""

from datetime import date

from registry import clock
from registry.issuance.actions import suspend
from tests.factories import people
from tests.factories.certificates import office, printed, reserved

ADDRESS = "/portal/certificates"


async def test_none_yet(seat):
    assert (await seat.browser.get(ADDRESS)).status == 200
    assert "还没有证书" in seat.browser.html
    assert (await seat.browser.get(f"{ADDRESS}?page=2")).status == 404


async def test_a_certificate_with_its_ways(seat):
    await office()
    made = await printed(enterprise_id=seat.mall.enterprise_id)
    await seat.browser.get(ADDRESS)
    assert f'href="/certificates/{made.number}.pdf"' in seat.browser.html
    assert f'href="/verify/{made.number}"' in seat.browser.html
    assert "有效" in seat.browser.html


async def test_one_still_in_the_press_says_so(seat):
    await office()
    made = await reserved(enterprise_id=seat.mall.enterprise_id)
    await seat.browser.get(ADDRESS)
    assert "正在制证盖章" in seat.browser.html
    assert f"/certificates/{made.number}.pdf" not in seat.browser.html


async def test_a_suspension_is_shown_with_its_remark(seat):
    await office()
    made = await printed(enterprise_id=seat.mall.enterprise_id)
    await suspend(
        made.certificate_id,
        actor=people.province_officer(),
        effective_on=clock.today(),
        reason="under-inquiry",
        remark="请于十日内说明",
        document_number="黔商函〔2026〕5号",
    )
    await seat.browser.get(ADDRESS)
    for part in ("暂停", "请于十日内说明", "黔商函〔2026〕5号", "有关情况正在核查"):
        assert part in seat.browser.html


async def test_pages_of_many(seat):
    await office()
    for serial in range(3):
        await reserved(date(2026, 3, 2 + serial), enterprise_id=seat.mall.enterprise_id)
    await seat.browser.get(f"{ADDRESS}?size=2")
    assert "page=2" in seat.browser.html
    assert (await seat.browser.get(f"{ADDRESS}?size=2&page=2")).status == 200


async def test_others_certificates_are_not_shown(seat, stranger):
    await office()
    made = await printed(enterprise_id=seat.mall.enterprise_id)
    await stranger.browser.get(ADDRESS)
    assert made.number not in stranger.browser.html
