"""The one place that asks what time it is. Rules never do: they are handed a date.

Calendar days are those of Beijing; instants are stored aware, in UTC.
"""

from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "CST")
"""China keeps one zone and no summer time since 1991, so a fixed offset is exact for every date we handle."""


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present calendar day in Beijing."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The Beijing calendar day that contains an aware instant."""
    return instant.astimezone(BEIJING).date()


def start_of(day: date) -> datetime:
    """The first instant of a Beijing day, in UTC; with `day + 1` it bounds a window of days."""
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING).astimezone(UTC)
