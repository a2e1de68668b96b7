"""Putting yearly arrangements on file: the shipped ones, and those that a bureau imports from the official notice."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from registry import clock
from registry.audit.actions import Actor, record
from registry.db.transactions import transaction
from registry.errors import Invalid, InvalidMany, LvceError
from registry.workdays.models import CalendarDay, CalendarYear
from registry.workdays.rules import DayRow, check_arrangement, read_day

WHOLE_CALENDAR = UUID(int=0)
"""Subject of audit entries about several years at once."""


async def seed(*, actor: Actor) -> list[int]:
    """Put the shipped years on file that are not yet; returns them. A year imported before is left as it is."""
    # Imported here, in a thread: the package reads its own version from a file.
    shipped, source = await asyncio.to_thread(_shipped)
    async with transaction():
        known = {row.year for row in await CalendarYear.all()}
        fresh = sorted(year for year in shipped if year not in known)
        for year in fresh:
            await _write(year, check_arrangement(year, shipped[year]), document_no="", source=source)
        if fresh:
            await record(actor=actor, tag="calendar:seed", subject=("calendar", WHOLE_CALENDAR), data={"years": fresh})
        return fresh


async def import_year(
    year: int, rows: Sequence[Mapping[str, str]], *, document_no: str, source: str, actor: Actor
) -> bool:
    """Put a year's official arrangement on file, in place of what was there; False if it said the same already.

    Columns: see `rules.read_day`. Raises InvalidMany with one fault per bad row (counted from 2, as in a spreadsheet
    under its heading), Invalid `calendar-document` without the notice's number.
    """
    if not document_no.strip():
        raise Invalid(
            "calendar-document",
            "The number of the official notice is missing.",
            hint="Write it as on the notice's first page.",
            field="document_no",
        )
    arrangement = check_arrangement(year, _readable(rows, year))
    async with transaction():
        before = await CalendarYear.filter(year=year).select_for_update().first()
        days = await CalendarDay.filter(day__gte=date(year, 1, 1), day__lte=date(year, 12, 31)).order_by("day")
        on_file = [DayRow(row.day, row.working, row.name_zh, row.name_en) for row in days]
        if before is not None and on_file == arrangement and before.document_no == document_no.strip():
            return False
        await CalendarDay.filter(day__gte=date(year, 1, 1), day__lte=date(year, 12, 31)).delete()
        if before is not None:
            await before.delete()
        await _write(year, arrangement, document_no=document_no.strip(), source=source)
        changed = {row.day for row in set(arrangement) ^ set(on_file)}
        await record(
            actor=actor,
            tag="calendar:import",
            subject=("calendar", WHOLE_CALENDAR),
            data={"year": year, "document_no": document_no.strip(), "changed_days": sorted(changed)},
        )
        return True


def _shipped() -> tuple[dict[int, list[DayRow]], str]:
    from registry.workdays.seed import SOURCE, seed_years  # noqa: PLC0415 - needed once in an installation's life

    return seed_years(), SOURCE


def _readable(rows: Iterable[Mapping[str, str]], year: int) -> list[DayRow]:
    good: list[DayRow] = []
    faults: list[LvceError] = []
    for number, cells in enumerate(rows, start=2):
        try:
            good.append(read_day(cells, number, year))
        except Invalid as fault:
            faults.append(fault)
    if faults:
        raise InvalidMany(faults)
    return good


async def _write(year: int, arrangement: Sequence[DayRow], *, document_no: str, source: str) -> None:
    await CalendarYear.create(year=year, document_no=document_no[:100], source=source[:200], recorded_at=clock.now())
    await CalendarDay.bulk_create(
        [CalendarDay(day=row.day, working=row.working, name_zh=row.name_zh, name_en=row.name_en) for row in arrangement]
    )
