"""Reads `validity.toml`: for how many years a scheme's certificate is good, and who says so."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from registry.errors import Misconfigured
from registry.jurisdictions.rules import covers

FILE = Path(__file__).with_suffix(".toml")


class Citation(BaseModel):
    """Where the period comes from, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Validity(BaseModel):
    """One row: the period of a scheme in a place from a day on."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    scheme: str
    place_code: str = Field(pattern=r"^\d{6}$")
    begins_on: date = Field(alias="from")
    years: int = Field(ge=1, le=50)
    status: Literal["verified", "local-setting"]
    citation: Citation


def load(file: Path) -> tuple[Validity, ...]:
    """Every row of a file; Misconfigured names what is wrong with it."""
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)["validity"]
        return tuple(Validity.model_validate(row) for row in rows)
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as reason:
        raise Misconfigured(
            "validity-file",
            "The file of validity periods {file} cannot be used: {reason}",
            hint="Compare it with the comment at its top.",
            file=file.name,
            reason=str(reason),
        ) from reason


SHIPPED = load(FILE)
"""Read when the program starts, so that a wrong file stops it there."""


def in_force(scheme: str, place_code: str, on: date, *, rows: tuple[Validity, ...] = SHIPPED) -> Validity:
    """The row that holds for a scheme in a place on a day: the most local, then the latest. Misconfigured if none."""
    fitting = [
        row for row in rows if row.scheme == scheme and row.begins_on <= on and covers(row.place_code, place_code)
    ]
    if not fitting:
        raise Misconfigured(
            "validity-unknown",
            "No period of validity is set for {scheme} in {place} on {day}.",
            hint="Add a row to registry/issuance/validity.toml.",
            scheme=scheme,
            place=place_code,
            day=on,
        )
    return max(fitting, key=lambda row: (len(row.place_code.rstrip("0")), row.begins_on))
