"""Questions about the calendar. It is public knowledge, so no viewer is asked."""

from datetime import date

from registry.workdays.models import CalendarDay, CalendarYear
from registry.workdays.rules import Calendar
from registry.workdays.schemas import YearInfo


async def calendar_for(day: date, *, years_after: int = 1) -> Calendar:
    """What is on file from the year before `day` to `years_after` years after it, for the functions of `rules.py`."""
    first, last = day.year - 1, day.year + years_after
    years = await CalendarYear.filter(year__gte=first, year__lte=last)
    rows = await CalendarDay.filter(day__gte=date(first, 1, 1), day__lte=date(last, 12, 31)).values_list(
        "day", "working"
    )
    exceptions: dict[date, bool] = {day: bool(working) for day, working in rows}
    return Calendar(years=frozenset(row.year for row in years), exceptions=exceptions)


async def years() -> list[YearInfo]:
    """Every year on file, newest first, with how much its arrangement changes."""
    found = await CalendarYear.all().order_by("-year")
    days = await CalendarDay.all().values_list("day", "working")
    return [
        YearInfo(
            year=row.year,
            document_no=row.document_no,
            source=row.source,
            holidays=sum(1 for day, working in days if day.year == row.year and not working),
            worked_weekends=sum(1 for day, working in days if day.year == row.year and working),
        )
        for row in found
    ]
