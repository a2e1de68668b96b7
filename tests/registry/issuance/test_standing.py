"""How certificates stand on a day, by their places in the log."""

from datetime import timedelta

import pytest

from certificates.lifecycle import Status
from registry import clock
from registry.accounts.schemas import SYSTEM
from registry.issuance.actions import suspend
from registry.issuance.models import Certificate
from registry.issuance.standing import standing_on
from tests.factories.certificates import office, reserved

pytestmark = pytest.mark.usefixtures("db")


async def test_only_what_was_changed_and_is_in_the_log_is_told():
    await office()
    rows = [await reserved() for _ in range(3)]
    today = clock.today()
    for row in rows[1:]:
        await suspend(row.certificate_id, actor=SYSTEM, effective_on=today, reason="under-inquiry")
    await Certificate.filter(id=rows[2].certificate_id).update(log_index=None)
    index = (await Certificate.get(id=rows[1].certificate_id)).log_index
    assert await standing_on(today) == [(index, Status.SUSPENDED)]
    assert await standing_on(today - timedelta(days=1)) == [(index, Status.VALID)]
