"""Reads `rechecks.toml`: how often a scheme's holders are re-checked, and who says so."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError

from registry.errors import Misconfigured
from registry.issuance.validity import Citation
from registry.jurisdictions.rules import covers

FILE = Path(__file__).with_name("rechecks.toml")


class Terms(BaseModel):
    """One row: how holders of a scheme in a place are re-checked, from a day on. Its meaning stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    scheme: str
    place_code: str = Field(pattern=r"^\d{6}$")
    begins_on: date = Field(alias="from")
    interval_months: PositiveInt
    within_working_days: PositiveInt
    remind_days_before: tuple[PositiveInt, ...] = Field(min_length=1)
    mend_remind_days: PositiveInt
    status: Literal["verified", "local"]
    citation: Citation


def load(file: Path) -> tuple[Terms, ...]:
    """Every row of a file; Misconfigured names what is wrong with it."""
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8"))["recheck"]
        return tuple(Terms.model_validate(row) for row in rows)
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as reason:
        raise Misconfigured(
            "rechecks-file",
            "The file of re-checks {file} cannot be used: {reason}",
            hint="Compare it with the comment at its top.",
            file=file.name,
            reason=str(reason),
        ) from reason


SHIPPED = load(FILE)
"""Read when the program starts, so that a wrong file stops it there."""


def in_force(scheme: str, place_code: str, on: date, *, rows: tuple[Terms, ...] = SHIPPED) -> Terms | None:
    """The row that holds for a scheme in a place on a day: the most local, then the latest; None: nobody is re-checked."""
    fitting = [
        row for row in rows if row.scheme == scheme and row.begins_on <= on and covers(row.place_code, place_code)
    ]
    return max(fitting, key=lambda row: (len(row.place_code.rstrip("0")), row.begins_on), default=None)
