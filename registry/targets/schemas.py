"""Shapes of targets and of progress against them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from registry.fields import Line
from registry.targets.rules import Counting, Indicator


class TargetForm(BaseModel):
    """One target as a document states it. `place_code` is the province's, or of the city that the split names."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    year: int = Field(ge=2000, le=2100)
    indicator: Indicator
    counting: Counting
    place_code: str = Field(pattern=r"^\d{4}00$")
    amount: Decimal = Field(ge=0, max_digits=14, decimal_places=2)
    unit_zh: Annotated[str, Line(20)]
    unit_en: Annotated[str, Line(40)]
    source_title: Annotated[str, Line(200)]
    source_clause: Annotated[str, Line(100)]
    source_on: date


@dataclass(frozen=True, slots=True)
class PlaceProgress:
    """A target in one place. `reached` None means that this register has no data yet, which is not nought;
    `amount` None that the document splits nothing to this place.
    """

    place_code: str
    place_zh: str
    place_en: str
    amount: Decimal | None
    reached: int | None
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """One target of the province, its cities, and the clause that sets it. `share` is in whole percent."""

    indicator: Indicator
    label_zh: str
    label_en: str
    counting: Counting
    amount: Decimal
    unit_zh: str
    unit_en: str
    reached: int | None
    share: Decimal | None
    cities: tuple[PlaceProgress, ...]
    source_title: str
    source_clause: str
    source_on: date


@dataclass(frozen=True, slots=True)
class Progress:
    """All targets of a province and a year as of a day."""

    year: int
    province_code: str
    province_zh: str
    province_en: str
    on: date
    indicators: tuple[IndicatorProgress, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a file of targets did."""

    written: int
    unchanged: int
