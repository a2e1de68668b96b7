"""Who sees which duties: officials those of their places, members those of their enterprises."""

from datetime import date

import pytest
import time_machine

from registry.accounts.schemas import PUBLIC, SYSTEM
from registry.db.transactions import transaction
from registry.duties.actions import record_result, remind
from registry.duties.models import Reminder
from registry.duties.queries import holdings, of_certificate, own, reminders, renewal, renewals, waiting
from registry.duties.rules import DutyState, Kind, Result
from registry.errors import NotFound
from registry.identifiers import new_id
from registry.issuance import renewing
from registry.issuance.succession import reissue
from registry.workdays.actions import seed
from tests.factories import people
from tests.factories.certificates import office, printed
from tests.factories.people import SICHUAN, auditor, city_officer, county_officer, member, province_officer

pytestmark = pytest.mark.usefixtures("db")
ON = date(2024, 6, 14)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2024-06-14T04:00:00Z", tick=False):
        yield


async def certified(**changes):
    await seed(actor=SYSTEM)
    await office()
    return await printed(on=date(2023, 6, 12), **changes)


async def test_each_sees_those_of_the_own_places_and_enterprises():
    enterprise = new_id()
    done = await certified(enterprise_id=enterprise)
    for one in (county_officer(), city_officer(), province_officer(), auditor()):
        assert [view.number for view in await waiting(one, on=ON)] == [done.number]
        assert [view.duty.number for view in await of_certificate(one, done.certificate_id, on=ON)] == [1, 2]
        assert await own(one, on=ON) == []
    assert [view.number for view in await own(member(enterprise), on=ON)] == [done.number]
    assert await waiting(member(enterprise), on=ON) == []
    for none in (PUBLIC, member(new_id()), province_officer(SICHUAN), city_officer(people.ZUNYI)):
        assert (await waiting(none, on=ON), await own(none, on=ON), await reminders(none, on=ON)) == ([], [], [])
        with pytest.raises(NotFound):
            await of_certificate(none, done.certificate_id, on=ON)


async def test_a_reissue_keeps_its_duties_and_what_was_found():
    done = await certified()
    await record_result(done.certificate_id, 1, actor=city_officer(), result=Result.PASSED, done_on=ON)
    async with transaction():
        new = await reissue(
            done.certificate_id, {"holder": "新名"}, reason="name-changed", document_number="1号", on=ON, actor_id=None
        )
    views = await of_certificate(city_officer(), done.certificate_id, on=ON)
    assert [(view.certificate_id, view.duty.state) for view in views] == [
        (new.certificate_id, DutyState.PASSED),
        (new.certificate_id, DutyState.AHEAD),
    ]
    assert views[0].duty.opens_on == date(2024, 6, 12)


async def test_what_was_to_be_mended_waits_for_nobody_once_the_certificate_has_ended():
    enterprise = new_id()
    done = await certified(enterprise_id=enterprise)
    order = {"result": Result.MEND, "mend_by": date(2024, 7, 1), "document_number": "1号"}
    await record_result(done.certificate_id, 1, actor=city_officer(), done_on=ON, **order)
    for day, count in ((date(2024, 7, 2), 1), (date(2026, 6, 12), 0)):
        for found in (await waiting(city_officer(), on=day), await own(member(enterprise), on=day)):
            assert [view.duty.state for view in found if view.duty.number == 1] == [DutyState.MEND_OVERDUE] * count


async def test_members_are_reminded_of_their_own():
    enterprise = new_id()
    done = await certified(enterprise_id=enterprise)
    await remind()
    found = await reminders(member(enterprise), on=ON)
    assert [(each.kind, each.number, each.duty) for each in found] == [(Kind.RECHECK, done.number, 1)]
    with time_machine.travel("2026-03-02T04:00:00Z", tick=False):
        await remind()
    late = await reminders(member(enterprise), on=date(2026, 3, 2))
    assert (Kind.EXPIRY, date(2026, 6, 11)) in [(each.kind, each.due_on) for each in late]
    assert await reminders(member(enterprise), on=date(2026, 6, 12)) == []


async def test_a_reminder_of_another_day_than_holds_now_is_not_shown():
    done = await certified()
    await remind()

    await Reminder.filter(number=done.number).update(about_on=date(2024, 1, 1))
    assert await reminders(city_officer(), on=ON) == []
    await Reminder.filter(number=done.number).update(duty=7)
    assert await reminders(city_officer(), on=ON) == []


async def test_nothing_is_asked_of_nothing():
    assert await holdings([], ON) == []
    with pytest.raises(NotFound):
        await renewal(member(new_id()), new_id(), on=ON)


async def test_what_has_ended_says_so_and_is_not_offered():
    enterprise = new_id()
    done = await certified(enterprise_id=enterprise)
    found = await renewal(member(enterprise), done.certificate_id, on=ON)
    assert (found.renewable_from, found.live) == (date(2025, 12, 11), True)
    assert not (await renewal(member(enterprise), done.certificate_id, on=date(2027, 1, 4))).live
    assert await renewals(member(enterprise), on=date(2027, 1, 4)) == []
    assert [each.number for each in await renewals(member(enterprise), on=date(2026, 1, 4))] == [done.number]


async def test_where_nothing_is_set_nothing_is_renewed(monkeypatch):
    enterprise = new_id()
    done = await certified(enterprise_id=enterprise)
    monkeypatch.setattr(renewing, "in_force", lambda *_: None)
    with pytest.raises(NotFound):
        await renewal(member(enterprise), done.certificate_id, on=ON)
    assert await renewals(member(enterprise), on=ON) == []
