"""Reads `rechecks.toml`: how often a scheme's holders are re-checked, and who says so."""

from datetime import date
from pathlib import Path

from pydantic import Field, PositiveInt

from registry.jurisdictions.dated_rows import DatedRow, read_rows, row_in_force


class Terms(DatedRow):
    """One row: how holders of a scheme in a place are re-checked, from a day on. Its meaning stands in the file."""

    interval_months: PositiveInt
    within_working_days: PositiveInt
    remind_days_before: tuple[PositiveInt, ...] = Field(min_length=1)
    mend_remind_days: PositiveInt


SHIPPED = read_rows(Path(__file__).with_name("rechecks.toml"), "recheck", Terms)


def in_force(scheme: str, place_code: str, on: date, *, rows: tuple[Terms, ...] = SHIPPED) -> Terms | None:
    """The row that holds for a scheme in a place on a day; None: nobody is re-checked."""
    return row_in_force(rows, scheme, place_code, on)
