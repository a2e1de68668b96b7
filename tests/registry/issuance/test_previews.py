"""What would be issued is shown as it would be printed, and nothing is reserved by looking."""

import pytest

from registry.errors import Misconfigured
from registry.issuance.models import Certificate, NumberSeries
from registry.issuance.previews import preview
from tests.factories.certificates import DAY, office, recognition, reserved


async def test_the_next_number_and_the_period_with_its_source(db):
    await office()
    first = await preview(recognition(), on=DAY)
    assert first.record.number == "GM-520000-2026-0001"
    assert (first.record.valid_from, first.years) == (DAY, first.record.valid_until.year - DAY.year)
    assert first.validity_status in {"verified", "local"}
    assert first.validity_citation["zh"]
    assert first.validity_citation["en"]
    assert not await NumberSeries.exists()
    assert not await Certificate.exists()


async def test_it_is_what_reserving_then_prints(db):
    await office()
    await reserved()
    asked = recognition()
    shown = await preview(asked, on=DAY)
    done = await reserved(application_id=asked.application_id, uscc=asked.uscc)
    assert (done.number, done.identifier) == (shown.record.number, shown.record.identifier)
    stored = await Certificate.get(id=done.certificate_id)
    assert stored.record_sha256 == shown.record.digest


async def test_without_a_bureau_it_says_so(db):
    with pytest.raises(Misconfigured) as refused:
        await preview(recognition(), on=DAY)
    assert refused.value.code == "bureau-unknown"
