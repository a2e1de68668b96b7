"""Progress is counted in the register, by city, as of a day; unknown is not nought."""

from datetime import date
from decimal import Decimal

import pytest

from registry.accounts.schemas import SYSTEM
from registry.errors import NotFound
from registry.public_register.actions import import_green_malls, refresh
from registry.public_register.schemas import ListRow
from registry.targets.actions import load_targets
from registry.targets.documents import DATA
from registry.targets.queries import progress, years
from registry.targets.rules import Counting, Indicator
from tests.factories.certificates import office, printed
from tests.factories.people import GUIYANG, GUIZHOU, NANMING, ZUNYI

pytestmark = pytest.mark.usefixtures("db")
DAY = date(2023, 12, 31)


async def filled() -> None:
    """Two certificates of 2023 and an older mall in Guizhou, a notice, and a mall elsewhere."""
    await office()
    await load_targets(DATA / "guizhou-2023.toml", actor=SYSTEM)
    for place in (NANMING, ZUNYI):
        done = await printed(date(2023, 6, 1), place_code=place, year=2023)
        await refresh(done.certificate_id)
    rows = [
        {"province": "贵州", "area": "贵阳", "mall": "旧商场", "year": "2021", "level": "P"},
        {"province": "贵州", "area": "贵阳", "mall": "公示商场", "year": "2023", "level": "P (publicity)"},
        {"province": "四川", "area": "成都", "mall": "他省商场", "year": "2023", "level": "P"},
    ]
    await import_green_malls([ListRow(n, row) for n, row in enumerate(rows, 2)], actor=SYSTEM, source="x")


async def test_malls_are_counted_and_the_rest_is_unknown():
    await filled()
    found = await progress(2023, GUIZHOU, on=DAY)
    by_key = {(each.indicator, each.counting): each for each in found.indicators}
    new = by_key[Indicator.GREEN_MALL, Counting.NEW]
    ever = by_key[Indicator.GREEN_MALL, Counting.CUMULATIVE]
    assert (new.reached, new.amount, new.share) == (2, 3, Decimal(67))
    assert (ever.reached, ever.amount, ever.share) == (3, 13, Decimal(23))
    plastics = by_key[Indicator.PLASTICS_REPORTER, Counting.NEW]
    assert (plastics.reached, plastics.share, plastics.source_clause) == (None, None, "一（二）")
    assert {each.place_code: (each.amount, each.reached) for each in plastics.cities} == {
        GUIYANG: (Decimal(300), None),
        ZUNYI: (Decimal(200), None),
    }
    cities = {each.place_code: each for each in new.cities}
    assert (cities[GUIYANG].reached, cities[ZUNYI].reached, cities[GUIYANG].amount) == (1, 1, None)
    assert (found.province_zh, cities[GUIYANG].place_en) == ("贵州省", "Guiyang")


async def test_progress_is_of_the_day():
    await filled()
    early = await progress(2023, GUIZHOU, on=date(2023, 5, 31))
    assert [each.reached for each in early.indicators][:2] == [0, 1]


async def test_years_and_places_without_targets():
    await filled()
    assert (await years(GUIZHOU), await years("510000")) == ([2023], [])
    for year, place in ((2022, GUIZHOU), (2023, "510000"), (2023, "990000")):
        with pytest.raises(NotFound):
            await progress(year, place)
