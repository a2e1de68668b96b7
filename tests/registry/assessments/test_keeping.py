"""A reviewer's judgement is kept beside what stands, inside its action's transaction."""

import pytest
from tortoise.exceptions import TransactionManagementError

from registry.assessments import keeping
from registry.assessments.actions import score_submission
from registry.assessments.models import Assessment
from registry.db.transactions import transaction
from registry.errors import NotFound
from registry.identifiers import new_id
from scoring.faults import BadFindings
from tests.factories import applications as make
from tests.factories import people

pytestmark = pytest.mark.usefixtures("db")
EXPERT = people.expert()


def _judged():
    return next(item.code for item in make.edition().criteria if item.judged)


async def test_findings_make_a_new_scorecard_and_leave_the_old():
    made = await make.submitted()
    await score_submission(made.submission_id)
    before = await Assessment.get()
    findings = {_judged(): {"value": "0", "reason": "现场未见"}}
    async with transaction():
        first = await keeping.keep(made.submission_id, findings, actor=EXPERT)
    async with transaction():
        second = await keeping.keep(made.submission_id, {}, actor=EXPERT)
    rows = await Assessment.all().order_by("ordinal")
    assert [(row.id, row.kind, row.ordinal) for row in rows] == [
        (before.id, "machine", 1),
        (first, "reviewed", 2),
        (second, "reviewed", 3),
    ]
    assert rows[0].scorecard == before.scorecard
    line = next(line for line in rows[1].scorecard["lines"] if line["code"] == _judged())
    assert (line["points"], line["status"], line["finding"]["reason"]) == ("0", "judged", "现场未见")
    assert rows[1].findings == findings


async def test_findings_that_cannot_stand_keep_nothing():
    made = await make.submitted()
    with pytest.raises(BadFindings):
        async with transaction():
            await keeping.keep(made.submission_id, {_judged(): {"value": "0"}}, actor=EXPERT)
    assert await Assessment.all().count() == 0


async def test_it_needs_a_transaction_and_a_submission():
    with pytest.raises(TransactionManagementError):
        await keeping.keep(new_id(), {}, actor=EXPERT)
    with pytest.raises(NotFound):
        async with transaction():
            await keeping.keep(new_id(), {}, actor=EXPERT)
