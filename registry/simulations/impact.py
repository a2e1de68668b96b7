"""What a simulation would mean for the targets of policy documents: which are asked of a place, and what is reached.

Progress itself is `registry/targets/`'s, computed from the register; here the moves are set against it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from registry import clock
from registry.errors import NotFound
from registry.jurisdictions.rules import province_of
from registry.simulations.rules import PlaceTally, counting_in
from registry.simulations.schemas import TargetImpact
from registry.targets import queries as targets
from registry.targets.rules import Counting
from registry.targets.schemas import IndicatorProgress


@dataclass(frozen=True, slots=True)
class Asked:
    """One target of the scheme in one year: by place what is asked (None: nothing) and reached (None: not known)."""

    year: int
    progress: IndicatorProgress
    places: Mapping[str, tuple[Decimal | None, int | None]]


async def targets_of(scheme: str, place_code: str) -> tuple[Asked, ...]:
    """The targets of the province in the present year, or else the last year before it that has any."""
    province = province_of(place_code)
    years = [year for year in await targets.years(province) if year <= clock.today().year]
    if not years:
        return ()
    try:
        progress = await targets.progress(years[0], province)
    except NotFound:
        return ()
    return tuple(
        Asked(years[0], each, _by_place(each, province))
        for each in progress.indicators
        if each.indicator.value == scheme
    )


def on_place(asked: tuple[Asked, ...], place_code: str, counted: PlaceTally) -> Iterator[TargetImpact]:
    """Each target as far as it is about this very place, with what its moves would change."""
    for each in asked:
        amount, reached = each.places.get(place_code, (None, None))
        if amount is None and reached is None:
            continue
        only_new = each.progress.counting is Counting.NEW
        yield TargetImpact(
            label={"zh": each.progress.label_zh, "en": each.progress.label_en},
            counting=each.progress.counting,
            year=each.year,
            amount=amount,
            unit={"zh": each.progress.unit_zh, "en": each.progress.unit_en},
            reached=reached,
            lost=counting_in(counted.lost, each.year, only_new=only_new),
            won=counting_in(counted.won, each.year, only_new=only_new),
            doubtful=counting_in(counted.doubtful, each.year, only_new=only_new),
        )


def _by_place(progress: IndicatorProgress, province: str) -> dict[str, tuple[Decimal | None, int | None]]:
    cities = {city.place_code: (city.amount, city.reached) for city in progress.cities}
    return {province: (progress.amount, progress.reached)} | cities
