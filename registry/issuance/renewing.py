"""Reads `renewing.toml`: from when a certificate may be renewed, and what becomes of the old one, and who says so."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError

from registry.errors import Misconfigured
from registry.issuance.validity import Citation
from registry.jurisdictions.rules import covers

FILE = Path(__file__).with_suffix(".toml")


class Renewing(BaseModel):
    """One row: how certificates of a scheme in a place are renewed, from a day on. Its meaning stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    scheme: str
    place_code: str = Field(pattern=r"^\d{6}$")
    begins_on: date = Field(alias="from")
    opens_months_before: PositiveInt
    remind_days_before: tuple[PositiveInt, ...]
    on_recognition: Literal["supersede", "expire"]
    status: Literal["verified", "local"]
    citation: Citation


def load(file: Path) -> tuple[Renewing, ...]:
    """Every row of a file; Misconfigured names what is wrong with it."""
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8"))["renewing"]
        return tuple(Renewing.model_validate(row) for row in rows)
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as reason:
        raise Misconfigured(
            "renewing-file",
            "The file of renewals {file} cannot be used: {reason}",
            hint="Compare it with the comment at its top.",
            file=file.name,
            reason=str(reason),
        ) from reason


SHIPPED = load(FILE)
"""Read when the program starts, so that a wrong file stops it there."""


def in_force(scheme: str, place_code: str, on: date, *, rows: tuple[Renewing, ...] = SHIPPED) -> Renewing | None:
    """The row that holds for a scheme in a place on a day: the most local, then the latest; None: nothing is renewed."""
    fitting = [
        row for row in rows if row.scheme == scheme and row.begins_on <= on and covers(row.place_code, place_code)
    ]
    return max(fitting, key=lambda row: (len(row.place_code.rstrip("0")), row.begins_on), default=None)
