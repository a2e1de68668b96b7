"""Who sees which application, in which state, and what of it; to everybody else it does not exist."""

from datetime import date

import pytest

from registry.accounts.schemas import PUBLIC, SYSTEM
from registry.applications import queries
from registry.applications.actions import save_answers, withdraw_evidence
from registry.applications.facts import application_for_system
from registry.applications.models import Application, EvidenceLink
from registry.applications.rules import State, Transition
from registry.applications.schemas import AnswerInput, QueueFilter
from registry.applications.transitions import apply
from registry.db.transactions import transaction
from registry.errors import NotFound, NotNow
from registry.identifiers import new_id
from tests.factories import applications as make
from tests.factories import enterprises, people
from tests.factories.applications import DAY

pytestmark = pytest.mark.usefixtures("db")

OFFICES = [
    people.county_officer(),
    people.city_officer(),
    people.province_officer(),
    people.province_decider(),
    people.auditor(),
    SYSTEM,
]
STRANGERS = [
    people.county_officer("520103"),
    people.city_officer(people.ZUNYI),
    people.province_officer(people.SICHUAN),
    people.expert(),
    people.administrator(),
    PUBLIC,
]


def _name(viewer):
    return viewer.login.rsplit("-", 1)[0] + "".join(grant.place_code or "" for grant in viewer.grants)


async def _ask_everything(viewer, made, **also):
    await queries.application(viewer, made.id, **also)
    await queries.history(viewer, made.id, **also)
    await queries.submissions(viewer, made.id, **also)
    if made.submission_id:
        await queries.submission(viewer, made.submission_id, **also)


async def _refused_everything(viewer, made, **also):
    for question in (queries.application, queries.history, queries.submissions, queries.visible):
        with pytest.raises(NotFound):
            await question(viewer, made.id, **also)
    if made.submission_id:
        with pytest.raises(NotFound):
            await queries.submission(viewer, made.submission_id, **also)


@pytest.mark.parametrize("viewer", OFFICES, ids=_name)
async def test_an_office_sees_what_was_handed_in_at_its_place(viewer):
    made, hidden = await make.submitted(), await make.draft()
    await _ask_everything(viewer, made)
    page = await queries.queue(viewer)
    assert [row.id for row in page.items] == [made.id]
    assert page.total == 1
    await _refused_everything(viewer, hidden)


@pytest.mark.parametrize("viewer", STRANGERS, ids=_name)
async def test_everybody_else_sees_nothing(viewer):
    made = await make.submitted()
    await _refused_everything(viewer, made)
    assert (await queries.queue(viewer)).items == ()
    assert await queries.mine(viewer) == []
    file_id = (await EvidenceLink.first()).file_id
    with pytest.raises(NotFound):
        await queries.evidence_file(viewer, made.id, file_id)


async def test_a_member_sees_their_own_from_the_first_line():
    made, other = await make.draft(), await make.draft()
    await _ask_everything(made.member, made)
    await _refused_everything(made.member, other)
    assert [row.id for row in await queries.mine(made.member)] == [made.id]
    assert (await queries.queue(made.member)).items == ()


async def test_an_expert_sees_what_is_assigned():
    expert, made, other = people.expert(), await make.submitted(), await make.submitted()
    await _ask_everything(expert, made, also_ids={made.id})
    await _refused_everything(expert, other, also_ids={made.id})
    await _refused_everything(expert, await make.draft(), also_ids={made.id})


async def test_what_is_not_there_is_not_found():
    for question in (queries.application, queries.submission):
        with pytest.raises(NotFound):
            await question(SYSTEM, new_id())
    with pytest.raises(NotFound):
        await queries.round_by_id(new_id())


async def test_the_form_of_a_new_draft_asks_everything_and_scores_nothing():
    made = await make.draft()
    view = await queries.application(made.member, made.id)
    edition = make.edition()
    assert [chapter.code for chapter in view.chapters] == [chapter.code for chapter in edition.chapters]
    assert [item.code for chapter in view.chapters for item in chapter.items] == list(edition.by_code)
    assert view.scorecard["total"] == "0"
    assert not view.scorecard["passed"]
    assert (view.editable, view.may_submit, view.may_withdraw) == (True, False, True)
    assert sum(chapter.missing_count for chapter in view.chapters) == len({lack.code for lack in view.missing})
    first = view.chapters[0].items[0]
    assert (first.value, first.version, first.saved_at, first.evidence) == (None, 0, None, ())
    assert first.citation["title"]["zh"]
    assert first.line["reason"]["en"]


async def test_a_complete_form_shows_answers_evidence_and_the_live_score():
    made = await make.complete()
    view = await queries.application(made.member, made.id)
    assert view.missing == ()
    assert view.may_submit
    assert view.scorecard["passed"]
    assert view.scorecard["total"] == view.scorecard["maximum"]
    items = [item for chapter in view.chapters for item in chapter.items]
    assert all(item.version == 1 and item.saved_at for item in items if item.applies)
    with_files = [item for item in items if item.evidence]
    assert {item.code for item in with_files} == {
        item.code for item in items if item.evidence_required and item.applies
    }
    assert with_files[0].evidence[0].name == "台账.pdf"


