"""Opening, saving and evidence: what is kept, what is refused, what happens at the same time."""

import asyncio
import json
from datetime import date, timedelta

import pytest

from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import SYSTEM
from registry.applications.actions import (
    MAXIMUM_FILES,
    add_evidence,
    open_application,
    open_round,
    save_answers,
    submit,
    withdraw,
    withdraw_evidence,
)
from registry.applications.faults import AnswerConflict, InvalidFacts
from registry.applications.models import Answer, Application, EvidenceLink
from registry.applications.rules import State, Transition
from registry.applications.schemas import AnswerInput, RoundForm
from registry.applications.transitions import apply
from registry.audit.models import AuditEntry
from registry.db.transactions import transaction
from registry.errors import Conflict, Forbidden, Invalid, InvalidMany, NotFound, NotNow
from registry.identifiers import new_id
from registry.storage.models import StoredFile
from registry.storage.rules import FileState
from tests.factories import applications as make
from tests.factories import enterprises, people
from tests.factories.applications import DAY

pytestmark = pytest.mark.usefixtures("db")
OFFICER = people.city_officer()


def _yes_no(number=0):
    return [
        item.code for item in make.edition().criteria if item.measure.field().kind == "yes_no" and not item.applies_to
    ][number]


def _number():
    return next(item.code for item in make.edition().criteria if item.measure.field().kind in {"number", "points"})


async def _returned(made):
    due = DAY + timedelta(days=7)
    async with transaction():
        await apply(made.id, Transition.RETURN_FOR_CHANGES, on=DAY, actor=OFFICER, due_on=due)


# Rounds


def _round(**changes):
    fields = {
        "scheme": make.SCHEME,
        "year": 2023,
        "place_code": people.GUIZHOU,
        "title_zh": "2023年",
        "title_en": "2023",
        "opens_on": date(2023, 3, 1),
        "closes_on": date(2023, 10, 31),
    }
    return RoundForm.model_validate(fields | changes)


async def test_the_province_opens_a_round_once():
    officer = people.province_officer()
    round_id = await open_round(_round(), actor=officer)
    entry = await AuditEntry.get(tag="round:open")
    assert (entry.subject_id, entry.place_code) == (round_id, people.GUIZHOU)
    with pytest.raises(Conflict, match="round-exists"):
        await open_round(_round(), actor=officer)
    assert await open_round(_round(year=2024), actor=officer) != round_id


@pytest.mark.parametrize(
    "actor", [people.city_officer(), people.province_officer(people.SICHUAN), people.province_decider()]
)
async def test_nobody_else_opens_a_round(actor):
    with pytest.raises(Forbidden):
        await open_round(_round(), actor=actor)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_on": date(2023, 2, 1)}, "round-window"),
        ({"scheme": "green-moon"}, "no-edition"),
        ({"opens_on": date(1999, 1, 1)}, "no-edition"),
    ],
)
async def test_a_round_needs_a_window_and_criteria_in_force(changes, code):
    with pytest.raises(Invalid) as refusal:
        await open_round(_round(**changes), actor=people.province_officer())
    assert refusal.value.code == code


# Opening


async def test_an_opened_form_is_bound_to_the_edition_of_the_day():
    made = await make.draft()
    row = await Application.get(id=made.id)
    assert (row.state, row.edition, row.revision, row.place_code) == (
        "draft",
        make.edition().edition,
        1,
        people.NANMING,
    )
    again = await open_application(made.mall.site_id, round_id=row.round_id, actor=made.member, on=DAY)
    assert again == made.id
    assert await AuditEntry.filter(tag="application:open").count() == 1


async def test_opening_twice_at_once_opens_one_form():
    owner, round_id = await enterprises.mall(), await make.call()
    ids = await asyncio.gather(
        *(open_application(owner.site_id, round_id=round_id, actor=owner.member, on=DAY) for _ in range(5))
    )
    assert len(set(ids)) == 1
    assert await Application.all().count() == 1


async def test_after_withdrawing_a_site_may_apply_anew_in_the_same_round():
    made = await make.draft()
    await withdraw(made.id, actor=made.member, on=DAY)
    again = await make.draft(made.mall)
    assert again.id != made.id
    assert (await Application.get(id=again.id)).attempt == 2


async def test_after_a_decision_the_next_round_is_meant():
    made = await make.draft()
    await Application.filter(id=made.id).update(state=State.DECLINED)
    with pytest.raises(Conflict, match="application-decided"):
        await make.draft(made.mall)


