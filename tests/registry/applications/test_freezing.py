"""What handing in freezes is what is stored, once nothing is missing any more."""

import pytest

from registry.applications.faults import NotComplete
from registry.applications.freezing import frozen_submission
from registry.applications.models import Answer, Application, Round, Submission
from tests.factories import applications as make

pytestmark = pytest.mark.usefixtures("db")


async def frozen(made):
    row = await Application.get(id=made.id)
    call = await Round.get(id=row.round_id)
    return await frozen_submission(row, call, number=1, actor=made.member, on=make.DAY)


async def test_it_is_made_and_not_kept():
    made = await make.complete()
    found = await frozen(made)
    assert (found.number, found.edition, found.submitted_on) == (1, make.edition().edition, make.DAY)
    assert found.snapshot["submitted"]["on"] == make.DAY.isoformat()
    assert not await Submission.exists()


async def test_what_is_missing_and_what_waits_is_told_together():
    made = await make.complete()
    first, second = list(make.edition().by_code)[:2]
    await Answer.filter(application_id=made.id, criterion=first).update(carried_on=make.DAY)
    await Answer.filter(application_id=made.id, criterion=second).delete()
    with pytest.raises(NotComplete) as refusal:
        await frozen(made)
    told = {(fault.field, fault.code) for fault in refusal.value.faults}
    assert {(first, "missing-confirmation"), (second, "missing-answer")} <= told
