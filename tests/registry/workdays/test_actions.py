"""Years put on file: once, with their document, replaced only by a later notice."""

from datetime import date

import pytest

from registry.accounts.schemas import SYSTEM
from registry.audit.models import AuditEntry
from registry.errors import Invalid, InvalidMany
from registry.workdays import actions, queries
from registry.workdays.rules import add_working_days

pytestmark = pytest.mark.usefixtures("db")

ROWS = [
    {"day": "2027-01-01", "kind": "off", "name_zh": "元旦", "name_en": "New Year's Day"},
    {"day": "2027-01-03", "kind": "working", "name_zh": "元旦", "name_en": "New Year's Day"},
]


async def put(rows=ROWS, document_no="国办发明电〔2026〕0号"):
    return await actions.import_year(2027, rows, document_no=document_no, source="test", actor=SYSTEM)


async def test_seeding_twice_adds_nothing_twice():
    years = await actions.seed(actor=SYSTEM)
    assert years[0] == 2004
    assert 2026 in years
    assert await actions.seed(actor=SYSTEM) == []
    assert await AuditEntry.filter(tag="calendar:seed").count() == 1
    calendar = await queries.calendar_for(date(2025, 9, 30))
    assert add_working_days(date(2025, 9, 30), 3, calendar) == date(2025, 10, 11)
    known = await queries.years()
    assert (known[0].year, known[0].document_no) == (years[-1], "")
    assert known[0].holidays > 10


async def test_a_year_is_imported_once_and_replaced_by_a_later_notice():
    assert await put()
    assert not await put()
    calendar = await queries.calendar_for(date(2027, 1, 1))
    assert (calendar.is_working(date(2027, 1, 1)), calendar.is_working(date(2027, 1, 3))) == (False, True)
    assert await put(ROWS[:1])
    calendar = await queries.calendar_for(date(2027, 1, 1))
    assert not calendar.is_working(date(2027, 1, 3))
    assert await put(ROWS[:1], "国办发明电〔2026〕1号")
    assert [(year.year, year.document_no, year.holidays, year.worked_weekends) for year in await queries.years()] == [
        (2027, "国办发明电〔2026〕1号", 1, 0)
    ]
    assert await AuditEntry.filter(tag="calendar:import").count() == 3


async def test_bad_imports_change_nothing():
    await put()
    with pytest.raises(InvalidMany) as told:
        await put([*ROWS, {"day": "soon", "kind": "off"}])
    assert [fault.context["row"] for fault in told.value.faults] == [4]
    with pytest.raises(Invalid, match="calendar-document"):
        await put(document_no=" ")
    assert (await queries.years())[0].worked_weekends == 1


async def test_seeding_leaves_an_imported_year_alone():
    rows = [{"day": "2026-01-01", "kind": "off"}]
    await actions.import_year(2026, rows, document_no="国办发明电〔2025〕0号", source="test", actor=SYSTEM)
    assert 2026 not in await actions.seed(actor=SYSTEM)
    assert (await queries.calendar_for(date(2026, 1, 1))).is_working(date(2026, 1, 2))