async def test_an_office_sees_what_was_handed_in_and_not_what_is_being_mended():
    made = await make.submitted()
    officer = people.city_officer()
    code = next(iter(make.edition().by_code))
    async with transaction():
        await apply(made.id, Transition.RETURN_FOR_CHANGES, on=DAY, actor=officer, due_on=date(2023, 5, 22))
    await save_answers(made.id, {code: AnswerInput(value=False, version=1)}, actor=made.member)
    link = await EvidenceLink.first()
    await withdraw_evidence(made.id, link.criterion, link.file_id, actor=made.member)

    def item(view, wanted):
        return next(each for chapter in view.chapters for each in chapter.items if each.code == wanted)

    official = await queries.application(officer, made.id)
    own = await queries.application(made.member, made.id)
    assert (item(official, code).value, item(own, code).value) == (True, False)
    assert item(official, link.criterion).evidence
    assert not item(own, link.criterion).evidence
    assert (official.editable, official.may_submit, official.may_withdraw) == (False, False, False)
    assert own.editable
    assert own.late  # the tests' day is long before today
    assert own.due_on == date(2023, 5, 22)
    assert official.latest_submission_number == 1


async def test_evidence_is_read_through_the_application():
    made, officer = await make.submitted(), people.city_officer()
    link = await EvidenceLink.first()
    opened = await queries.evidence_file(officer, made.id, link.file_id)
    assert b"".join([chunk async for chunk in opened.chunks]) == make.page()
    assert (await queries.evidence_file(made.member, made.id, link.file_id)).info.sha256 == link.sha256
    other = await make.evidence(made.mall)
    for viewer in (officer, made.member):
        with pytest.raises(NotFound):
            await queries.evidence_file(viewer, made.id, other)


async def test_a_file_that_was_only_offered_is_the_members_alone():
    made, officer = await make.submitted(), people.city_officer()
    later = await make.evidence(made.mall)
    await EvidenceLink.create(
        application_id=made.id,
        criterion="X101",
        file_id=later,
        sha256="0" * 64,
        title="x",
        added_at=(await EvidenceLink.first()).added_at,
    )
    await queries.evidence_file(made.member, made.id, later)
    with pytest.raises(NotFound):
        await queries.evidence_file(officer, made.id, later)


async def test_the_queue_is_narrowed_and_paged():
    guiyang, zunyi = await make.submitted(name="南明广场"), await make.submitted(place_code="520302", name="红花岗天街")
    await Application.filter(id=zunyi.id).update(state=State.ACCEPTED)
    province = people.province_officer()

    async def ids(**filters):
        page = await queries.queue(province, QueueFilter(**filters))
        return [row.id for row in page.items]

    assert await ids() == [guiyang.id, zunyi.id]
    assert await ids(states=(State.ACCEPTED,)) == [zunyi.id]
    assert await ids(place_code=people.ZUNYI) == [zunyi.id]
    assert await ids(place_code="520302") == [zunyi.id]
    assert await ids(text="明广") == [guiyang.id]
    assert await ids(text="没有" * 50) == []
    assert await ids(scheme=make.SCHEME, year=2023) == [guiyang.id, zunyi.id]
    assert await ids(round_id=await make.call()) == [guiyang.id, zunyi.id]
    assert await ids(round_id=new_id()) == []
    assert await ids(scheme="key-recycler") == await ids(year=2024) == []
    assert await ids(size=1) == [guiyang.id]
    assert await ids(size=1, page=2) == [zunyi.id]
    page = await queries.queue(province, QueueFilter(size=1))
    assert (page.total, page.page, page.size) == (2, 1, 1)
    row = page.items[0]
    assert (row.site_name, row.year, row.submissions, row.state) == ("南明广场", 2023, 1, State.SUBMITTED)
    assert row.submitted_at


async def test_a_second_handing_in_shows_once_in_the_queue():
    made, officer = await make.submitted(), people.city_officer()
    async with transaction():
        await apply(made.id, Transition.RETURN_FOR_CHANGES, on=DAY, actor=officer, due_on=DAY)
    facts = await application_for_system(made.id)
    second = await make.submit(made.id, actor=made.member, revision=facts.revision, on=DAY)
    [row] = (await queries.queue(officer)).items
    assert row.submissions == 2
    listed = await queries.submissions(officer, made.id)
    assert [(each.id, each.number) for each in listed] == [(second, 2), (made.submission_id, 1)]
    steps = await queries.history(officer, made.id)
    assert [step.transition for step in steps] == ["submit", "return_for_changes", "resubmit"]
    assert (await application_for_system(made.id)).latest_submission_id == second


async def test_rounds_are_public():
    round_id = await make.call()
    assert [row.id for row in await queries.rounds()] == [round_id]
    assert [row.id for row in await queries.rounds(scheme=make.SCHEME, on=DAY)] == [round_id]
    assert await queries.rounds(scheme="key-recycler" * 20) == []
    assert await queries.rounds(on=date(2024, 1, 1)) == []
    assert (await queries.round_by_id(round_id)).title_zh == "2023年绿色商场创建"


async def test_a_list_of_nothing_is_empty():
    member = await enterprises.enterprise()
    assert await queries.mine(member) == []


async def test_the_queue_can_be_narrowed_to_a_round():
    made = await make.submitted()
    round_id = (await Application.get(id=made.id)).round_id
    officer = people.city_officer()
    assert (await queries.queue(officer, QueueFilter(round_id=round_id))).total == 1
    assert (await queries.queue(officer, QueueFilter(round_id=new_id()))).total == 0


async def test_only_the_enterprise_may_put_something_in_and_only_before_it_is_handed_in():
    made = await make.draft()
    assert (await queries.fillable(made.member, made.id)).enterprise_id == made.mall.enterprise_id
    for viewer in (people.city_officer(), people.member(new_id()), PUBLIC):
        with pytest.raises(NotFound):
            await queries.fillable(viewer, made.id)
    await make.submitted(made)
    with pytest.raises(NotNow):
        await queries.fillable(made.member, made.id)
