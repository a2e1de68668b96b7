"""A document is asked for once, with its content frozen, inside the transaction of the act."""

import asyncio

import pytest
from tortoise.exceptions import TransactionManagementError

from registry.db.transactions import transaction
from registry.documents.models import Document
from registry.documents.requesting import PRINT, request
from registry.identifiers import new_id
from registry.jobs.models import Job
from tests.certificates.letters import notice
from tests.factories.documents import requested
from tests.factories.people import GUIZHOU

pytestmark = pytest.mark.usefixtures("db")


async def test_the_content_is_frozen_and_a_job_waits():
    document_id, subject = await requested()
    kept = await Document.get(id=document_id)
    assert (kept.kind, kept.subject_id, kept.content_sha256) == ("notice", subject, notice().digest)
    assert (await Job.get(key=f"{PRINT}:{document_id}")).name == PRINT


async def test_asked_again_it_is_the_same_document_unless_it_says_something_else():
    first, subject = await requested()
    again, _ = await requested(subject_id=subject)
    other, _ = await requested(notice(title="另一个公示"), subject_id=subject)
    assert first == again != other
    assert await Job.filter(name=PRINT).count() == 2


async def test_two_who_ask_at_once_get_one_document():
    subject = new_id()
    found = await asyncio.gather(*(requested(subject_id=subject) for _ in range(4)))
    assert len({document_id for document_id, _ in found}) == 1


async def test_it_joins_the_act():
    with pytest.raises(TransactionManagementError):
        await request(notice(), subject_id=new_id(), place_code=GUIZHOU)
    with pytest.raises(RuntimeError):
        async with transaction():
            await request(notice(), subject_id=new_id(), place_code=GUIZHOU)
            raise RuntimeError
    assert await Document.all().count() == await Job.filter(name=PRINT).count() == 0
