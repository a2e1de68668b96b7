"""The public copy follows the certificate book, and lists come in whole, once, or not at all."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
import time_machine

from registry.accounts.schemas import SYSTEM
from registry.audit.models import AuditEntry
from registry.commands.sheets import read_rows
from registry.db.transactions import transaction
from registry.errors import Forbidden, NotFound
from registry.identifiers import new_id
from registry.issuance.actions import record_print, revoke, suspend
from registry.issuance.succession import reissue
from registry.jurisdictions.actions import seed
from registry.public_register.actions import import_green_malls, refresh
from registry.public_register.models import RegisterEntry, RegisterPeriod
from registry.public_register.queries import search
from registry.public_register.rules import EntryStatus
from registry.public_register.schemas import ListRow
from tests.factories.certificates import office, printed, reserved
from tests.factories.people import city_officer, province_decider, province_officer

pytestmark = pytest.mark.usefixtures("db")
LIST = Path(__file__).parents[3] / "registry/demonstration/green_mall_lists.csv"
GUIZHOU_ROW = {"province": "贵州", "area": "贵阳", "mall": "某广场", "year": "2021", "level": "P"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        yield


def row(number: int = 2, **changes: str) -> ListRow:
    return ListRow(number, GUIZHOU_ROW | changes)


async def test_only_a_sealed_certificate_is_shown():
    await office()
    done = await reserved()
    await refresh(done.certificate_id)
    assert await RegisterEntry.all().count() == 0
    with pytest.raises(NotFound):
        await refresh(new_id())


async def test_a_refresh_twice_changes_nothing():
    await office()
    done = await printed()
    await refresh(done.certificate_id)
    before = await RegisterEntry.get(certificate_id=done.certificate_id)
    await refresh(done.certificate_id)
    assert (await RegisterEntry.get(id=before.id)).refreshed_at == before.refreshed_at
    assert await AuditEntry.filter(tag="register:refresh").count() == 1
    assert (before.site_name, before.place_code, before.province_code) == ("甲秀购物中心", "520102", "520000")


async def test_refreshes_at_once_leave_one_entry():
    await office()
    done = await printed()
    results = await asyncio.gather(*(refresh(done.certificate_id) for _ in range(4)), return_exceptions=True)
    if any(results):  # on PostgreSQL two may meet at the first writing; the job of the loser runs again
        await refresh(done.certificate_id)
    assert await RegisterEntry.all().count() == 1
    assert await RegisterPeriod.all().count() == 2


async def test_a_number_has_one_entry_through_all_its_versions():
    await office()
    first = await printed()
    await refresh(first.certificate_id)
    async with transaction():
        second = await reissue(
            first.certificate_id,
            {"holder": "甲秀新天地"},
            reason="name-changed",
            document_number="黔商函〔2026〕7号",
            on=date(2026, 6, 1),
            actor_id=None,
        )
    await refresh(first.certificate_id)
    waiting = await search(q=first.number)
    assert [(each.site_name, each.status) for each in waiting.items] == [("甲秀购物中心", EntryStatus.SUPERSEDED)]
    await record_print(second.certificate_id, actor=SYSTEM, sha256="1" * 64, level="B-B")
    await refresh(second.certificate_id)
    shown = await search(q=first.number)
    assert [(each.site_name, each.status) for each in shown.items] == [("甲秀新天地", EntryStatus.VALID)]
    row = await RegisterEntry.get()
    assert (row.certificate_id, row.pdf_sha256) == (second.certificate_id, "1" * 64)
    periods = await RegisterPeriod.all().order_by("from_on")
    assert [(each.status, each.from_on) for each in periods] == [
        ("valid", date(2026, 3, 2)),
        ("expired", date(2029, 3, 2)),
    ]
    await suspend(
        second.certificate_id, actor=province_officer(), effective_on=date(2026, 7, 1), reason="under-inquiry"
    )
    await refresh(second.certificate_id)
    assert (await search(on=date(2026, 7, 1))).items[0].status is EntryStatus.SUSPENDED
    assert (await search(on=date(2026, 5, 1))).items[0].status is EntryStatus.VALID


async def test_a_suspension_shows_on_its_day_and_a_revocation_keeps_the_entry():
    await office()
    done = await printed()
    await suspend(done.certificate_id, actor=province_officer(), effective_on=date(2026, 7, 1), reason="under-inquiry")
    await refresh(done.certificate_id)
    assert (await search()).items[0].status is EntryStatus.VALID
    assert (await search(on=date(2026, 7, 1))).items[0].status is EntryStatus.SUSPENDED
    await revoke(
        done.certificate_id,
        actor=province_decider(),
        effective_on=date(2026, 6, 1),
        reason="false-material",
        document_number="黔商发〔2026〕9号",
    )
    await refresh(done.certificate_id)
    assert (await search()).items[0].status is EntryStatus.REVOKED
    assert (await search(on=date(2026, 5, 31))).items[0].status is EntryStatus.VALID


async def test_the_published_lists_come_in_once():
    await seed(actor=SYSTEM)
    rows = await asyncio.to_thread(read_rows, LIST)
    first = await import_green_malls(rows, actor=province_officer(), source="公开名单")
    assert (first.added, first.changed, first.unchanged, first.refused) == (33, 0, 0, ())
    again = await import_green_malls(rows, actor=province_officer(), source="公开名单")
    assert (again.added, again.changed, again.unchanged) == (0, 0, 33)
    found = {each.site_name: each for each in await RegisterEntry.all()}
    assert len(found) == 33
    assert found["汇智国际商业中心"].place_code == "310115"
    assert found["汇嘉时代百货"].place_code == "652300"
    assert found["洛阳万达广场"].place_code == "410300"
    assert (await search(status=EntryStatus.PUBLICITY)).total == 1
    assert await AuditEntry.filter(tag="register:import").count() == 1


async def test_one_fault_keeps_everything_out_unless_told_otherwise():
    await office()
    rows = [row(), row(3, mall="乙", year="1999"), row(4, mall="丙", area="火星"), row(5, mall=""), row(6)]
    report = await import_green_malls(rows, actor=province_officer(), source="x")
    assert [(each.number, each.column, each.fault.code) for each in report.refused] == [
        (3, "year", "import-year"),
        (4, "area", "place-unknown"),
        (5, "mall", "import-empty"),
        (6, "mall", "import-twice"),
    ]
    assert (report.written, await RegisterEntry.all().count()) == (False, 0)
    report = await import_green_malls(rows, actor=province_officer(), source="x", accept_valid=True)
    assert (report.written, report.added, await RegisterEntry.all().count()) == (True, 1, 1)


async def test_a_dry_run_writes_nothing():
    await office()
    report = await import_green_malls([row()], actor=SYSTEM, source="x", dry_run=True)
    assert (report.added, report.written, await RegisterEntry.all().count()) == (1, False, 0)


async def test_a_notice_that_became_a_decision_is_changed():
    await office()
    await import_green_malls([row(level="P (publicity)")], actor=SYSTEM, source="x")
    report = await import_green_malls([row()], actor=SYSTEM, source="x")
    assert (report.added, report.changed) == (0, 1)
    assert (await search()).items[0].status is EntryStatus.LISTED


async def test_an_empty_list_is_nothing():
    report = await import_green_malls([], actor=SYSTEM, source="x")
    assert (report.added, report.refused) == (0, ())


async def test_others_import_nothing():
    with pytest.raises(Forbidden):
        await import_green_malls([row()], actor=city_officer(), source="x")
