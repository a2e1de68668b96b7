"""Who sees which certificates, and what anybody is told about a number."""

from datetime import date

import pytest
import time_machine
from tortoise.exceptions import OperationalError

from certificates.content import CertificateRecord
from registry.accounts.schemas import PUBLIC, SYSTEM
from registry.errors import NotFound
from registry.identifiers import new_id
from registry.issuance import queries
from registry.issuance.actions import revoke
from registry.issuance.queries import (
    certificate,
    certificate_of,
    certificates,
    facts_for_system,
    pdf_for_public,
    record_for_public,
    status_of,
)
from registry.issuance.schemas import Outcome
from tests.factories.certificates import DAY, office, printed, recognition, reserved
from tests.factories.people import (
    SICHUAN,
    ZUNYI,
    auditor,
    city_officer,
    county_officer,
    member,
    province_decider,
    province_officer,
)

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        yield


async def test_each_sees_the_certificates_of_the_own_places_and_enterprises():
    await office()
    mine = recognition()
    done = await printed(enterprise_id=mine.enterprise_id, application_id=mine.application_id)
    await printed(place_code=ZUNYI)
    for one in (city_officer(), county_officer(), member(mine.enterprise_id)):
        seen, total = await certificates(one)
        assert ([each.id for each in seen], total) == ([done.certificate_id], 1)
    for all_of_it in (SYSTEM, province_officer(), auditor()):
        assert (await certificates(all_of_it))[1] == 2
    for none in (PUBLIC, member(new_id()), province_officer(SICHUAN)):
        assert await certificates(none) == ([], 0)
        with pytest.raises(NotFound):
            await certificate(none, done.certificate_id)
        assert await certificate_of(none, mine.application_id) is None
    found = await certificate_of(city_officer(), mine.application_id)
    assert found is not None
    assert found.record.number == done.number


async def test_pages_are_bounded():
    await office()
    for _ in range(3):
        await printed()
    first, total = await certificates(SYSTEM, page=1, size=2)
    second, _ = await certificates(SYSTEM, page=2, size=2)
    assert (len(first), len(second), total) == (2, 1, 3)
    assert len((await certificates(SYSTEM, page=-4, size=10_000))[0]) == 3


async def test_a_number_answers_for_the_day():
    await office()
    done = await printed()
    assert (await status_of(done.number.lower())).outcome is Outcome.VALID
    assert (await status_of(done.identifier)).outcome is Outcome.VALID
    assert (await status_of(done.number, date(2026, 3, 1))).outcome is Outcome.NOT_VALID
    await revoke(
        done.certificate_id,
        actor=province_decider(),
        effective_on=date(2026, 6, 1),
        reason="false-material",
        document_number="黔商发〔2026〕9号",
    )
    now = await status_of(done.number)
    assert (now.outcome, now.reasons[0].code) == (Outcome.NOT_VALID, "false-material")
    assert now.record is not None
    assert (await status_of(done.number, date(2026, 5, 31))).outcome is Outcome.VALID


@pytest.mark.parametrize("number", ["GM-520000-2026-9999", "", "' OR 1=1 --", "%", "龘" * 5000])
async def test_an_unknown_number_is_not_valid_here(number):
    got = await status_of(number)
    assert (got.outcome, got.record, got.reasons[0].code) == (Outcome.NOT_VALID, None, "unknown-number")


async def test_before_the_press_has_sealed_it_nobody_can_tell():
    await office()
    done = await reserved()
    assert (await status_of(done.number)).reasons[0].code == "not-printed-yet"
    with pytest.raises(NotFound):
        await pdf_for_public(done.number)


async def test_an_unreachable_register_cannot_tell(monkeypatch):
    async def down(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("no such server")

    monkeypatch.setattr(queries, "_life", down)
    got = await status_of("GM-520000-2026-0001")
    assert (got.outcome, got.reasons[0].code) == (Outcome.CANNOT_TELL, "register-unavailable")


async def test_the_document_of_a_sealed_certificate_is_public():
    await office()
    done = await printed()
    found = await pdf_for_public(f" {done.number.lower()}")
    assert (found.number, found.sha256) == (done.number, "0" * 64)
    for nobody in ("GM-520000-2026-0002", ""):
        with pytest.raises(NotFound):
            await pdf_for_public(nobody)


async def test_the_record_under_a_number_is_public_word_for_word():
    await office()
    done = await printed()
    found = await record_for_public(done.number)
    facts = await facts_for_system(done.certificate_id)
    assert CertificateRecord.model_validate(found["record"]) == facts.record
    assert (found["record_sha256"], found["pdf_sha256"]) == (facts.record.digest, "0" * 64)
    unsealed = await reserved()
    for nobody in (unsealed.number, "GM-520000-2026-9999"):
        with pytest.raises(NotFound):
            await record_for_public(nobody)


@pytest.mark.parametrize("text", ["0002", "gm-520000", "%", "龘", "x" * 5000, "\0", "' OR 1=1 --"])
async def test_a_list_is_searched_by_number(text):
    await office()
    await printed()
    done = await printed()
    found, total = await certificates(SYSTEM, text=text)
    both = [done.number, "GM-520000-2026-0001"]
    expected = {"0002": [done.number], "gm-520000": both, "\0": both}
    assert [each.record.number for each in found] == expected.get(text, [])
    assert total == len(found)


async def test_facts_of_nothing_are_not_found():
    with pytest.raises(NotFound):
        await facts_for_system(new_id())


async def test_the_record_still_has_the_digest_it_was_reserved_with():
    await office()
    facts = await facts_for_system((await reserved(on=DAY)).certificate_id)
    assert facts.record.digest == facts.record_sha256


async def test_certificates_are_found_by_number_and_by_identifier():
    await office()
    first, second = await printed(), await printed()
    officer = province_officer()
    for text, expected in (
        (first.number, [first.certificate_id]),
        (f" {second.number[-4:]} ".lower(), [second.certificate_id]),
        (first.identifier, [first.certificate_id]),
        ("GM-5200", [second.certificate_id, first.certificate_id]),
        ("nothing of the kind", []),
    ):
        rows, total = await certificates(officer, text=text)
        assert ([row.id for row in rows], total) == (expected, len(expected))
