"""Reads `windows.toml`: how long a scheme's public notice stands, and who says so. What follows from it is `rules.py`'s."""

from datetime import date
from pathlib import Path

from pydantic import Field

from registry.errors import Misconfigured
from registry.jurisdictions.dated_rows import DatedRow, read_rows, row_in_force
from registry.workdays.rules import Unit, WindowRule


class NoticeRule(DatedRow):
    """One row: the window of a scheme's notices in a place, from a day on."""

    days: int = Field(ge=1)
    unit: Unit
    count_first_day: bool
    longest_days: int = Field(ge=1, le=366)

    @property
    def window(self) -> WindowRule:
        """The rule as the calendar counts it."""
        return WindowRule(self.days, self.unit, self.count_first_day, self.citation.zh)


SHIPPED = read_rows(Path(__file__).with_suffix(".toml"), "window", NoticeRule)


def in_force(scheme: str, place_code: str, on: date, *, rows: tuple[NoticeRule, ...] = SHIPPED) -> NoticeRule:
    """The row that holds for a scheme in a place on a day; Misconfigured `window-unknown` if there is none."""
    found = row_in_force(rows, scheme, place_code, on)
    if found is None:
        raise Misconfigured(
            "window-unknown",
            "No length of public notice is set for {scheme} in {place} on {day}.",
            hint="Add a row to registry/notices/windows.toml.",
            scheme=scheme,
            place=place_code,
            day=on,
        )
    return found
