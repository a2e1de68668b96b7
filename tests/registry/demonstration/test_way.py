"""Steps of a mall's way; that they work is seen in `test_province.py`."""

import pytest

from registry import clock
from registry.demonstration.way import RECOGNISED, STAGES, Way, settled
from registry.jobs.actions import enqueue
from registry.jobs.models import Job


def test_each_stage_goes_on_from_the_one_before():
    assert STAGES["draft"] == ()
    for earlier, later in (
        ("submitted", "accepted"),
        ("accepted", "in_review"),
        ("in_review", "reviewed"),
        ("reviewed", "proposed"),
    ):
        assert STAGES[later][: len(STAGES[earlier])] == STAGES[earlier]
    assert STAGES["revoked"] == (*RECOGNISED, Way.revoke)


async def test_a_job_given_up_is_not_passed_over(db):
    await settled()
    await enqueue("nobody.knows", {})
    await Job.all().update(failed_at=clock.now(), last_error="ValueError in nobody.knows")
    with pytest.raises(RuntimeError, match=r"nobody\.knows"):
        await settled()
