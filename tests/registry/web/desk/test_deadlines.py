"""Deadlines are offered with the day they lead to, as far as the official calendar reaches."""

from datetime import date

from registry.accounts.schemas import SYSTEM
from registry.web import i18n
from registry.web.desk.deadlines import Deadline, choices
from registry.workdays.actions import seed


async def test_each_choice_says_its_day(db):
    await seed(actor=SYSTEM)
    with i18n.in_locale("en"):
        offered = dict(await choices(date(2023, 5, 15)))
    assert offered[5] == "5 working days: 22 May 2023"
    assert list(offered) == [5, 10, 15, 20, 30]


async def test_nothing_is_offered_without_a_calendar(db):
    assert await choices(date(2023, 5, 15)) == []


def test_a_typed_day_wins():
    assert Deadline(working_days=5, due_on=date(2023, 6, 1)).chosen == (None, date(2023, 6, 1))
    assert Deadline(working_days=5).chosen == (5, None)
