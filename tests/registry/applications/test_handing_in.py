"""Handing in: frozen once, complete or not at all, within the window; and giving up."""

import asyncio
import json
from datetime import date, timedelta

import pytest
from tortoise.exceptions import TransactionManagementError

from registry.applications import snapshot
from registry.applications.actions import (
    save_answers,
    submit,
    withdraw,
    withdraw_evidence,
)
from registry.applications.facts import application_for_system
from registry.applications.faults import NotComplete
from registry.applications.models import Application, EvidenceLink, StateChange, Submission
from registry.applications.rules import State, Transition
from registry.applications.schemas import AnswerInput
from registry.applications.transitions import apply
from registry.audit.models import AuditEntry
from registry.db.transactions import transaction
from registry.enterprises.actions import change_site
from registry.errors import Conflict, InvalidMany, NotNow
from registry.jobs.models import Job
from registry.storage.models import StoredFile
from registry.storage.rules import FileState
from tests.factories import applications as make
from tests.factories import enterprises, people
from tests.factories.applications import DAY

pytestmark = pytest.mark.usefixtures("db")
OFFICER = people.city_officer()


def _first(**wanted):
    """The code of the first criterion with these properties."""
    return next(
        item.code
        for item in make.edition().criteria
        if all(getattr(item, name, None) == value for name, value in wanted.items()) and not item.applies_to
    )


def _yes_no(number=0):
    return [
        item.code for item in make.edition().criteria if item.measure.field().kind == "yes_no" and not item.applies_to
    ][number]


async def _revision(application_id):
    return (await application_for_system(application_id)).revision


async def _returned(made):
    due = DAY + timedelta(days=7)
    async with transaction():
        await apply(made.id, Transition.RETURN_FOR_CHANGES, on=DAY, actor=OFFICER, due_on=due)


# Rounds


async def test_handing_in_freezes_everything_and_asks_for_a_score():
    made = await make.complete(name="䶮𬭎购物中心")
    revision = await _revision(made.id)
    submission_id = await submit(made.id, actor=made.member, revision=revision, on=DAY)
    row = await Submission.get(id=submission_id)
    assert (row.number, row.edition, row.edition_digest, row.submitted_on) == (
        1,
        make.edition().edition,
        make.edition().digest,
        DAY,
    )
    assert row.sha256 == snapshot.fingerprint(row.snapshot)
    assert row.snapshot["site"]["name"] == "䶮𬭎购物中心"
    links = await EvidenceLink.filter(application_id=made.id).count()
    assert len(row.snapshot["evidence"]) == links
    job = await Job.get(name="assessments.score")
    assert json.loads(job.payload) == {"submission_id": str(submission_id)}
    assert await StateChange.filter(application_id=made.id, transition=Transition.SUBMIT).count() == 1
    entry = await AuditEntry.get(tag="application:submit")
    assert json.loads(entry.data)["sha256"] == row.sha256


async def test_a_double_click_is_one_submission():
    made = await make.complete()
    revision = await _revision(made.id)
    ids = await asyncio.gather(*(submit(made.id, actor=made.member, revision=revision, on=DAY) for _ in range(5)))
    later = await submit(made.id, actor=made.member, revision=revision, on=DAY)
    assert len({*ids, later}) == 1
    assert await Submission.all().count() == 1
    assert await Job.filter(name="assessments.score").count() == 1
    assert await AuditEntry.filter(tag="application:submit").count() == 1


async def test_everything_missing_is_told_at_once():
    made = await make.draft()
    with pytest.raises(NotComplete) as refusal:
        await submit(made.id, actor=made.member, revision=1, on=DAY)
    answerable = {item.code for item in make.edition().criteria if item.applies("shopping_centre")}
    told = {fault.field for fault in refusal.value.faults}
    assert told == answerable
    assert {fault.code for fault in refusal.value.faults} == {"missing-answer"}
    assert all(fault.context["explanation"]["zh"] for fault in refusal.value.faults)
    assert await Submission.all().count() == 0


async def test_a_failed_gate_is_told_before_handing_in():
    gate = _first(gate=True)
    made = await make.complete(answers={gate: False})
    with pytest.raises(NotComplete) as refusal:
        await submit(made.id, actor=made.member, revision=await _revision(made.id), on=DAY)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [(gate, "missing-gate-failed")]


