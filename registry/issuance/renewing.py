"""Reads `renewing.toml`: from when a certificate may be renewed, and what becomes of the old one, and who says so."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import PositiveInt

from registry.jurisdictions.dated_rows import DatedRow, read_rows, row_in_force


class Renewing(DatedRow):
    """One row: how certificates of a scheme in a place are renewed, from a day on. Its meaning stands in the file."""

    opens_months_before: PositiveInt
    remind_days_before: tuple[PositiveInt, ...]
    on_recognition: Literal["supersede", "expire"]


SHIPPED = read_rows(Path(__file__).with_suffix(".toml"), "renewing", Renewing)


def in_force(scheme: str, place_code: str, on: date, *, rows: tuple[Renewing, ...] = SHIPPED) -> Renewing | None:
    """The row that holds for a scheme in a place on a day; None: nothing is renewed."""
    return row_in_force(rows, scheme, place_code, on)
