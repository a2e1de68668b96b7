"""Law of enterprises and sites, pure: classes by building area, what a site's figures may be.

The thresholds are data with their source: `area_classes.toml`. The credit code's check is `registry/identifiers.py`'s.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from registry.errors import Invalid


class AreaClass(StrEnum):
    """Classes of malls by building area. A small one is encouraged as much as a large one, never blocked."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class AreaThresholds:
    """Smallest building area of each class, in m²; the class below begins where none reaches."""

    large_from_m2: Decimal
    medium_from_m2: Decimal


LARGEST_AREA_M2 = Decimal(10_000_000)
"""Five times the largest building on earth: more is a slip of the keyboard."""


def area_class(area_m2: Decimal, thresholds: AreaThresholds) -> AreaClass:
    """The class of a building area; the threshold itself belongs to the larger class (含)."""
    if area_m2 >= thresholds.large_from_m2:
        return AreaClass.LARGE
    return AreaClass.MEDIUM if area_m2 >= thresholds.medium_from_m2 else AreaClass.SMALL


def checked_area(area_m2: Decimal) -> Decimal:
    """A building area in m², exact to two places; raises Invalid for zero, negative, absurd or finer figures."""
    if not area_m2.is_finite() or area_m2 <= 0:
        raise Invalid(
            "area-not-positive",
            "The building area must be more than 0 m².",
            hint="Enter the building area in square metres, as on the property certificate.",
            field="building_area_m2",
        )
    if area_m2 > LARGEST_AREA_M2:
        raise Invalid(
            "area-too-large",
            "The building area is larger than any building.",
            hint="Enter the area in square metres, not in square centimetres or yuan.",
            field="building_area_m2",
        )
    if area_m2 != area_m2.quantize(Decimal("0.01")):
        raise Invalid(
            "area-too-fine",
            "The building area has more than two decimal places.",
            hint="Round it to two decimal places.",
            field="building_area_m2",
        )
    return area_m2.quantize(Decimal("0.01"))


EARLIEST_OPENING = date(1840, 1, 1)
"""No mall in business is older; an earlier day is a slip of the keyboard."""


def checked_opening(opened_on: date, today: date) -> date:
    """The day a site opened; raises Invalid for a day in the future or beyond belief."""
    if opened_on > today:
        raise Invalid(
            "opening-in-future",
            "The opening date lies in the future.",
            hint="A site can be added once it has opened for business.",
            field="opened_on",
        )
    if opened_on < EARLIEST_OPENING:
        raise Invalid(
            "opening-too-early",
            "The opening date is too long ago to be right.",
            hint="Check the year.",
            field="opened_on",
        )
    return opened_on
