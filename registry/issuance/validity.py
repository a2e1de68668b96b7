"""Reads `validity.toml`: for how many years a scheme's certificate is good, and who says so."""

from datetime import date
from pathlib import Path

from pydantic import Field

from registry.errors import Misconfigured
from registry.jurisdictions.dated_rows import DatedRow, read_rows, row_in_force


class Validity(DatedRow):
    """One row: the period of a scheme in a place from a day on."""

    years: int = Field(ge=1, le=50)


SHIPPED = read_rows(Path(__file__).with_suffix(".toml"), "validity", Validity)


def in_force(scheme: str, place_code: str, on: date, *, rows: tuple[Validity, ...] = SHIPPED) -> Validity:
    """The row that holds for a scheme in a place on a day; Misconfigured `validity-unknown` if there is none."""
    found = row_in_force(rows, scheme, place_code, on)
    if found is None:
        raise Misconfigured(
            "validity-unknown",
            "No period of validity is set for {scheme} in {place} on {day}.",
            hint="Add a row to registry/issuance/validity.toml.",
            scheme=scheme,
            place=place_code,
            day=on,
        )
    return found
