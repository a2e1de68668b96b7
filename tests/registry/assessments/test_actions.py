"""The machine scores a submission once, however often it is asked and wherever it was cut off."""

import asyncio
import json
from dataclasses import replace

import pytest

from registry.applications.models import Submission
from registry.assessments import keeping
from registry.assessments.actions import score_submission
from registry.assessments.models import Assessment
from registry.audit.models import AuditEntry
from registry.db.transactions import transaction
from registry.editions import queries as editions
from registry.errors import Misconfigured, NotFound
from registry.identifiers import new_id
from scoring.editions import Edition
from scoring.engine import score
from tests.factories import applications as make
from tests.factories import people

pytestmark = pytest.mark.usefixtures("db")


async def test_the_scorecard_is_that_of_the_frozen_answers():
    made = await make.submitted()
    await score_submission(made.submission_id)
    row = await Assessment.get(submission_id=made.submission_id)
    frozen = await Submission.get(id=made.submission_id)
    facts = {code: answer["value"] for code, answer in frozen.snapshot["answers"].items()}
    card = score(make.edition(), facts, format="shopping_centre")
    assert row.scorecard == card.to_json()
    assert row.sha256 == card.fingerprint
    assert (row.kind, row.ordinal, row.findings, row.edition_digest) == ("machine", 1, {}, make.edition().digest)
    entry = await AuditEntry.get(tag="assessment:score")
    assert (entry.subject_id, entry.actor_id, entry.place_code) == (made.id, None, people.NANMING)
    assert json.loads(entry.data)["assessment"] == str(row.id)


async def test_scoring_again_and_at_the_same_time_keeps_one():
    made = await make.submitted()
    await asyncio.gather(*(score_submission(made.submission_id) for _ in range(5)))
    await score_submission(made.submission_id)
    assert await Assessment.all().count() == 1
    assert await AuditEntry.filter(tag="assessment:score").count() == 1


async def test_another_worker_that_was_faster_is_no_fault(monkeypatch):
    made = await make.submitted()
    await score_submission(made.submission_id)

    async def unaware(*_, **__):
        return False

    monkeypatch.setattr(Assessment, "exists", unaware)
    await score_submission(made.submission_id)
    assert await Assessment.all().count() == 1


async def test_what_was_cut_off_before_the_commit_is_done_by_the_next_try(monkeypatch):
    made = await make.submitted()

    async def cut(**_):
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr("registry.assessments.actions.record", cut)
        with pytest.raises(asyncio.CancelledError):
            await score_submission(made.submission_id)
    assert await Assessment.all().count() == 0
    await score_submission(made.submission_id)
    assert await Assessment.all().count() == 1


async def test_criteria_that_changed_after_handing_in_score_nothing(monkeypatch):
    made = await make.submitted()
    written = make.edition().model_dump() | {"title": {"zh": "改过的标题", "en": "A changed title"}}
    changed = Edition.model_validate(written)
    monkeypatch.setattr(editions, "SHIPPED", replace(editions.SHIPPED, editions=(changed,)))
    with pytest.raises(Misconfigured, match="edition-changed"):
        await score_submission(made.submission_id)
    assert await Assessment.all().count() == 0


async def test_a_reviewers_judgement_that_came_first_stands_on_the_machines():
    made = await make.submitted()
    async with transaction():
        await keeping.keep(made.submission_id, {}, actor=people.expert())
    await score_submission(made.submission_id)
    kinds = await Assessment.all().order_by("ordinal").values_list("kind", flat=True)
    assert list(kinds) == ["machine", "reviewed"]


async def test_what_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        await score_submission(new_id())