async def test_required_evidence_is_asked_for():
    code = _first(evidence_required=True)
    made = await make.complete()
    link = await EvidenceLink.get(criterion=code)
    revision = await withdraw_evidence(made.id, code, link.file_id, actor=made.member)
    with pytest.raises(NotComplete) as refusal:
        await submit(made.id, actor=made.member, revision=revision, on=DAY)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [(code, "missing-evidence")]


@pytest.mark.parametrize(
    ("state", "code"), [(FileState.REJECTED, "evidence-harmful"), (FileState.QUARANTINE, "evidence-waiting")]
)
async def test_a_file_that_is_not_clean_cannot_be_handed_in(state, code):
    made = await make.complete()
    await StoredFile.all().update(state=state)
    with pytest.raises(InvalidMany) as refusal:
        await submit(made.id, actor=made.member, revision=await _revision(made.id), on=DAY)
    assert {fault.code for fault in refusal.value.faults} == {code}


async def test_what_was_saved_after_the_page_was_shown_is_looked_over_first():
    made = await make.complete()
    with pytest.raises(Conflict, match="application-changed"):
        await submit(made.id, actor=made.member, revision=await _revision(made.id) - 1, on=DAY)


async def test_the_window_of_the_round_holds_for_the_first_time_only():
    made = await make.complete()
    revision = await _revision(made.id)
    late = date(2023, 11, 1)
    with pytest.raises(NotNow, match="round-closed"):
        await submit(made.id, actor=made.member, revision=revision, on=late)
    first = await submit(made.id, actor=made.member, revision=revision, on=DAY)
    await _returned(made)
    second = await submit(made.id, actor=made.member, revision=await _revision(made.id), on=late)
    assert second != first
    assert list(await Submission.all().order_by("number").values_list("number", flat=True)) == [1, 2]
    assert await StateChange.filter(transition=Transition.RESUBMIT).count() == 1
    # The answer to a click from before the return is still the submission that it made.
    assert await submit(made.id, actor=made.member, revision=revision, on=late) == first


async def test_handing_in_again_without_a_return_is_refused():
    made = await make.submitted()
    with pytest.raises(NotNow, match="application-state"):
        await submit(made.id, actor=made.member, revision=await _revision(made.id), on=DAY)


async def test_a_site_that_moved_is_another_bureaus():
    made = await make.complete()
    await change_site(made.mall.site_id, enterprises.site_form(place_code=people.ZUNYI), actor=made.member, revision=1)
    with pytest.raises(NotNow, match="site-moved"):
        await submit(made.id, actor=made.member, revision=await _revision(made.id), on=DAY)


async def test_what_was_handed_in_never_changes():
    made = await make.submitted()
    before = await Submission.get(id=made.submission_id)
    await _returned(made)
    await save_answers(made.id, {_yes_no(): AnswerInput(value=False, version=1)}, actor=made.member)
    await change_site(made.mall.site_id, enterprises.site_form(name="改名"), actor=made.member, revision=1)
    after = await Submission.get(id=made.submission_id)
    assert (after.snapshot, after.sha256) == (before.snapshot, before.sha256)


async def test_when_the_queue_fails_nothing_is_half_done(monkeypatch):
    made = await make.complete()

    async def broken(*_, **__):
        raise TransactionManagementError("the queue is gone")

    monkeypatch.setattr("registry.applications.actions.enqueue", broken)
    with pytest.raises(TransactionManagementError):
        await submit(made.id, actor=made.member, revision=await _revision(made.id), on=DAY)
    assert (await application_for_system(made.id)).state is State.DRAFT
    assert await Submission.all().count() == await StateChange.all().count() == 0


# Withdrawing


async def test_withdrawing_twice_is_withdrawing_once():
    made = await make.submitted()
    await withdraw(made.id, actor=made.member, on=DAY)
    await withdraw(made.id, actor=made.member, on=DAY)
    assert (await application_for_system(made.id)).state is State.WITHDRAWN
    assert await AuditEntry.filter(tag="application:withdraw").count() == 1


async def test_once_the_public_was_asked_nothing_is_withdrawn():
    made = await make.submitted()
    await Application.filter(id=made.id).update(state=State.IN_NOTICE)
    with pytest.raises(NotNow):
        await withdraw(made.id, actor=made.member, on=DAY)
