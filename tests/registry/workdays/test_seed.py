"""The shipped arrangements, against days that everybody remembers."""

from datetime import date

from registry.workdays.rules import DayRow, check_arrangement
from registry.workdays.seed import SOURCE, seed_years


def test_every_shipped_year_is_in_order():
    years = seed_years()
    assert set(range(2004, 2027)) <= set(years)
    for year, days in years.items():
        assert {row.day.year for row in check_arrangement(year, days)} == {year}
    assert SOURCE.startswith("chinesecalendar ")


def test_days_carry_both_names():
    rows = {row.day: row for row in seed_years()[2025]}
    assert rows[date(2025, 10, 1)] == DayRow(date(2025, 10, 1), working=False, name_zh="国庆节", name_en="National Day")
    assert rows[date(2025, 9, 28)].working
