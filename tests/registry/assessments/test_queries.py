"""Who sees a scorecard, which one stands, and that each can be made again to the byte."""

import pytest

from registry.applications.models import Submission
from registry.assessments import keeping, queries
from registry.assessments.actions import score_submission
from registry.assessments.models import Assessment
from registry.db.transactions import transaction
from registry.errors import NotFound
from registry.identifiers import new_id
from tests.factories import applications as make
from tests.factories import enterprises, people

pytestmark = pytest.mark.usefixtures("db")
EXPERT = people.expert()


async def _reviewed():
    made = await make.submitted(name="䶮𬭎购物中心")
    await score_submission(made.submission_id)
    judged = next(item.code for item in make.edition().criteria if item.judged)
    async with transaction():
        await keeping.keep(made.submission_id, {judged: {"value": "0", "reason": "现场未见"}}, actor=EXPERT)
    return made


async def test_whoever_sees_the_application_sees_its_scorecards():
    made = await _reviewed()
    for viewer in (made.member, people.city_officer(), people.province_officer(), people.auditor()):
        cards = await queries.scorecards(viewer, made.id)
        assert [card.kind for card in cards] == ["reviewed", "machine"]
    assert len(await queries.scorecards(EXPERT, made.id, also_ids={made.id})) == 2
    for viewer in (await enterprises.enterprise(), people.city_officer(people.ZUNYI), EXPERT):
        with pytest.raises(NotFound):
            await queries.scorecards(viewer, made.id)


async def test_the_latest_stands():
    made = await _reviewed()
    latest = await queries.latest_for_system(made.submission_id)
    machine = await queries.machine_for_system(made.submission_id)
    assert (latest.kind, latest.ordinal, machine.kind) == ("reviewed", 2, "machine")
    assert latest.passed is latest.scorecard["passed"]
    assert latest.settled is latest.scorecard["settled"]
    assert (latest.total, latest.maximum) == (latest.scorecard["total"], latest.scorecard["maximum"])
    assert float(latest.total) < float(machine.total) == float(machine.maximum)
    assert machine.share in {"1", "1.0000"}
    verdicts = await queries.verdicts_for_system([made.id, new_id()])
    assert verdicts == {made.id: latest}


async def test_before_the_job_ran_there_is_none():
    made = await make.submitted()
    assert await queries.latest_for_system(made.submission_id) is None
    assert await queries.machine_for_system(made.submission_id) is None
    assert await queries.verdicts_for_system([made.id]) == {}
    assert await queries.scorecards(made.member, made.id) == []


async def test_every_judgement_can_be_made_again():
    await _reviewed()
    assert await queries.count_for_system() == 2
    for at_once in (1, 2, 100):
        found = [each async for each in queries.replays_for_system(at_once)]
        assert [(each.same, each.faults) for each in found] == [(True, ())] * 2
    assert len({each.assessment_id for each in found}) == 2


async def test_what_reviewers_found_is_what_stands():
    made = await _reviewed()
    plain = await make.submitted()
    await score_submission(plain.submission_id)
    found = await queries.findings_for_system([made.submission_id, plain.submission_id, new_id()])
    assert found == {made.submission_id: (await Assessment.get(kind="reviewed")).findings}


async def replayed(row):
    (found,) = [each async for each in queries.replays_for_system() if each.assessment_id == row.id]
    return found.faults


async def test_a_replay_finds_what_was_tampered_with():
    made = await _reviewed()
    machine, reviewed = await Assessment.all().order_by("ordinal")
    card = machine.scorecard | {"total": "999"}
    await Assessment.filter(id=machine.id).update(scorecard=card)
    await Assessment.filter(id=reviewed.id).update(findings={})
    assert await replayed(machine) == ("the kept scorecard differs from its own hash",)
    assert await replayed(reviewed) == ("judging again gives another scorecard",)
    document = (await Submission.get(id=made.submission_id)).snapshot
    document["site"]["name"] = "别的商场"
    await Submission.filter(id=made.submission_id).update(snapshot=document)
    assert "the submission's document differs from its own hash" in await replayed(reviewed)
    judged = next(item.code for item in make.edition().criteria if item.judged)
    document["answers"][judged]["value"] = "many"
    await Submission.filter(id=made.submission_id).update(snapshot=document)
    assert any("not a number" in fault or "number" in fault for fault in await replayed(reviewed))
    await Submission.filter(id=made.submission_id).update(edition_digest="0" * 64)
    faults = await replayed(reviewed)
    assert "it names another edition than its submission" in faults
    assert any("edition-changed" in fault for fault in faults)
    await Submission.filter(id=made.submission_id).delete()
    assert await replayed(machine) == ("its submission is gone",)


async def test_advice_stands_on_the_judgement_that_stands():
    made = await _reviewed()
    told = await queries.advice(made.member, made.id, submission_id=made.submission_id)
    judged = next(item.code for item in make.edition().criteria if item.judged)
    assert judged in {item.code for item in told.improvable}
    assert told.advice["passes_now"]
    with pytest.raises(NotFound):
        await queries.advice(people.city_officer(people.ZUNYI), made.id, submission_id=made.submission_id)


async def test_advice_on_the_form_is_its_members():
    made = await make.draft()
    told = await queries.advice(made.member, made.id)
    assert not told.advice["passes_now"]
    assert told.advice["possible"]
    with pytest.raises(NotFound):
        await queries.advice(people.city_officer(), made.id)
    handed_in = await make.submitted()
    assert await queries.advice(handed_in.member, handed_in.id, submission_id=handed_in.submission_id) is None
    with pytest.raises(NotFound):
        await queries.advice(people.city_officer(), handed_in.id)


async def test_no_advice_where_the_criteria_were_changed():
    made = await _reviewed()
    await Submission.filter(id=made.submission_id).update(edition_digest="0" * 64)
    assert await queries.advice(made.member, made.id, submission_id=made.submission_id) is None
