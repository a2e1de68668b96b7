"""Each issue and each change of status stands in the log, from the same transaction, with nothing private."""

import asyncio
import json
from datetime import date

import pytest
import time_machine

from certificates.content import CertificateRecord
from certificates.log_entries import issue_entry
from registry.db.transactions import transaction
from registry.issuance import disclosure
from registry.issuance.actions import reinstate, suspend
from registry.issuance.models import Certificate
from registry.issuance.reserving import reserve
from registry.issuance.succession import reissue
from registry.transparency import queries as log
from tests.factories.certificates import DAY, office, printed, recognition, reserved
from tests.factories.people import province_officer

pytestmark = pytest.mark.usefixtures("db")
TODAY = date(2026, 6, 1)


async def test_an_issue_is_logged_as_the_record_says():
    await office()
    await reserved()
    await reserved()
    for index, row in enumerate(await Certificate.all().order_by("number")):
        entry = await log.entry(index)
        assert row.log_index == index
        assert entry.entry.encode() == issue_entry(CertificateRecord.model_validate(row.record))
        assert (entry.kind, entry.about) == ("certificate-issue", row.number)


async def test_a_lost_or_repeated_decision_logs_nothing_more():
    await office()
    asked = recognition()
    for _ in range(2):
        async with transaction():
            await reserve(asked, on=DAY)

    async def lost():
        async with transaction():
            await reserve(recognition(), on=DAY)
            raise LookupError

    with pytest.raises(LookupError):
        await lost()
    assert await log.size() == 1


async def test_changes_and_versions_are_logged_without_the_remark():
    await office()
    done = await printed()
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        await suspend(
            done.certificate_id, actor=province_officer(), effective_on=TODAY, reason="under-inquiry", remark="王某举报"
        )
        await reinstate(
            done.certificate_id, actor=province_officer(), effective_on=TODAY, document_number="〔2026〕9号"
        )
        async with transaction():
            anew = await reissue(
                done.certificate_id,
                {"holder": "甲秀新天地"},
                reason="name-changed",
                document_number="",
                on=TODAY,
                actor_id=None,
            )
    found = await log.entries_about(done.number)
    assert [(each.kind, each.subject) for each in found] == [
        ("certificate-issue", f"{done.number}/1"),
        ("certificate-status", f"{done.number}/1.1"),
        ("certificate-status", f"{done.number}/1.2"),
        ("certificate-issue", f"{done.number}/2"),
        ("certificate-status", f"{done.number}/1.3"),
    ]
    assert (await Certificate.get(id=anew.certificate_id)).log_index == 3
    assert json.loads(found[1].entry) == {
        "schema": "lvce-log/1",
        "kind": "certificate-status",
        "number": done.number,
        "version": 1,
        "ordinal": 1,
        "status": "suspended",
        "effective_on": "2026-06-01",
        "reason": "under-inquiry",
        "document_number": "",
    }
    assert not any("王某" in each.entry for each in found)


async def test_the_tables_tell_what_the_log_says(monkeypatch):
    monkeypatch.setattr(disclosure, "PAGE", 2)
    await office()
    issued = [await printed() for _ in range(5)]
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        for done in issued[:3]:
            await suspend(done.certificate_id, actor=province_officer(), effective_on=TODAY, reason="under-inquiry")
    facts = [fact async for fact in disclosure.facts()]
    entries = await log.entries(0, 100)
    assert {(each.kind, each.subject, each.entry) for each in facts} == {
        (each.kind, each.subject, each.entry.encode()) for each in entries
    }
    assert len(facts) == len(entries) == 8
    assert {fact.index for fact in facts} == {0, 1, 2, 3, 4, None}
    await Certificate.filter(log_index=0).update(record={"holder": "junk"})
    assert [fact.entry async for fact in disclosure.facts()].count(b"") == 1


async def test_writers_of_every_kind_at_once_do_not_wait_for_each_other_for_ever():
    """Certificates are locked before the log, by everybody."""
    await office()
    issued = [await printed() for _ in range(6)]
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        await asyncio.gather(
            *(
                suspend(done.certificate_id, actor=province_officer(), effective_on=TODAY, reason="under-inquiry")
                for done in issued[:3]
            ),
            *(reserved(on=TODAY, renews_certificate_id=done.certificate_id) for done in issued),
        )
    assert await Certificate.all().count() == 12
    assert await log.size() == len(await log.entries(0, 500))
    assert [each.index for each in await log.entries(0, 500)] == list(range(await log.size()))


async def test_certificates_of_before_there_was_a_log_learn_where_they_stand():
    await office()
    await reserved()
    await reserved()
    await Certificate.all().update(log_index=None)
    await Certificate.filter(number="GM-520000-2026-0002").update(number="GM-520000-2026-9999")
    assert await disclosure.note_indexes() == 1
    assert (await Certificate.get(number="GM-520000-2026-0001")).log_index == 0
