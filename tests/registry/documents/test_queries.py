"""The newest document of a subject counts; until it is printed there is nothing to fetch."""

import pytest

from registry.accounts.schemas import SYSTEM
from registry.documents.actions import record_print
from registry.documents.queries import document, documents, facts_for_system, pdf
from registry.documents.rules import Kind
from registry.errors import NotFound
from registry.identifiers import new_id
from tests.certificates.letters import notice, score_sheet
from tests.factories.documents import requested

pytestmark = pytest.mark.usefixtures("db")


async def test_nobody_asked_yet():
    assert await document(Kind.NOTICE, new_id()) is None
    for ask in (pdf(Kind.NOTICE, new_id()), facts_for_system(new_id())):
        with pytest.raises(NotFound):
            await ask


async def test_waiting_it_is_seen_but_not_had():
    _, subject = await requested()
    found = await document(Kind.NOTICE, subject)
    assert found is not None
    assert not found.ready
    with pytest.raises(NotFound):
        await pdf(Kind.NOTICE, subject)


async def test_the_newest_of_each_subject_counts():
    _, one = await requested(score_sheet())
    newer, _ = await requested(score_sheet(total="30"), subject_id=one)
    two, other = await requested(score_sheet())
    found = await documents(Kind.SCORE_SHEET, [one, other, new_id()])
    assert {subject: view.id for subject, view in found.items()} == {one: newer, other: two}
    assert await documents(Kind.NOTICE, [one]) == {}


async def test_the_job_gets_what_was_frozen():
    document_id, _ = await requested()
    facts = await facts_for_system(document_id)
    assert (facts.content, facts.content_sha256, facts.printed) == (notice(), notice().digest, False)
    await record_print(document_id, actor=SYSTEM, sha256="0" * 64, level="B-B")
    assert (await facts_for_system(document_id)).printed
