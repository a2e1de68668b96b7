"""What is stored of a form: answers as facts, evidence as it would be frozen."""

import pytest

from registry.applications import drafts
from registry.applications.actions import add_evidence, save_answers
from registry.applications.schemas import AnswerInput
from registry.errors import InvalidMany
from registry.storage.models import StoredFile
from registry.storage.rules import FileState
from tests.factories import applications as make

pytestmark = pytest.mark.usefixtures("db")


async def test_unanswered_criteria_are_no_facts():
    made = await make.draft()
    yes, noted = list(make.edition().by_code)[:2]
    await save_answers(made.id, {yes: AnswerInput(value=True), noted: AnswerInput(note="稍后")}, actor=made.member)
    stored = await drafts.stored_answers(made.id)
    assert stored.keys() == {yes, noted}
    assert drafts.facts_of(stored) == {yes: True}


async def test_clean_files_are_frozen_and_others_refused():
    made = await make.draft()
    file_id = await make.evidence(made.mall)
    codes = list(make.edition().by_code)[:2]
    for code in codes:
        await add_evidence(made.id, code, file_id, actor=made.member, title=code)
    offered = await drafts.offered_evidence(made.id)
    assert [(item.criterion, item.title, item.name) for item in offered] == [(code, code, "台账.pdf") for code in codes]
    assert [item.file_id for item in drafts.frozen(offered)] == [file_id, file_id]
    for state in (FileState.QUARANTINE, FileState.REJECTED):
        await StoredFile.all().update(state=state)
        with pytest.raises(InvalidMany) as refusal:
            drafts.frozen(await drafts.offered_evidence(made.id))
        assert [fault.field for fault in refusal.value.faults] == codes
