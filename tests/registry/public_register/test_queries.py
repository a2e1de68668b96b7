"""Searching as of a day: words, places, years, statuses, pages; one entry with its history; counts."""

from datetime import date

import pytest
import time_machine

from registry.accounts.schemas import SYSTEM
from registry.errors import Invalid, NotFound
from registry.identifiers import new_id
from registry.issuance.actions import revoke
from registry.issuance.models import Certificate
from registry.issuance.schemas import Outcome
from registry.public_register.actions import import_green_malls, refresh
from registry.public_register.queries import entry, entry_of_certificate, recognised_by_place, search, years
from registry.public_register.rules import EntryStatus, Origin
from registry.public_register.schemas import ListRow
from tests.factories.certificates import office, printed
from tests.factories.people import GUIYANG, GUIZHOU, NANMING, ZUNYI, province_decider

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        yield


async def filled() -> None:
    """Two certificates in Guizhou, three entries of Sichuan."""
    await office()
    for place, name in ((NANMING, "甲秀购物中心"), (ZUNYI, "会址100%广场")):
        await refresh((await printed(place_code=place, site_name=name, enterprise_name=f"{name}公司")).certificate_id)
    rows = [
        {"mall": "春熙IAPM", "enterprise": "成都某某公司", "year": "2021", "level": "P"},
        {"mall": "锦里_广场", "enterprise": "", "year": "2022", "level": "N"},
        {"mall": "宽窄广场", "enterprise": "", "year": "2022", "level": "P (publicity)"},
    ]
    listed = [ListRow(n, {"province": "四川", "area": "成都"} | each) for n, each in enumerate(rows, 2)]
    await import_green_malls(listed, actor=SYSTEM, source="四川省公开名单")


async def names(**filters: object) -> list[str]:
    return [item.site_name for item in (await search(**filters)).items]  # type: ignore[arg-type]


async def test_an_e_licence_identifier_finds_its_certificate_and_a_part_of_one_nothing():
    await filled()
    whole = (await entry_of_certificate("GM-520000-2026-0002")).identifier
    assert await names(q=f" {whole.lower()} ") == ["会址100%广场"]
    assert await names(q=whole[:-2]) == []


async def test_everything_newest_year_first():
    await filled()
    assert await names() == ["甲秀购物中心", "会址100%广场", "锦里_广场", "宽窄广场", "春熙IAPM"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("甲秀", ["甲秀购物中心"]),
        ("广场", ["会址100%广场", "锦里_广场", "宽窄广场"]),
        ("广场 100", ["会址100%广场"]),
        ("%", ["会址100%广场"]),
        ("_", ["锦里_广场"]),
        ("\\", []),
        ("ｉａｐｍ", ["春熙IAPM"]),
        ("gm-520000-2026-0002", ["会址100%广场"]),
        ("成都某某", ["春熙IAPM"]),
        ("' OR '1'='1", []),
        ("龘", []),
    ],
)
async def test_words(q, found):
    await filled()
    assert await names(q=q) == found


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"region": GUIZHOU}, 2),
        ({"region": GUIYANG}, 1),
        ({"region": NANMING}, 1),
        ({"region": "000000"}, 5),
        ({"region": "999999"}, 0),
        ({"scheme": "green-mall"}, 5),
        ({"scheme": "x" * 500}, 0),
        ({"year": 2022}, 2),
        ({"status": EntryStatus.VALID}, 2),
        ({"status": EntryStatus.LISTED, "year": 2021}, 1),
        ({"on": date(2021, 6, 1)}, 1),
        ({"on": date(2016, 6, 1)}, 0),
        ({"on": date(2030, 1, 1), "status": EntryStatus.EXPIRED}, 2),
    ],
)
async def test_filters(filters, count):
    await filled()
    assert (await search(**filters)).total == count


async def test_a_region_that_is_no_code_is_refused():
    with pytest.raises(Invalid):
        await search(region="贵阳")


async def test_pages_are_bounded_and_stable():
    await filled()
    pages = [(await search(page=page, size=2)).items for page in (1, 2, 3, 4)]
    assert [len(items) for items in pages] == [2, 2, 1, 0]
    assert len({item.id for items in pages for item in items}) == 5
    huge = await search(page=-1, size=10**9)
    assert (huge.page, huge.size, huge.total) == (1, 100, 5)
    assert (await search(page=10**18)).items == ()


async def test_a_row_says_whose_it_is_and_whether_it_is_good():
    await filled()
    own, listed = (await search(q="甲秀")).items[0], (await search(q="春熙")).items[0]
    assert (own.outcome, own.origin, own.place_zh) == (Outcome.VALID, Origin.OWN, "贵州省贵阳市南明区")
    assert [each.code for each in own.reasons] == ["within-window", "demonstration"]
    assert (listed.outcome, listed.origin, listed.source) == (Outcome.CANNOT_TELL, Origin.IMPORTED, "四川省公开名单")
    assert (listed.certificate_number, listed.place_en) == ("", "Chengdu, Sichuan")


async def test_an_entry_with_its_history():
    await filled()
    item = (await search(q="甲秀")).items[0]
    found = await entry(item.id)
    assert [(each.status, each.from_on) for each in found.periods] == [
        (EntryStatus.VALID, date(2026, 3, 2)),
        (EntryStatus.EXPIRED, date(2029, 3, 2)),
    ]
    assert (await entry_of_certificate(item.certificate_number.lower())).item.id == item.id
    assert (await entry(item.id, on=date(2030, 1, 1))).item.status is EntryStatus.EXPIRED
    for nothing in (entry(new_id()), entry(item.id, on=date(2020, 1, 1)), entry_of_certificate("")):
        with pytest.raises(NotFound):
            await nothing


async def test_years_for_a_choice():
    await filled()
    assert await years() == [2026, 2022, 2021]
    assert await years("green-mall") == [2026, 2022, 2021]


async def test_counts_leave_out_notices_and_what_was_revoked():
    await filled()
    counted = {"scheme": "green-mall", "on": date(2026, 6, 1), "until_year": 2026}
    assert await recognised_by_place(GUIZHOU, **counted) == {NANMING: 1, ZUNYI: 1}
    assert await recognised_by_place("510000", **counted) == {"510100": 2}
    assert await recognised_by_place("510000", **counted, since_year=2022) == {"510100": 1}
    item = (await search(q="甲秀")).items[0]
    certificate_id = await _certificate_id(item.certificate_number)
    await revoke(
        certificate_id,
        actor=province_decider(),
        effective_on=date(2026, 6, 1),
        reason="false-material",
        document_number="黔商发〔2026〕9号",
    )
    await refresh(certificate_id)
    assert await recognised_by_place(GUIZHOU, **counted) == {ZUNYI: 1}


async def test_who_renews_was_counted_the_first_time():
    await filled()
    item = (await search(q="甲秀")).items[0]
    renewing = await Certificate.get(id=await _certificate_id(item.certificate_number))
    await Certificate.filter(id=renewing.id).update(renews_id=new_id())
    await refresh(renewing.id)
    assert (await search(q="甲秀")).total == 1
    counted = {"scheme": "green-mall", "on": date(2026, 6, 1), "until_year": 2026}
    assert await recognised_by_place(GUIZHOU, **counted) == {ZUNYI: 1}
    assert await recognised_by_place(GUIZHOU, **counted, since_year=2026) == {ZUNYI: 1}


async def _certificate_id(number: str):
    from registry.issuance.models import Certificate

    return (await Certificate.get(number=number)).id
