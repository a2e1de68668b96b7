"""Loading the part of the calendar that a question needs."""

from datetime import date

import pytest

from registry.accounts.schemas import SYSTEM
from registry.errors import NotNow
from registry.workdays import actions, queries

pytestmark = pytest.mark.usefixtures("db")


async def test_the_years_around_a_day():
    await actions.seed(actor=SYSTEM)
    calendar = await queries.calendar_for(date(2024, 6, 1))
    assert calendar.years == {2023, 2024, 2025}
    assert min(calendar.exceptions).year == 2023
    assert (await queries.calendar_for(date(2020, 6, 1), years_after=3)).years == {2019, 2020, 2021, 2022, 2023}


async def test_nothing_on_file_is_said_when_asked():
    calendar = await queries.calendar_for(date(2024, 6, 1))
    assert await queries.years() == []
    with pytest.raises(NotNow, match="calendar-year-missing"):
        calendar.is_working(date(2024, 6, 1))
