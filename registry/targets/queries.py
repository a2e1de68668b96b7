"""Questions about targets: what a year asks, and how far it is reached on a day. Public, so no viewer is asked."""

from collections.abc import Mapping
from datetime import date

from registry import clock
from registry.errors import NotFound
from registry.jurisdictions import queries as places
from registry.jurisdictions.rules import covers
from registry.jurisdictions.schemas import PlaceInfo
from registry.public_register.queries import recognised_by_place
from registry.targets.models import Target
from registry.targets.rules import COUNTED, LABELS, Counting, Indicator, share_of
from registry.targets.schemas import IndicatorProgress, PlaceProgress, Progress


async def years(province_code: str) -> list[int]:
    """The years for which a province has targets, newest first."""
    rows = await Target.filter(place_code=province_code).distinct().order_by("-year").values("year")
    return [row["year"] for row in rows]


async def progress(year: int, province_code: str, *, on: date | None = None) -> Progress:
    """Every target of a province in a year, with its cities, as of a day (today if not given).

    Green malls are counted in the public register. For indicators without data here `reached` is None: unknown is
    not nought. Raises NotFound for a place that is none, or when the year has no targets there.
    """
    day = on or clock.today()
    province = await places.place(province_code, day)
    everything = await Target.filter(year=year, place_code__startswith=province_code[:2]).order_by("id")
    stated = [row for row in everything if row.place_code == province_code]
    if not stated:
        raise NotFound("targets")
    cities = await places.children(province_code, day)
    return Progress(
        year=year,
        province_code=province_code,
        province_zh=province.name("zh-CN"),
        province_en=province.name("en"),
        on=day,
        indicators=tuple([await _indicator(row, everything, cities, day) for row in stated]),
    )


async def _indicator(row: Target, everything: list[Target], cities: list[PlaceInfo], on: date) -> IndicatorProgress:
    indicator, counting = Indicator(row.indicator), Counting(row.counting)
    split = {
        each.place_code: each for each in everything if (each.indicator, each.counting) == (row.indicator, row.counting)
    }
    counts = await _counts(indicator, counting, row, on)
    reached = None if counts is None else sum(counts.values())
    zh, en = LABELS[indicator]
    return IndicatorProgress(
        indicator=indicator,
        label_zh=zh,
        label_en=en,
        counting=counting,
        amount=row.amount,
        unit_zh=row.unit_zh,
        unit_en=row.unit_en,
        reached=reached,
        share=share_of(reached, row.amount),
        cities=tuple(_place(city, split.get(city.code), counts) for city in cities),
        source_title=row.source_title,
        source_clause=row.source_clause,
        source_on=row.source_on,
    )


async def _counts(indicator: Indicator, counting: Counting, row: Target, on: date) -> Mapping[str, int] | None:
    """How many there are, by the division code of each; None where this register has no data."""
    if indicator not in COUNTED:
        return None
    since = row.year if counting is Counting.NEW else None
    return await recognised_by_place(
        row.place_code, scheme=indicator.value, on=on, since_year=since, until_year=row.year
    )


def _place(city: PlaceInfo, target: Target | None, counts: Mapping[str, int] | None) -> PlaceProgress:
    reached = None if counts is None else sum(many for code, many in counts.items() if covers(city.code, code))
    amount = None if target is None else target.amount
    return PlaceProgress(
        place_code=city.code,
        place_zh=city.name("zh-CN"),
        place_en=city.name("en"),
        amount=amount,
        reached=reached,
        share=None if amount is None else share_of(reached, amount),
    )
