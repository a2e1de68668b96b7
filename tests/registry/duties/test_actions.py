"""Results of re-checks on file, reminders written once whatever the clock says, renewals begun."""

import asyncio
from datetime import date, timedelta

import pytest
import time_machine

from registry.accounts.schemas import SYSTEM
from registry.applications.models import Answer, Application, Round
from registry.applications.queries import application
from registry.audit.models import AuditEntry
from registry.duties.actions import record_result, remind, renew
from registry.duties.models import Recheck, Reminder
from registry.duties.queries import reminders, renewal, renewals, waiting
from registry.duties.rules import DutyState, Kind, Result
from registry.errors import Forbidden, Invalid, NotFound, NotNow
from registry.identifiers import new_id
from registry.issuance.actions import record_print, revoke
from registry.issuance.queries import certificate
from registry.workdays.actions import seed
from tests.factories import people, stages
from tests.factories.certificates import office, printed
from tests.factories.people import SICHUAN, city_officer, province_decider, province_officer

pytestmark = pytest.mark.usefixtures("db")
VISIT = date(2024, 6, 14)
"""Two days after the first re-check of a certificate of 12 June 2023 opened."""
MEND = {"result": Result.MEND, "done_on": VISIT, "mend_by": date(2024, 7, 31), "document_number": "筑商函〔2024〕3号"}


def at(day: str):
    return time_machine.travel(f"{day}T04:00:00Z", tick=False)


async def certified():
    await seed(actor=SYSTEM)
    await office()
    return await printed(on=date(2023, 6, 12))


async def test_what_was_found_is_kept_and_asked_for_again():
    done = await certified()
    officer = city_officer()
    with at("2024-06-14"):
        assert [view.duty.state for view in await waiting(officer, on=VISIT)] == [DutyState.OPEN]
        await record_result(done.certificate_id, 1, actor=officer, **MEND)
        await record_result(done.certificate_id, 1, actor=officer, **MEND)
    with at("2024-08-01"):
        found = (await waiting(officer, on=date(2024, 8, 1)))[0]
        assert (found.duty.state, [each.result for each in found.results]) == (DutyState.MEND_OVERDUE, [Result.MEND])
        await record_result(done.certificate_id, 1, actor=officer, result=Result.PASSED, done_on=date(2024, 8, 1))
        assert await waiting(officer, on=date(2024, 8, 1)) == []
    rows = await Recheck.all().order_by("ordinal")
    assert [(row.ordinal, row.result, row.number) for row in rows] == [
        (1, "mend", done.number),
        (2, "passed", done.number),
    ]
    assert await AuditEntry.filter(tag="recheck:record:mend", on_day=VISIT).count() == 1


async def test_nobody_rechecks_an_enterprise_of_their_own():
    done = await certified()
    owner = (await certificate(SYSTEM, done.certificate_id)).enterprise_id
    with at("2024-06-14"), pytest.raises(NotNow, match="own-enterprise"):
        await record_result(done.certificate_id, 1, actor=people.also_member(city_officer(), owner), **MEND)
    assert not await Recheck.exists()


async def test_a_double_click_writes_one_line():
    done = await certified()
    with at("2024-06-14"):
        await asyncio.gather(*(record_result(done.certificate_id, 1, actor=city_officer(), **MEND) for _ in range(3)))
    assert await Recheck.all().count() == 1


async def test_a_proposed_suspension_waits_for_the_province():
    done = await certified()
    with at("2024-06-14"):
        asked = {"result": Result.SUSPEND, "done_on": VISIT, "document_number": "筑商函〔2024〕3号"}
        await record_result(done.certificate_id, 1, actor=province_officer(), **asked)
        assert [view.duty.state for view in await waiting(province_officer(), on=VISIT)] == [DutyState.SUSPENSION]


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (people.county_officer(), Forbidden),
        (province_decider(), Forbidden),
        (city_officer(people.ZUNYI), NotFound),
        (province_officer(SICHUAN), NotFound),
    ],
    ids=["a county officer", "the decider", "another city", "another province"],
)
async def test_others_record_nothing(actor, error):
    done = await certified()
    with at("2024-06-14"), pytest.raises(error):
        await record_result(done.certificate_id, 1, actor=actor, **MEND)
    assert not await Recheck.exists()


async def test_refusals_leave_nothing():
    done = await certified()
    with at("2024-06-14"):
        for duty, changes, error in ((2, {}, NotNow), (9, {}, NotNow), (1, {"document_number": ""}, Invalid)):
            with pytest.raises(error):
                await record_result(done.certificate_id, duty, actor=city_officer(), **MEND | changes)
        with pytest.raises(NotFound):
            await record_result(new_id(), 1, actor=city_officer(), **MEND)
    assert not await Recheck.exists()


async def shown(day: str):
    return [
        (each.kind, each.show_on, each.due_on) for each in await reminders(city_officer(), on=date.fromisoformat(day))
    ]


