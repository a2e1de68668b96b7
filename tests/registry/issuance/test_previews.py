"""A preview shows what reserving would print, and reserves nothing."""

from datetime import date

import pytest

from registry.errors import Misconfigured
from registry.issuance.models import Certificate, NumberSeries
from registry.issuance.previews import preview
from registry.issuance.queries import facts_for_system
from tests.factories.certificates import DAY, office, recognition, reserved
from tests.factories.enterprises import places

pytestmark = pytest.mark.usefixtures("db")


async def test_it_is_what_is_reserved_next():
    await office()
    asked = recognition()
    before = await preview(asked, on=DAY)
    assert (await NumberSeries.all().count(), await Certificate.all().count()) == (0, 0)
    assert (before.years, before.validity_status) == (3, "local-setting")
    assert before.validity_citation["zh"]
    done = await reserved(application_id=asked.application_id, uscc=asked.uscc)
    assert (await facts_for_system(done.certificate_id)).record == before.record
    assert (await preview(recognition(), on=DAY)).record.number == "GM-520000-2026-0002"


async def test_without_a_bureau_there_is_nothing_to_show():
    await places()
    with pytest.raises(Misconfigured):
        await preview(recognition(), on=date(2026, 3, 2))