async def test_only_an_open_round_of_the_place_takes_applications():
    owner = await enterprises.mall()
    here, elsewhere = await make.call(), await make.call(people.SICHUAN)
    for day, code in ((date(2023, 2, 28), "round-not-open"), (date(2023, 11, 1), "round-closed")):
        with pytest.raises(NotNow, match=code):
            await open_application(owner.site_id, round_id=here, actor=owner.member, on=day)
    with pytest.raises(Invalid, match="site-elsewhere"):
        await open_application(owner.site_id, round_id=elsewhere, actor=owner.member, on=DAY)
    with pytest.raises(NotFound):
        await open_application(owner.site_id, round_id=new_id(), actor=owner.member, on=DAY)
    with pytest.raises(NotNow):
        await open_application(owner.site_id, round_id=here, actor=owner.member)  # today is long after
    assert await Application.all().count() == 0


# Whose it is


async def test_a_stranger_touches_nothing():
    made, stranger = await make.complete(), await enterprises.enterprise()
    file_id = (await EvidenceLink.first()).file_id
    limited = people.viewer(
        Role.ENTERPRISE_MEMBER,
        enterprise_id=made.mall.enterprise_id,
        limit=frozenset({Permission.APPLICATION_READ_OWN}),
    )
    before = await Application.get(id=made.id)
    code = _yes_no()
    for actor in (stranger, OFFICER, people.province_officer(), people.expert(), limited):
        for attempt in (
            save_answers(made.id, {code: AnswerInput(value=True)}, actor=actor),
            add_evidence(made.id, code, file_id, actor=actor),
            withdraw_evidence(made.id, code, file_id, actor=actor),
            submit(made.id, actor=actor, revision=before.revision, on=DAY),
            withdraw(made.id, actor=actor, on=DAY),
            open_application(made.mall.site_id, round_id=before.round_id, actor=actor, on=DAY),
        ):
            with pytest.raises(NotFound):
                await attempt
    after = await Application.get(id=made.id)
    assert (after.revision, after.state) == (before.revision, "draft")


async def test_what_is_not_there_is_not_found():
    for attempt in (
        save_answers(new_id(), {}, actor=SYSTEM),
        submit(new_id(), actor=SYSTEM, revision=1, on=DAY),
        withdraw(new_id(), actor=SYSTEM, on=DAY),
    ):
        with pytest.raises(NotFound):
            await attempt


# Saving


async def test_saving_keeps_incomplete_answers_and_counts_versions():
    made = await make.draft()
    code = _yes_no()
    saved = await save_answers(made.id, {code: AnswerInput(value=True, note="䶮𬭎")}, actor=made.member)
    assert (saved.versions, saved.revision) == ({code: 1}, 2)
    saved = await save_answers(
        made.id, {code: AnswerInput(value=False, version=1), _number(): AnswerInput()}, actor=made.member
    )
    assert (saved.versions, saved.revision) == ({code: 2, _number(): 0}, 3)
    row = await Answer.get(application_id=made.id, criterion=code)
    assert (row.value, row.note, row.version, row.saved_by) == (False, "", 2, made.member.account_id)
    entries = await AuditEntry.filter(tag="application:save").order_by("seq")
    assert [json.loads(entry.data)["criteria"] for entry in entries] == [[code], [code]]


async def test_sending_the_same_again_changes_nothing():
    made = await make.draft()
    answers = {_yes_no(): AnswerInput(value=True)}
    await save_answers(made.id, answers, actor=made.member)
    saved = await save_answers(made.id, answers, actor=made.member)
    assert (saved.versions, saved.revision) == ({_yes_no(): 1}, 2)
    assert await AuditEntry.filter(tag="application:save").count() == 1


async def test_an_answer_can_be_taken_back():
    made = await make.draft()
    code = _yes_no()
    await save_answers(made.id, {code: AnswerInput(value=True)}, actor=made.member)
    await save_answers(made.id, {code: AnswerInput(value=None, version=1)}, actor=made.member)
    assert (await Answer.get(criterion=code)).value is None


async def test_one_malformed_answer_keeps_all_from_being_saved_and_each_is_told():
    made = await make.draft()
    good, number = _yes_no(), _number()
    answers = {
        good: AnswerInput(value=True),
        _yes_no(1): AnswerInput(value="maybe"),
        number: AnswerInput(value="12 kWh"),
        "X999": AnswerInput(value=True),
    }
    with pytest.raises(InvalidMany) as refusal:
        await save_answers(made.id, answers, actor=made.member)
    faults = {fault.field: fault for fault in refusal.value.faults}
    assert set(faults) == {_yes_no(1), number, "X999"}
    for fault in faults.values():
        assert isinstance(fault, InvalidFacts)
        assert fault.context["explanation"]["zh"]
        assert fault.context["explanation"]["en"]
        assert fault.context["remedy"]["zh"]
    assert await Answer.all().count() == 0


