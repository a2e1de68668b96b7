"""The print job does its work once, however often and wherever it is interrupted."""

import asyncio

import pytest

from registry.documents import printing
from registry.documents.models import Document
from registry.documents.printing import print_document
from registry.documents.queries import document, pdf
from registry.documents.rules import Kind
from registry.errors import Misconfigured, Unavailable
from registry.storage.installed import install
from tests.certificates.letters import notice
from tests.factories.documents import PAPER, PAPER_SHA256, PaperPress, requested

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def _storage(settings):
    install(settings)


async def test_the_frozen_content_goes_to_the_press_and_the_result_is_kept():
    document_id, subject = await requested()
    press = PaperPress()
    await print_document(document_id, press=press)
    await print_document(document_id, press=press)
    assert press.orders == [("document", notice().canonical_json())]
    found = await pdf(Kind.NOTICE, subject)
    assert b"".join([piece async for piece in found.content]) == PAPER
    view = await document(Kind.NOTICE, subject)
    assert view is not None
    assert (view.ready, view.pdf_sha256, view.seal_level) == (True, PAPER_SHA256, "B-B")


async def test_what_a_time_stamp_made_of_it_is_kept(monkeypatch):
    document_id, subject = await requested()

    async def stamped(pdf, level, authority):
        return pdf + b" stamped", f"{level} stamped by {authority}"

    monkeypatch.setattr(printing, "with_timestamp", stamped)
    await print_document(document_id, press=PaperPress(), authority="one")
    found = await pdf(Kind.NOTICE, subject)
    assert b"".join([piece async for piece in found.content]) == PAPER + b" stamped"
    view = await document(Kind.NOTICE, subject)
    assert view is not None
    assert view.seal_level == "B-B stamped by one"


async def test_after_a_death_of_the_press_it_is_printed():
    document_id, subject = await requested()
    press = PaperPress(deaths=1)
    with pytest.raises(Unavailable):
        await print_document(document_id, press=press)
    view = await document(Kind.NOTICE, subject)
    assert view is not None
    assert not view.ready
    await print_document(document_id, press=press)
    assert len(press.orders) == 2


async def test_two_workers_with_the_same_job_note_one_document():
    document_id, _ = await requested()
    await asyncio.gather(*(print_document(document_id, press=PaperPress()) for _ in range(2)))
    assert await Document.filter(printed_at__isnull=False).count() == 1


async def test_nothing_is_printed_from_a_content_that_was_changed():
    document_id, _ = await requested()
    kept = await Document.get(id=document_id)
    kept.content["title"] = "改过的标题"
    await kept.save()
    with pytest.raises(Misconfigured) as caught:
        await print_document(document_id, press=PaperPress())
    assert caught.value.code == "document-changed"
