"""A judgement is a function of what was frozen and of nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from registry.applications.schemas import FrozenSubmission
from registry.assessments.judging import bound_edition, judged
from registry.demonstration.answers import good_answers
from registry.errors import Misconfigured
from registry.identifiers import new_id
from tests.factories.applications import DAY, SCHEME, edition


def _submission():
    rules = edition()
    return FrozenSubmission(
        id=new_id(),
        application_id=new_id(),
        number=1,
        scheme=SCHEME,
        edition=rules.edition,
        edition_digest=rules.digest,
        format=None,
        facts=good_answers(rules, None),
        notes={},
        evidence=(),
        submitted_on=DAY,
        submitted_at=datetime(2023, 5, 15, tzinfo=UTC),
        sha256="0" * 64,
        snapshot={},
    )


async def test_the_same_inputs_give_the_same_bytes():
    first = await judged(_submission(), {})
    assert first.fingerprint == (await judged(_submission(), {})).fingerprint


async def test_findings_count():
    submission = _submission()
    code = next(item.code for item in edition().criteria if item.judged)
    finding = {code: {"value": "0", "reason": "现场未见"}}
    assert (await judged(submission, finding)).total < (await judged(submission, {})).total


async def test_other_criteria_than_the_frozen_ones_judge_nothing():
    changed = replace(_submission(), edition_digest="0" * 64)
    with pytest.raises(Misconfigured, match="edition-changed") as refusal:
        await bound_edition(changed)
    assert refusal.value.context["found"] == edition().digest
