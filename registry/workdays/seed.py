"""The arrangements that the package `chinesecalendar` carries, year by year. Writing them is `actions.seed`.

The package names no documents, so a seeded year has no document number until it is imported from the notice itself.
"""

from importlib.metadata import version

from chinese_calendar import constants  # type: ignore[import-untyped]  # the package ships no types

from registry.workdays.rules import DayRow

SOURCE = f"chinesecalendar {version('chinesecalendar')}"


def seed_years() -> dict[int, list[DayRow]]:
    """Days off and weekend days worked, of every year that the package knows."""
    years: dict[int, list[DayRow]] = {}
    for working, days in ((False, constants.holidays), (True, constants.workdays)):
        for day, english in days.items():
            row = DayRow(day, working, constants.Holiday(english).chinese, str(english))
            years.setdefault(day.year, []).append(row)
    return years
