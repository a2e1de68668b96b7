"""Forms that begin with what was handed in before, and forms that outlive their edition."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from tortoise.exceptions import TransactionManagementError

from registry.applications import queries
from registry.applications.actions import (
    move_to_edition,
    open_application,
    save_answers,
    submit,
)
from registry.applications.drafts import offered_evidence, stored_answers
from registry.applications.facts import application_for_system
from registry.applications.faults import NotComplete
from registry.applications.models import Application, Round
from registry.applications.opening import Renewal, open_form
from registry.applications.queries import application, beginning
from registry.applications.rules import State
from registry.applications.schemas import AnswerInput
from registry.audit.models import AuditEntry
from registry.db.transactions import transaction
from registry.enterprises.queries import site_for_system
from registry.errors import NotFound, NotNow
from registry.identifiers import new_id
from registry.storage.models import StoredFile
from tests.factories import applications as make
from tests.factories import people, successors
from tests.factories.enterprises import mall

pytestmark = pytest.mark.usefixtures("db")
NEXT_YEAR = date(2024, 5, 15)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2023-05-15T04:00:00Z", tick=False):
        yield


async def next_round():
    row = await Round.create(
        scheme=make.SCHEME,
        year=2024,
        place_code=people.GUIZHOU,
        title_zh="2024年绿色商场创建",
        title_en="Green malls 2024",
        opens_on=date(2024, 3, 1),
        closes_on=date(2024, 10, 31),
        created_at="2024-01-01T00:00:00Z",
    )
    return row.id


async def again(**changes):
    """A mall that handed in last year and begins this year's form with it."""
    made = await make.submitted()
    opened = await open_application(
        made.mall.site_id, round_id=await next_round(), actor=made.member, on=NEXT_YEAR, carry=True, **changes
    )
    return made, opened


async def test_a_form_begins_with_last_years_answers_and_files():
    made, opened = await again()
    stored = await stored_answers(opened)
    before = (await queries.submission(made.member, made.submission_id)).facts
    assert {code: row.value for code, row in stored.items()} == before
    assert {row.carried_on for row in stored.values()} == {make.DAY}
    assert {each.criterion for each in await offered_evidence(opened)} == {
        item.code for item in make.edition().criteria if item.evidence_required and item.applies("shopping_centre")
    }
    view = await application(made.member, opened)
    assert (view.carried_from_id, view.carried_on) == (made.submission_id, make.DAY)
    assert {lack.what for lack in view.missing} == {"confirmation"}
    assert not view.may_submit


async def test_each_carried_answer_is_confirmed_by_sending_it_as_it_is():
    made, opened = await again()
    stored = await stored_answers(opened)
    facts = await application_for_system(opened)
    with pytest.raises(NotComplete) as refusal:
        await submit(opened, actor=made.member, revision=facts.revision, on=NEXT_YEAR)
    assert {fault.code for fault in refusal.value.faults} == {"missing-confirmation"}
    assert len(refusal.value.faults) == len(stored)
    sent = {code: AnswerInput(value=row.value, note=row.note, version=row.version) for code, row in stored.items()}
    saved = await save_answers(opened, sent, actor=made.member)
    assert set(saved.versions.values()) == {2}
    assert await submit(opened, actor=made.member, revision=saved.revision, on=NEXT_YEAR)


async def test_old_files_are_marked():
    made, opened = await again()
    await StoredFile.all().update(created_at=datetime(2021, 1, 1, tzinfo=UTC))
    assert all(each.old for each in await offered_evidence(opened))
    assert not any(each.old for each in await offered_evidence(made.id))


async def test_without_being_asked_a_form_is_empty():
    made = await make.submitted()
    opened = await open_application(made.mall.site_id, round_id=await next_round(), actor=made.member, on=NEXT_YEAR)
    assert await stored_answers(opened) == {}
    fresh = await mall()
    empty = await open_application(
        fresh.site_id, round_id=await next_round_id(), actor=fresh.member, on=NEXT_YEAR, carry=True
    )
    assert (await application(fresh.member, empty)).carried_from_id is None


async def next_round_id():
    return (await Round.get(year=2024)).id


async def test_what_a_form_could_begin_with_is_told_to_its_own_people():
    made = await make.submitted()
    start = await beginning(made.member, made.mall.site_id, make.SCHEME, on=NEXT_YEAR)
    assert (start.submission_id, start.handed_in_on, start.same_criteria) == (made.submission_id, make.DAY, True)
    assert (start.answers, start.files, start.old_files) == (start.asked, 1, 0)
    assert await beginning(people.member(new_id()), made.mall.site_id, make.SCHEME, on=NEXT_YEAR) is None
    fresh = await mall()
    assert await beginning(fresh.member, fresh.site_id, make.SCHEME, on=NEXT_YEAR) is None
    dropped = make.edition().chapters[0].criteria[0].code
    await successors.published(date(2024, 1, 1), without=(dropped,))
    newer = await beginning(made.member, made.mall.site_id, make.SCHEME, on=NEXT_YEAR)
    assert (newer.same_criteria, newer.asked) == (False, start.asked - 1)
    held = await beginning(made.member, made.mall.site_id, make.SCHEME, on=NEXT_YEAR, held=make.edition().edition)
    assert held.asked == newer.asked