async def test_two_tabs_are_shown_both_answers():
    made = await make.draft()
    first, second = _yes_no(), _yes_no(1)
    await save_answers(made.id, {first: AnswerInput(value=True, note="一")}, actor=made.member)
    with pytest.raises(AnswerConflict) as refusal:
        await save_answers(
            made.id,
            {first: AnswerInput(value=False, note="二"), second: AnswerInput(value=True)},
            actor=made.member,
        )
    [clash] = refusal.value.clashes
    assert (clash.criterion, clash.stored_value, clash.stored_note, clash.stored_version) == (first, True, "一", 1)
    assert (clash.sent_value, clash.sent_note) == (False, "二")
    assert clash.saved_by == "李示例"
    assert clash.saved_at == (await Answer.get(criterion=first)).saved_at
    assert refusal.value.context["criteria"] == [first]
    assert await Answer.all().count() == 1
    await save_answers(made.id, {first: AnswerInput(value=False, note="二", version=1)}, actor=made.member)


async def test_a_clash_with_the_program_itself_has_no_name():
    made = await make.draft()
    await save_answers(made.id, {_yes_no(): AnswerInput(value=True)}, actor=SYSTEM)
    with pytest.raises(AnswerConflict) as refusal:
        await save_answers(made.id, {_yes_no(): AnswerInput(value=False)}, actor=made.member)
    assert refusal.value.clashes[0].saved_by == ""


async def test_of_two_saves_at_once_one_wins():
    made = await make.draft()
    outcomes = await asyncio.gather(
        *(save_answers(made.id, {_yes_no(): AnswerInput(value=value)}, actor=made.member) for value in (True, False)),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AnswerConflict", "SavedAnswers"]


async def test_nothing_is_saved_after_handing_in_until_it_is_returned():
    made = await make.submitted()
    change = {_yes_no(): AnswerInput(value=False, version=1)}
    with pytest.raises(NotNow, match="application-not-editable"):
        await save_answers(made.id, change, actor=made.member)
    await _returned(made)
    await save_answers(made.id, change, actor=made.member)


# Evidence


async def test_evidence_is_added_renamed_taken_back_and_added_again():
    made, code = await make.draft(), _yes_no()
    file_id = await make.evidence(made.mall, filename="合同.pdf")
    assert await add_evidence(made.id, code, file_id, actor=made.member) == 2
    assert (await EvidenceLink.get()).title == "合同.pdf"
    assert await add_evidence(made.id, code, file_id, actor=made.member, title=" 采购  合同 ") == 3
    assert (await EvidenceLink.get()).title == "采购 合同"
    assert await withdraw_evidence(made.id, code, file_id, actor=made.member) == 4
    with pytest.raises(NotFound):
        await withdraw_evidence(made.id, code, file_id, actor=made.member)
    await add_evidence(made.id, code, file_id, actor=made.member)
    link = await EvidenceLink.get()
    stored = await StoredFile.get(id=file_id)
    assert (link.withdrawn_at, link.sha256) == (None, stored.sha256)
    tags = await AuditEntry.filter(tag__startswith="evidence:").order_by("seq").values_list("tag", flat=True)
    assert list(tags) == ["evidence:add", "evidence:add", "evidence:withdraw", "evidence:add"]


async def test_evidence_must_be_ones_own_and_belong_to_a_criterion():
    made, other = await make.draft(), await enterprises.mall()
    foreign, own = await make.evidence(other), await make.evidence(made.mall)
    with pytest.raises(NotFound):
        await add_evidence(made.id, _yes_no(), foreign, actor=made.member)
    with pytest.raises(NotFound):
        await add_evidence(made.id, "X999", own, actor=made.member)
    with pytest.raises(NotFound):
        await withdraw_evidence(made.id, "X" * 500, own, actor=made.member)
    with pytest.raises(Invalid, match="text-direction"):
        await add_evidence(made.id, _yes_no(), own, actor=made.member, title="fdp.\u202eexe")
    await StoredFile.filter(id=own).update(state=FileState.REJECTED)
    with pytest.raises(NotFound):
        await add_evidence(made.id, _yes_no(), own, actor=made.member)


async def test_a_heap_of_files_is_refused():
    made, code = await make.draft(), _yes_no()
    file_id = await make.evidence(made.mall)
    stored = await StoredFile.get(id=file_id)
    for _ in range(MAXIMUM_FILES):
        await EvidenceLink.create(
            application_id=made.id,
            criterion=code,
            file_id=new_id(),
            sha256=stored.sha256,
            title="x",
            added_at=stored.created_at,
        )
    with pytest.raises(Invalid, match="too-many-files"):
        await add_evidence(made.id, code, file_id, actor=made.member)
    await add_evidence(made.id, _yes_no(1), file_id, actor=made.member)


# Handing in
