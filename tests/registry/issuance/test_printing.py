"""The print job does its work once, however often and wherever it is interrupted."""

import asyncio
from hashlib import sha256

import pytest

from certificates.log_entries import issue_entry
from certificates.merkle import leaf_hash, verify_inclusion
from certificates.papers import CertificateOrder
from registry.errors import Misconfigured, Unavailable
from registry.issuance.models import Certificate
from registry.issuance.printing import print_certificate
from registry.issuance.queries import facts_for_system, pdf_for_public
from registry.issuance.schemas import Sealed
from registry.storage.installed import install
from registry.transparency import queries as transparency
from tests.factories.certificates import office, reserved

pytestmark = pytest.mark.usefixtures("db")


class PaperPress:
    """A press that seals nothing but counts, and dies when told to."""

    def __init__(self, deaths: int = 0) -> None:
        self.records: list[bytes] = []
        self.deaths = deaths

    async def seal(self, record: bytes) -> Sealed:
        self.records.append(record)
        await asyncio.sleep(0)
        if len(self.records) <= self.deaths:
            raise Unavailable("press-unavailable", "gone")
        return Sealed(b"%PDF", sha256(b"%PDF").hexdigest(), "B-B")


@pytest.fixture(autouse=True)
def _storage(settings):
    install(settings)


async def test_the_frozen_record_goes_to_the_press_and_the_result_is_noted():
    await office()
    done = await reserved()
    press = PaperPress()
    await print_certificate(done.certificate_id, press=press)
    facts = await facts_for_system(done.certificate_id)
    proof = await transparency.inclusion(0, 1)
    assert press.records == [CertificateOrder(record=facts.record, inclusion=proof).content()]
    assert b"".join([piece async for piece in (await pdf_for_public(done.number)).content]) == b"%PDF"
    assert (facts.pdf_sha256, facts.printed_at is None) == (sha256(b"%PDF").hexdigest(), False)


async def test_a_second_run_does_nothing():
    await office()
    done = await reserved()
    press = PaperPress()
    await print_certificate(done.certificate_id, press=press)
    await print_certificate(done.certificate_id, press=press)
    assert len(press.records) == 1


async def test_after_a_death_of_the_press_the_same_number_is_printed():
    await office()
    done = await reserved()
    press = PaperPress(deaths=1)
    with pytest.raises(Unavailable):
        await print_certificate(done.certificate_id, press=press)
    await print_certificate(done.certificate_id, press=press)
    assert press.records[0] == press.records[1]
    assert await Certificate.all().count() == 1


async def test_the_proof_is_the_same_however_much_was_logged_since():
    await office()
    await reserved()
    done = await reserved()
    press = PaperPress(deaths=1)
    with pytest.raises(Unavailable):
        await print_certificate(done.certificate_id, press=press)
    await reserved()
    await print_certificate(done.certificate_id, press=press)
    assert press.records[0] == press.records[1]
    order = CertificateOrder.model_validate_json(press.records[1])
    assert (order.inclusion.index, order.inclusion.size) == (1, 2)
    assert verify_inclusion(leaf_hash(issue_entry(order.record)), order.inclusion)


async def test_what_was_issued_before_there_was_a_log_is_printed_without_a_proof():
    await office()
    done = await reserved()
    await Certificate.all().update(log_index=None)
    press = PaperPress()
    await print_certificate(done.certificate_id, press=press)
    assert CertificateOrder.model_validate_json(press.records[0]).inclusion is None


async def test_two_workers_at_once_note_one_document():
    await office()
    done = await reserved()
    press = PaperPress()
    await asyncio.gather(*(print_certificate(done.certificate_id, press=press) for _ in range(2)))
    assert (await facts_for_system(done.certificate_id)).pdf_sha256


async def test_a_changed_record_is_never_printed():
    await office()
    done = await reserved()
    row = await Certificate.get(id=done.certificate_id)
    await Certificate.filter(id=row.id).update(record=row.record | {"holder": "另一商场"})
    press = PaperPress()
    with pytest.raises(Misconfigured) as caught:
        await print_certificate(done.certificate_id, press=press)
    assert (caught.value.code, press.records) == ("record-changed", [])
