"""Deadlines on desk forms: so many working days, each offered with the day that it leads to, or a day of one's own."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from registry.errors import NotNow
from registry.web import i18n
from registry.workdays.queries import calendar_for
from registry.workdays.rules import add_working_days

USUAL = (5, 10, 15, 20, 30)
"""Working days that are offered; any other day can be typed. House habit, not law."""


class Deadline(BaseModel):
    """The two ways to set a deadline; a typed day wins over the list, which always has something chosen."""

    working_days: Annotated[int, Field(ge=1, le=60)] | None = None
    due_on: date | None = None

    @property
    def chosen(self) -> tuple[int | None, date | None]:
        """What an action takes: working days or a day, never both."""
        return (None, self.due_on) if self.due_on else (self.working_days, None)


async def choices(on: date, usual: Sequence[int] = USUAL) -> list[tuple[int, str]]:
    """`(10, "10 working days: 5 December 2026")`; those that reach a year without official calendar are left out."""
    calendar = await calendar_for(on)
    offered = []
    for count in usual:
        try:
            day = add_working_days(on, count, calendar)
        except NotNow:
            break
        offered.append((count, i18n.say("{count} working days: {day}", count=count, day=day)))
    return offered