async def test_a_form_is_opened_inside_a_transaction():
    made = await make.draft()
    with pytest.raises(TransactionManagementError):
        await open_form(
            await site_for_system(made.mall.site_id), round_id=new_id(), actor=made.member, on=make.DAY, carry=False
        )


async def renewing(made, edition, on=NEXT_YEAR):
    site = await site_for_system(made.mall.site_id)
    async with transaction():
        return await open_form(
            site,
            round_id=await next_round_id(),
            actor=made.member,
            on=on,
            carry=True,
            renewal=Renewal(new_id(), edition),
        )


async def test_a_renewal_is_bound_to_its_certificate_and_an_open_draft_becomes_one():
    made, opened = await again()
    found = await renewing(made, make.edition().edition)
    assert (found.id, found.new) == (opened, False)
    assert (await application_for_system(opened)).renews_certificate_id is not None
    bound = (await application_for_system(opened)).renews_certificate_id
    await renewing(made, make.edition().edition)
    assert (await application_for_system(opened)).renews_certificate_id == bound


async def test_a_spared_holder_renews_under_the_edition_of_the_certificate():
    made = await make.submitted()
    await next_round()
    new = await successors.published(date(2024, 1, 1), rule="grandfathered")
    found = await renewing(made, make.edition().edition)
    assert found.edition == make.edition().edition
    fresh = await mall()
    opened = await open_application(fresh.site_id, round_id=await next_round_id(), actor=fresh.member, on=NEXT_YEAR)
    assert (await Application.get(id=opened)).edition == new.edition


async def test_a_draft_whose_criteria_changed_is_carried_over_before_it_is_handed_in():
    made = await make.complete()
    dropped = make.edition().chapters[0].criteria[0].code
    new = await successors.published(date(2023, 5, 15), rule="from_submission_date", without=(dropped,))
    view = await application(made.member, made.id)
    assert (view.edition, view.judged_by) == (make.edition().edition, new.edition)
    with pytest.raises(NotNow) as refusal:
        await submit(made.id, actor=made.member, revision=view.revision, on=make.DAY)
    assert refusal.value.code == "edition-changed"
    assert await move_to_edition(made.id, actor=made.member, on=make.DAY) == new.edition
    moved = await application(made.member, made.id)
    assert (moved.edition, moved.judged_by, moved.revision) == (new.edition, new.edition, view.revision + 1)
    assert dropped not in await stored_answers(made.id)
    assert {lack.what for lack in moved.missing} == {"confirmation"}
    assert await AuditEntry.filter(tag="application:move").count() == 1
    assert await move_to_edition(made.id, actor=made.member, on=make.DAY) == new.edition
    assert await AuditEntry.filter(tag="application:move").count() == 1


async def test_answers_and_files_follow_criteria_that_a_bureau_has_numbered_anew():
    made = await make.complete()
    was = {code: answer.value for code, answer in (await stored_answers(made.id)).items()}
    files = {item.criterion for item in await offered_evidence(made.id)}
    chapters = make.edition().model_dump()["chapters"]
    for row in (row for chapter in chapters for row in chapter["criteria"]):
        row |= {"code": f"G{row['code']}", "continues": row["code"]}
    await successors.published(
        date(2023, 5, 15), rule="from_submission_date", follows=make.edition().edition, chapters=chapters
    )
    await move_to_edition(made.id, actor=made.member, on=make.DAY)
    moved = await stored_answers(made.id)
    assert {code: answer.value for code, answer in moved.items()} == {f"G{code}": value for code, value in was.items()}
    assert {item.criterion for item in await offered_evidence(made.id)} == {f"G{code}" for code in files}
    assert files


async def test_what_was_handed_in_keeps_its_criteria():
    made = await make.submitted()
    await successors.published(date(2023, 5, 15), rule="from_submission_date")
    view = await application(made.member, made.id)
    assert view.judged_by == view.edition
    with pytest.raises(NotNow) as refusal:
        await move_to_edition(made.id, actor=made.member, on=make.DAY)
    assert refusal.value.code == "edition-bound"
    with pytest.raises(NotFound):
        await move_to_edition(made.id, actor=people.member(new_id()), on=make.DAY)


async def test_a_returned_form_is_corrected_under_the_edition_it_was_handed_in_under():
    made = await make.submitted()
    await successors.published(date(2023, 5, 15), rule="from_submission_date")
    await Application.filter(id=made.id).update(state=State.RETURNED)
    facts = await application_for_system(made.id)
    assert await submit(made.id, actor=made.member, revision=facts.revision, on=date(2023, 5, 20))
