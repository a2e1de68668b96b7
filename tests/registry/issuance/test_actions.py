"""Suspending, reinstating and revoking: by whom, where, once; and noting a print exactly once."""

import asyncio
from datetime import date

import pytest
import time_machine

from certificates.lifecycle import Status
from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import SYSTEM
from registry.audit.models import AuditEntry
from registry.errors import Conflict, Forbidden, Invalid, NotFound, NotNow
from registry.identifiers import new_id
from registry.issuance.actions import record_print, register_bureau, reinstate, revoke, suspend
from registry.issuance.models import Certificate, IssuingBureau, StatusChange
from registry.issuance.queries import certificate, facts_for_system
from registry.jobs.models import Job
from tests.factories.certificates import bureau, office, printed, reserved
from tests.factories.people import (
    SICHUAN,
    administrator,
    also_member,
    city_officer,
    province_decider,
    province_officer,
    viewer,
)

pytestmark = pytest.mark.usefixtures("db")
TODAY = date(2026, 6, 1)
WHY = {"effective_on": TODAY, "reason": "under-inquiry"}
LIE = {"effective_on": TODAY, "reason": "false-material", "document_number": "黔商发〔2026〕9号"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        yield


async def test_a_suspension_is_appended_audited_and_told_to_the_register():
    await office()
    done = await printed()
    await suspend(done.certificate_id, actor=province_officer(), remark="请于 30 日内说明。", **WHY)
    seen = await certificate(SYSTEM, done.certificate_id, on=TODAY)
    assert (seen.status, seen.reason, len(seen.changes)) == (Status.SUSPENDED, "under-inquiry", 1)
    assert await AuditEntry.filter(tag="certificate:suspend", on_day=TODAY).count() == 1
    keys = [job.key for job in await Job.filter(name="public_register.refresh").order_by("id")]
    assert keys == [f"public_register.refresh:{done.certificate_id}:{event}" for event in ("printed", "1")]


async def test_a_double_click_writes_one_line():
    await office()
    done = await printed()
    officer = province_officer()
    await asyncio.gather(*(suspend(done.certificate_id, actor=officer, **WHY) for _ in range(3)))
    assert await StatusChange.all().count() == 1
    assert await AuditEntry.filter(tag="certificate:suspend").count() == 1


async def test_nobody_changes_the_status_of_an_enterprise_of_their_own():
    await office()
    done = await printed()
    owner = (await facts_for_system(done.certificate_id)).enterprise_id
    with pytest.raises(NotNow, match="own-enterprise"):
        await suspend(done.certificate_id, actor=also_member(province_officer(), owner), **WHY)
    assert not await StatusChange.exists()


async def test_reinstated_then_revoked_for_ever():
    await office()
    done = await printed()
    await suspend(done.certificate_id, actor=province_officer(), **WHY)
    await reinstate(done.certificate_id, actor=province_officer(), effective_on=TODAY)
    assert (await certificate(SYSTEM, done.certificate_id)).status is Status.VALID
    await revoke(done.certificate_id, actor=province_decider(), **LIE)
    assert (await certificate(SYSTEM, done.certificate_id)).status is Status.REVOKED
    with pytest.raises(NotNow):
        await reinstate(done.certificate_id, actor=province_officer(), effective_on=TODAY)
    assert await StatusChange.all().count() == 3


async def test_two_different_steps_at_once_leave_a_sound_history():
    await office()
    done = await printed()
    results = await asyncio.gather(
        suspend(done.certificate_id, actor=province_officer(), **WHY),
        revoke(done.certificate_id, actor=province_decider(), **LIE),
        return_exceptions=True,
    )
    assert all(result is None or isinstance(result, NotNow | Conflict) for result in results)
    assert (await certificate(SYSTEM, done.certificate_id)).status is Status.REVOKED


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (city_officer(), Forbidden),
        (administrator(), Forbidden),
        (province_officer(SICHUAN), NotFound),
        (viewer(Role.PROVINCE_OFFICER, place_code="520000", limit=frozenset({Permission.CERTIFICATE_READ})), Forbidden),
    ],
    ids=["a city officer", "an administrator", "another province", "a token of fewer rights"],
)
async def test_others_change_nothing(actor, error):
    await office()
    done = await printed()
    with pytest.raises(error):
        await suspend(done.certificate_id, actor=actor, **WHY)
    assert await StatusChange.all().count() == 0


async def test_an_officer_suspends_but_does_not_revoke():
    await office()
    done = await printed()
    with pytest.raises(Forbidden):
        await revoke(done.certificate_id, actor=province_officer(), **LIE)


async def test_refusals_leave_nothing():
    await office()
    done = await printed()
    jobs = await Job.all().count()
    with pytest.raises(Invalid):
        await suspend(done.certificate_id, actor=province_officer(), effective_on=date(2026, 5, 1), reason="cleared")
    with pytest.raises(Invalid):
        await suspend(done.certificate_id, actor=province_officer(), remark="\u202e倒", **WHY)
    with pytest.raises(NotFound):
        await suspend(new_id(), actor=province_officer(), **WHY)
    assert (await StatusChange.all().count(), await Job.all().count()) == (0, jobs)


async def test_a_print_is_noted_once():
    await office()
    done = await reserved()
    noted = await asyncio.gather(
        *(record_print(done.certificate_id, actor=SYSTEM, sha256=f"{n}" * 64, level="B-B") for n in range(3))
    )
    assert sorted(noted) == [False, False, True]
    row = await Certificate.get(id=done.certificate_id)
    assert row.pdf_sha256 == str(noted.index(True)) * 64
    assert await AuditEntry.filter(tag="certificate:print").count() == 1


async def test_a_bureau_is_registered_and_corrected_by_administrators():
    first = bureau()
    await register_bureau(first, actor=administrator())
    await register_bureau(bureau(verify_base_url="https://lvce.example"), actor=administrator())
    assert [row.verify_base_url for row in await IssuingBureau.all()] == ["https://lvce.example"]
    with pytest.raises(Forbidden):
        await register_bureau(first, actor=province_officer())
    with pytest.raises(Invalid):
        await register_bureau(bureau(uscc="91520100MA6P5L7K9M"), actor=administrator())
