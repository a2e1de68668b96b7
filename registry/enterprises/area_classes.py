"""Reads `area_classes.toml`, the thresholds of the classes with their sources. What they mean is `rules.py`'s."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from registry.enterprises.rules import AreaThresholds
from registry.jurisdictions.dated_rows import Citation


class Threshold(BaseModel):
    """Where a class begins, in m²; `verified` was read in the source, `reference` is a local setting."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_m2: Decimal
    status: Literal["verified", "reference"]
    citation: Citation


class AreaClasses(BaseModel):
    """The whole file. `schemes` are those whose sites are classed by area, and so must state it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schemes: tuple[str, ...]
    large: Threshold
    medium: Threshold

    @property
    def thresholds(self) -> AreaThresholds:
        """The bare figures, as the rule takes them."""
        return AreaThresholds(large_from_m2=self.large.from_m2, medium_from_m2=self.medium.from_m2)


def read(text: str) -> AreaClasses:
    """The classes from the file's text; unknown keys are errors."""
    return AreaClasses.model_validate(tomllib.loads(text, parse_float=Decimal))


AREA_CLASSES = read(Path(__file__).with_name("area_classes.toml").read_text(encoding="utf-8"))
"""Read at import, so that no request waits for a file."""
