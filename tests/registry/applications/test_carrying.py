"""What a form begins with: everything by the same edition, what continues by a newer one, marked until confirmed."""

from datetime import date

import pytest

from registry.applications.carrying import TERMS, Offered, Passage, begun, is_old, rewrite, write
from registry.applications.drafts import offered_evidence, stored_answers
from registry.applications.models import Answer, EvidenceLink
from registry.db.json_values import boxed
from registry.db.transactions import transaction
from registry.identifiers import new_id
from registry.storage.models import StoredFile
from registry.storage.rules import FileState
from scoring.crosswalk import same_codes
from scoring.loader import load_all
from tests.factories import applications as make

OLD, NEW = (load_all().get("green-mall", name) for name in ("2018-03-01", "2021-05-25"))
DAY = date(2025, 5, 15)


def file(criterion, file_id=None):
    return Offered(criterion, file_id or new_id(), "0" * 64, "台账")


def test_by_the_same_edition_everything_is_there_again():
    first, second = list(NEW.by_code)[:2]
    offered = file(first)
    passage = Passage(NEW, NEW, same_codes(NEW, NEW))
    found = begun(passage, {first: (True, "见附件"), second: (False, "")}, [offered], form=None)
    assert (found.answers, found.evidence, found.lost) == (
        {first: (True, "见附件"), second: (False, "")},
        (offered,),
        (),
    )


def test_by_a_newer_edition_what_the_crosswalk_lets_continue():
    passage = Passage(OLD, NEW, load_all().crosswalk(OLD, NEW))
    shared = new_id()
    found = begun(
        passage,
        {"M101": (True, "制度"), "M103": ([0, 0], "")},
        [file("M101"), file("M102", shared), file("M205", shared)],
        form="shopping_centre",
    )
    assert found.answers == {"X101": (True, "制度")}
    assert {each.criterion for each in found.evidence} == {"X101", "X204-2", "X208", "X209", "X201-2", "X201-3"}
    assert found.lost == ("M103",)


def test_a_file_that_proved_several_old_criteria_stands_once():
    passage = Passage(NEW, NEW, same_codes(NEW, NEW))
    code, twice = next(iter(NEW.by_code)), new_id()
    assert len(begun(passage, {}, [file(code, twice), file(code, twice)], form=None).evidence) == 1


def test_what_does_not_apply_to_the_format_stays_behind():
    limited = next(each for each in NEW.criteria if each.applies_to)
    other = next(form.code for form in NEW.formats if form.code not in limited.applies_to)
    passage = Passage(NEW, NEW, same_codes(NEW, NEW))
    found = begun(passage, {limited.code: (True, "")}, [file(limited.code)], form=other)
    assert (found.answers, found.evidence) == ({}, ())


def test_evidence_grows_old():
    assert not is_old(date(2024, 5, 15), date(2026, 5, 15), months=24)
    assert is_old(date(2024, 5, 15), date(2026, 5, 16), months=24)
    assert TERMS.status == "local"


@pytest.mark.usefixtures("db")
async def test_only_clean_files_are_carried():
    made = await make.draft()
    code = next(iter(NEW.by_code))
    clean, harmful = await make.evidence(made.mall), await make.evidence(made.mall, filename="有害.pdf")
    await StoredFile.filter(id=harmful).update(state=FileState.REJECTED)
    passage = Passage(NEW, NEW, same_codes(NEW, NEW))
    start = begun(passage, {code: (True, "")}, [file(code, clean), file(code, harmful), file(code)], form=None)
    async with transaction():
        await write(made.id, start, carried_on=DAY, actor_id=None)
    offered = await offered_evidence(made.id)
    assert [(each.file_id, each.carried_on, each.old) for each in offered] == [(clean, DAY, False)]
    assert (await stored_answers(made.id))[code].carried_on == DAY


@pytest.mark.usefixtures("db")
async def test_a_draft_is_rewritten_once_and_its_files_follow():
    made = await make.draft()
    held = await make.evidence(made.mall)
    for code in ("M101", "M102", "X204-2"):
        await EvidenceLink.create(
            application_id=made.id,
            criterion=code,
            file_id=held,
            sha256="0" * 64,
            title="台账",
            added_at=(await StoredFile.get(id=held)).created_at,
        )
    await Answer.create(
        application_id=made.id, criterion="M101", value=boxed(True), saved_at=(await StoredFile.get(id=held)).created_at
    )
    await EvidenceLink.filter(criterion="X204-2").update(withdrawn_at=(await StoredFile.get(id=held)).created_at)
    passage = Passage(OLD, NEW, load_all().crosswalk(OLD, NEW))
    async with transaction():
        await rewrite(made.id, passage, form=None, on=DAY, actor_id=None)
    assert list(await stored_answers(made.id)) == ["X101"]
    assert {each.criterion for each in await offered_evidence(made.id)} == {"X101", "X204-2", "X208", "X209"}
    assert await EvidenceLink.filter(application_id=made.id, criterion="M101").exclude(withdrawn_at=None).exists()
