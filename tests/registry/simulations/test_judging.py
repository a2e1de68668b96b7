"""One part judged: what was found counts, what cannot be judged again is named, what cannot be carried is unknown."""

import pytest

from registry import clock
from registry.applications.models import Submission
from registry.assessments.keeping import keep
from registry.db.transactions import transaction
from registry.editions.actions import copy_edition
from registry.editions.contents import criteria_of
from registry.editions.models import EditionDraft
from registry.editions.queries import draft_edition
from registry.simulations.judging import judged_part
from scoring.loader import load_all
from tests.factories import applications as make
from tests.factories import editions as drafts
from tests.factories import people, stages

pytestmark = pytest.mark.usefixtures("db")
LIBRARY = load_all()
OLD, NEW = LIBRARY.of("green-mall")


async def judged(edition, place_code=people.GUIZHOU):
    return await judged_part(edition, place_code, until=clock.now(), after=None, at_once=100)


async def test_the_same_edition_moves_nobody():
    await make.submitted()
    part = await judged(NEW)
    assert (part.count, part.moves, part.tally.unjudged) == (1, (), 0)
    (place,) = part.tally.places.values()
    assert (place.submissions, place.before, place.after) == (1, 1, 1)
    assert part.tally.editions == {NEW.edition: 1}


async def test_what_cannot_be_carried_is_unknown_and_not_zero():
    made = await make.submitted()
    (move,) = (await judged(OLD)).moves
    assert (move["application_id"], move["kind"]) == (made.id, "open")
    assert move["before"]["passed"] is True
    assert move["after"]["passed"] is False
    assert {cause["kind"] for cause in move["causes"]} == {"unknown"}
    assert move["lost"]


async def test_answers_go_where_a_draft_says_that_its_criteria_continue_others():
    """By way of the edition that the draft follows, though the codes are others; the rest is unknown."""
    await make.submitted(answers={"X103": 3})
    officer = await drafts.officer()
    draft_id = await copy_edition(NEW.scheme, NEW.edition, place_code=people.GUIZHOU, actor=officer, on=clock.today())
    content = (await EditionDraft.get(id=draft_id)).content
    for _, row in criteria_of(content):
        row["code"] = f"N-{row['code']}"
    await EditionDraft.filter(id=draft_id).update(content=content | {"in_force_from": "2100-01-01"})
    (place,) = (part := await judged(await draft_edition(officer, draft_id))).tally.places.values()
    assert (part.moves, place.before, place.after) == ((), 1, 1)
    next(row for _, row in criteria_of(content) if row["continues"] == "X101").pop("continues")
    await EditionDraft.filter(id=draft_id).update(content=content | {"in_force_from": "2100-01-01"})
    (move,) = (await judged(await draft_edition(officer, draft_id))).moves
    assert (move["kind"], [cause["code"] for cause in move["causes"]], move["lost"]) == ("open", ["N-X101"], ["X101"])


async def test_a_stricter_edition_says_by_which_clause():
    await make.submitted(answers={"X103": 3})
    stricter = NEW.model_copy(
        update={"edition": "2030-01-01", "pass_mark": NEW.pass_mark.model_copy(update={"share": 1})}
    )
    (move,) = (await judged(stricter)).moves
    assert move["kind"] == "falls"
    assert (move["before"]["total"], move["before"]["maximum"]) == (move["after"]["total"], move["after"]["maximum"])
    assert move["site_name"]


async def test_reviewers_findings_count():
    made = await stages.submitted()
    code = next(item.code for item in NEW.criteria if item.gate)
    async with transaction():
        await keep(made.submission_id, {code: {"value": False, "reason": "有行政处罚"}}, actor=people.expert())
    part = await judged(NEW)
    (place,) = part.tally.places.values()
    assert (place.before, place.after) == (0, 0)


async def test_what_cannot_be_judged_again_is_named_and_the_rest_goes_on():
    made, other = await make.submitted(), await make.submitted()
    await Submission.filter(id=made.submission_id).update(edition_digest="0" * 64)
    document = (await Submission.get(id=other.submission_id)).snapshot
    document["answers"]["X103"]["value"] = "many"
    await Submission.filter(id=other.submission_id).update(snapshot=document)
    third = await make.submitted()
    part = await judged(NEW)
    assert (part.count, part.tally.unjudged, part.cursor) == (3, 2, third.id)
    reasons = {each["application"]: each["reason"] for each in part.tally.examples}
    assert "edition-changed" in reasons[str(made.id)]
    assert "X103" in reasons[str(other.id)]
    assert sum(place.submissions for place in part.tally.places.values()) == 1


async def test_at_the_end_there_is_no_part():
    assert await judged(NEW) is None
    made = await make.submitted()
    assert await judged_part(NEW, people.GUIZHOU, until=clock.now(), after=made.id, at_once=100) is None
    assert await judged(NEW, people.SICHUAN) is None