async def test_reminders_come_up_on_their_day_once():
    done = await certified()
    with at("2024-05-12"):
        assert await remind() == 0
    with at("2024-05-13"):
        assert (await remind(), await remind()) == (1, 0)
    assert await shown("2024-05-12") == []
    assert await shown("2024-05-13") == [(Kind.RECHECK, date(2024, 5, 13), date(2024, 7, 10))]
    with at("2024-06-14"):
        await remind()
        assert [row[1] for row in await shown("2024-06-14")] == [date(2024, 6, 5)]
        await record_result(done.certificate_id, 1, actor=city_officer(), **MEND)
        assert await shown("2024-06-14") == []
    with at("2024-07-24"):
        await remind()
    assert await shown("2024-07-24") == [(Kind.MEND, date(2024, 7, 24), date(2024, 7, 31))]
    assert await AuditEntry.filter(tag="reminder:write").count() == 3


async def test_days_that_were_missed_are_made_up_for():
    await certified()
    with at("2024-06-20"):
        assert await remind() == 2


async def test_a_clock_gone_wrong_shows_nothing_early_and_loses_nothing():
    await certified()
    with at("2026-06-01"):
        ahead = await remind()
    assert ahead == len(await Reminder.all())
    assert await shown("2024-05-12") == []
    with at("2020-01-01"):
        assert await remind() == 0
    for day in ("2024-05-13", "2024-06-05", "2026-03-01"):
        with at(day):
            await remind()
    assert len(await Reminder.all()) == ahead
    assert await shown("2024-05-13") == [(Kind.RECHECK, date(2024, 5, 13), date(2024, 7, 10))]


async def test_two_clocks_at_once_write_each_reminder_once():
    await certified()
    with at("2024-06-20"):
        await asyncio.gather(*(remind() for _ in range(3)))
    assert await Reminder.all().count() == 2


async def test_what_has_ended_reminds_of_nothing():
    done = await certified()
    with at("2024-05-13"):
        await remind()
        await revoke(
            done.certificate_id,
            actor=province_decider(),
            effective_on=date(2024, 5, 13),
            reason="false-material",
            document_number="1号",
        )
        assert await shown("2024-05-13") == []
        assert await remind() == 0


async def recognised():
    made = await stages.recognised()
    await record_print(made.certificate_id, actor=SYSTEM, sha256="0" * 64, level="B-B")
    return made


async def call(year=2026, opens_on=date(2026, 1, 15)):
    row = await Round.create(
        scheme="green-mall",
        year=year,
        place_code=people.GUIZHOU,
        title_zh="绿色商场创建",
        title_en="Green malls",
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=200),
        created_at="2025-01-01T00:00:00Z",
    )
    return row.id


async def test_a_renewal_begins_with_the_last_answers_in_the_open_round():
    made = await recognised()
    round_id = await call()
    on = date(2026, 2, 2)
    with at("2026-02-02"):
        offers = await renewals(made.member, on=on)
        assert [(each.certificate_id, each.call.id) for each in offers] == [(made.certificate_id, round_id)]
        opened = await renew(made.certificate_id, actor=made.member, on=on)
        assert await renew(made.certificate_id, actor=made.member, on=on) == opened
        view = await application(made.member, opened)
    assert (view.renews_certificate_id, view.carried_from_id) == (made.certificate_id, made.submission_id)
    assert await Answer.filter(application_id=opened, carried_on=stages.SUBMITTED_ON).exists()
    assert (await renewal(made.member, made.certificate_id, on=on)).application_id == opened
    assert await AuditEntry.filter(tag="certificate:renew").count() == 1
    assert await Application.filter(renews_certificate_id=made.certificate_id).count() == 1


async def test_when_no_round_is_open_it_says_when():
    made = await recognised()
    on = date(2026, 2, 2)
    with at("2026-02-02"):
        with pytest.raises(NotNow, match="renewal-no-round"):
            await renew(made.certificate_id, actor=made.member, on=on)
        await call(opens_on=date(2026, 3, 1))
        with pytest.raises(NotNow) as refusal:
            await renew(made.certificate_id, actor=made.member, on=on)
        assert (refusal.value.code, refusal.value.context["opens_on"]) == ("renewal-no-round-yet", date(2026, 3, 1))
        offer = (await renewals(made.member, on=on))[0]
        assert (offer.call, offer.opens_on) == (None, date(2026, 3, 1))


async def test_too_early_and_by_strangers_nothing_begins():
    made = await recognised()
    await call(year=2025, opens_on=date(2025, 1, 15))
    with at("2025-02-03"):
        assert await renewals(made.member, on=date(2025, 2, 3)) == []
        with pytest.raises(NotNow, match="renewal-early"):
            await renew(made.certificate_id, actor=made.member, on=date(2025, 2, 3))
        for stranger in (people.member(new_id()), province_officer()):
            with pytest.raises(NotFound):
                await renew(made.certificate_id, actor=stranger, on=date(2025, 2, 3))
            with pytest.raises(NotFound):
                await renewal(stranger, made.certificate_id, on=date(2025, 2, 3))
    assert (await certificate(SYSTEM, made.certificate_id)).renews_id is None
