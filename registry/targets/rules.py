"""Law of targets, pure: indicators that are known, how each counts, what progress is.

Which targets a document set is data, `data/*.toml`; what was reached is counted in other areas.
"""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Counting(StrEnum):
    """Whether those of the year count, or all up to it."""

    NEW = "new"
    CUMULATIVE = "cumulative"


class Indicator(StrEnum):
    """What a policy document asks a number of."""

    GREEN_MALL = "green-mall"
    PLASTICS_REPORTER = "plastics-reporter"
    RECYCLING_STATION = "recycling-station"
    SORTING_CENTRE = "sorting-centre"
    KEY_RECYCLER = "key-recycler"


LABELS: dict[Indicator, tuple[str, str]] = {
    Indicator.GREEN_MALL: ("绿色商场", "Green malls"),
    Indicator.PLASTICS_REPORTER: ("一次性塑料制品使用、回收报告主体", "Enterprises reporting disposable plastics"),
    Indicator.RECYCLING_STATION: ("“互联网+回收”站点", "“Internet + recycling” stations"),
    Indicator.SORTING_CENTRE: ("分拣中心", "Sorting centres"),
    Indicator.KEY_RECYCLER: ("再生资源回收重点企业", "Key recycling enterprises"),
}

COUNTED = frozenset({Indicator.GREEN_MALL})
"""Indicators that this register has data for. Of the others progress is unknown, which is not nought."""


def share_of(reached: int | None, amount: Decimal) -> Decimal | None:
    """Part of a target that is reached, in whole percent; over 100 when it is passed. None when that is unknown.

    A target of nought is reached.
    """
    if reached is None:
        return None
    if amount <= 0:
        return Decimal(100)
    return (Decimal(reached) * 100 / amount).quantize(Decimal(1), ROUND_HALF_UP)
