"""A certificate issued anew keeps its number and raises its version; a renewal makes the old one give way."""

import asyncio
from datetime import date

import pytest
import time_machine
from tortoise.exceptions import TransactionManagementError

from certificates.lifecycle import Status
from certificates.lifecycle import StatusChange as Change
from certificates.numbering import check_identifier, parse_identifier
from registry.accounts.schemas import SYSTEM
from registry.db.transactions import transaction
from registry.errors import Conflict, Invalid, NotFound, NotNow
from registry.identifiers import new_id
from registry.issuance.actions import cancel, record_print, register_bureau, revoke, suspend
from registry.issuance.models import Certificate, StatusChange
from registry.issuance.queries import (
    certificate,
    certificate_of,
    certificates,
    life_for_system,
    newest_for_system,
    pdf_for_public,
    record_for_public,
    status_of,
    versions,
)
from registry.issuance.schemas import Outcome
from registry.issuance.succession import append, give_way, reissue
from registry.jobs.models import Job
from tests.factories.certificates import DAY, bureau, office, printed, reserved
from tests.factories.people import SICHUAN, province_decider, province_officer

pytestmark = pytest.mark.usefixtures("db")
TODAY = date(2026, 6, 1)
DOCUMENT = "黔商函〔2026〕7号"
LIE = {"reason": "false-material", "document_number": "黔商发〔2026〕9号"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        yield


async def anew(certificate_id, on=TODAY, **changes):
    async with transaction():
        return await reissue(
            certificate_id,
            changes or {"holder": "甲秀新天地"},
            reason="name-changed",
            document_number=DOCUMENT,
            on=on,
            actor_id=None,
        )


async def sealed(done):
    await record_print(done.certificate_id, actor=SYSTEM, sha256="1" * 64, level="B-B")
    return done


async def twice():
    await office()
    first = await printed()
    return first, await sealed(await anew(first.certificate_id))


async def test_the_number_stays_and_the_version_rises():
    await office()
    first = await printed()
    await register_bureau(bureau(name_zh="贵州省商务和粮食厅", valid_from=TODAY), actor=SYSTEM)
    second = await anew(first.certificate_id)
    assert second.number == first.number
    old, new = parse_identifier(first.identifier), parse_identifier(second.identifier)
    assert (new.type_code, new.serial, old.version, new.version) == (old.type_code, old.serial, "001", "002")
    assert check_identifier(second.identifier) == ()
    before, after = await life_for_system(second.certificate_id)
    assert (before.replaced_by_id, after.replaced_by_id) == (second.certificate_id, None)
    assert (after.record.holder, after.record.enterprise) == ("甲秀新天地", before.record.enterprise)
    assert (after.record.issued_on, after.record.decided_on, after.record.valid_from) == (TODAY, DAY, DAY)
    assert after.record.valid_until == before.record.valid_until
    assert after.record.issuer.name.zh == "贵州省商务和粮食厅"
    assert after.record.verify_url.endswith(f"/verify/{first.number}?version=2")
    assert await Job.filter(key=f"issuance.print:{second.certificate_id}").exists()


async def test_a_day_is_answered_by_the_version_that_counted_then():
    first, second = await twice()
    now, before = await status_of(first.number), await status_of(first.number, date(2026, 5, 31))
    assert (now.outcome, now.version, now.versions) == (Outcome.VALID, 2, 2)
    assert now.record.site_name == "甲秀新天地"
    assert (before.outcome, before.version, before.record.site_name) == (Outcome.VALID, 1, "甲秀购物中心")
    assert "several-versions" in [each.code for each in now.reasons]
    for asked in (status_of(first.identifier), status_of(first.number, version=1)):
        old = await asked
        assert (old.outcome, old.status, old.reasons[0].code) == (
            Outcome.NOT_VALID,
            Status.SUPERSEDED,
            "name-changed",
        )
    assert (await status_of(second.identifier, date(2026, 5, 31))).status is Status.NOT_YET_VALID
    assert (await status_of(first.number, version=3)).reasons[0].code == "unknown-number"


async def test_every_document_stays_to_be_had():
    first, second = await twice()
    assert (await pdf_for_public(first.number)).sha256 == "1" * 64
    assert (await pdf_for_public(first.number, version=1)).sha256 == "0" * 64
    assert (await pdf_for_public(first.identifier)).sha256 == "0" * 64
    assert (await record_for_public(first.number))["record"]["version"] == 2
    assert (await record_for_public(second.number, version=1))["record"]["version"] == 1
    with pytest.raises(NotFound):
        await pdf_for_public(first.number, version=3)


async def test_until_the_press_is_done_the_old_document_is_had_and_nobody_can_tell():
    await office()
    first = await printed()
    await anew(first.certificate_id)
    now = await status_of(first.number)
    assert (now.outcome, now.reasons[0].code) == (Outcome.CANNOT_TELL, "reissue-in-press")
    assert (await pdf_for_public(first.number)).sha256 == "0" * 64


async def test_the_book_shows_each_number_once_and_all_its_versions_on_its_page():
    first, second = await twice()
    rows, total = await certificates(SYSTEM)
    assert ([row.id for row in rows], total) == ([second.certificate_id], 1)
    assert [row.id for row in (await certificates(SYSTEM, text=first.identifier))[0]] == [first.certificate_id]
    assert [row.record.version for row in await versions(province_officer(), first.certificate_id)] == [2, 1]
    with pytest.raises(NotFound):
        await versions(province_officer(SICHUAN), first.certificate_id)
    with pytest.raises(NotFound):
        await life_for_system(new_id())
    seen = await certificate(SYSTEM, first.certificate_id)
    found = await certificate_of(SYSTEM, seen.application_id)
    assert (found.id, found.supersedes_id) == (second.certificate_id, first.certificate_id)
    assert [each.id for each in await newest_for_system()] == [second.certificate_id]
    assert [each.id for each in await newest_for_system(enterprises=[seen.enterprise_id])] == [second.certificate_id]
    assert len(await newest_for_system(places=["520100"])) == 1
    for nothing in ({"places": ["510000"]}, {"places": []}, {"enterprises": []}):
        assert await newest_for_system(**nothing) == []


async def test_a_third_version_follows_the_second():
    first, second = await twice()
    third = await sealed(await anew(second.certificate_id, on=date(2026, 6, 2), address="中华南路 2 号"))
    assert parse_identifier(third.identifier).version == "003"
    assert [each.record.version for each in await life_for_system(first.certificate_id)] == [1, 2, 3]
    assert (await status_of(first.number, date(2026, 6, 1))).version == 2
    assert (await status_of(second.identifier, date(2026, 6, 2))).status is Status.SUPERSEDED


async def test_one_of_two_at_once_wins():
    await office()
    first = await printed()
    done = await asyncio.gather(*(anew(first.certificate_id) for _ in range(4)), return_exceptions=True)
    assert sum(not isinstance(each, Exception) for each in done) == 1
    assert all(isinstance(each, Conflict) for each in done if isinstance(each, Exception))
    assert await Certificate.all().count() == 2
    assert await StatusChange.all().count() == 1


async def test_a_new_document_lifts_no_suspension():
    await office()
    first = await printed()
    await suspend(first.certificate_id, actor=province_officer(), effective_on=date(2026, 6, 9), reason="under-inquiry")
    with pytest.raises(NotNow) as planned:
        await anew(first.certificate_id)
    with pytest.raises(NotNow) as suspended:
        await anew(first.certificate_id, on=date(2026, 6, 9))
    assert (planned.value.code, suspended.value.code) == ("reissue-planned", "reissue-not-valid")


async def test_what_cannot_be_printed_changes_nothing():
    await office()
    first = await printed()
    with pytest.raises(Invalid):
        await anew(first.certificate_id, uscc="91520102MA6000000X")
    await Certificate.filter(id=first.certificate_id).update(identifier="1", record=await _with_identifier("1"))
    with pytest.raises(Invalid):
        await anew(first.certificate_id)
    with pytest.raises(NotFound):
        await anew(new_id())
    assert await Certificate.all().count() == 1


async def _with_identifier(identifier):
    return (await Certificate.all().first()).record | {"identifier": identifier}


async def test_a_replaced_version_is_changed_no_more():
    first, _ = await twice()
    with pytest.raises(Conflict) as caught:
        await suspend(first.certificate_id, actor=province_officer(), effective_on=TODAY, reason="under-inquiry")
    assert caught.value.code == "certificate-replaced"


async def test_a_revocation_that_reaches_back_ends_the_versions_of_those_days():
    first, second = await twice()
    await revoke(second.certificate_id, actor=province_decider(), effective_on=date(2026, 4, 1), **LIE)
    assert (await status_of(first.number)).status is Status.REVOKED
    assert (await status_of(first.number, date(2026, 4, 1))).status is Status.REVOKED
    assert (await status_of(first.number, date(2026, 3, 31))).status is Status.VALID
    assert (await status_of(first.identifier, date(2026, 5, 1))).status is Status.REVOKED


async def test_a_revocation_from_today_on_leaves_the_days_before_alone():
    first, second = await twice()
    await revoke(second.certificate_id, actor=province_decider(), effective_on=TODAY, **LIE)
    assert (await status_of(first.identifier)).status is Status.SUPERSEDED
    assert (await status_of(first.number, date(2026, 5, 31))).outcome is Outcome.VALID


async def test_a_holder_has_it_cancelled():
    await office()
    first = await printed()
    await cancel(
        first.certificate_id,
        actor=province_decider(),
        effective_on=TODAY,
        reason="holder-ceased",
        document_number=DOCUMENT,
    )
    found = await status_of(first.number)
    assert (found.outcome, found.status, found.reasons[0].code) == (
        Outcome.NOT_VALID,
        Status.CANCELLED,
        "holder-ceased",
    )


async def test_a_renewal_makes_the_old_certificate_give_way():
    first, second = await twice()
    new = await reserved(on=date(2028, 12, 1), renews_certificate_id=first.certificate_id, year=2028)
    old = await certificate(SYSTEM, second.certificate_id, on=date(2028, 12, 1))
    assert (old.status, old.reason, old.changes[-1].document_number) == (
        Status.SUPERSEDED,
        "renewed",
        "黔商发〔2026〕1号",
    )
    assert (await certificate(SYSTEM, second.certificate_id, on=date(2028, 11, 30))).status is Status.VALID
    assert (await certificate(SYSTEM, new.certificate_id)).renews_id == first.certificate_id


async def test_what_has_ended_does_not_give_way():
    await office()
    first = await printed()
    await reserved(on=date(2030, 1, 7), renews_certificate_id=first.certificate_id)
    assert (await certificate(SYSTEM, first.certificate_id, on=date(2030, 1, 7))).status is Status.EXPIRED
    with pytest.raises(NotFound):
        await reserved(on=date(2030, 1, 7), renews_certificate_id=new_id())


async def test_nothing_follows_outside_a_transaction():
    await office()
    first = await printed()
    change = Change(Status.SUPERSEDED, TODAY, "renewed", DOCUMENT)
    for coroutine in (
        reissue(first.certificate_id, {}, reason="misprint", document_number=DOCUMENT, on=TODAY, actor_id=None),
        give_way(first.certificate_id, on=TODAY, document_number=DOCUMENT),
        append(first.certificate_id, change, actor_id=None),
    ):
        with pytest.raises(TransactionManagementError):
            await coroutine
