"""The sealed document and its record, for anybody."""

import hashlib

from registry.accounts.schemas import SYSTEM
from registry.issuance.actions import record_print
from registry.storage.contents import keep
from tests.certificates.chains import small_pdf
from tests.factories.certificates import office, reserved


async def test_the_document_is_handed_out_as_it_was_stored(browser, db):
    await office()
    done = await reserved()
    document = b"%PDF-1.7 a sealed document"
    await keep(document)
    await record_print(done.certificate_id, actor=SYSTEM, sha256=hashlib.sha256(document).hexdigest(), level="B-B")
    response = await browser.client.get(f"/certificates/{done.number}.pdf")
    assert response.status == 200
    assert response.content_type == "application/pdf"
    assert await response.read() == document
    named = await browser.client.get(f"/certificates/{done.number}.pdf?version=1")
    assert await named.read() == document
    assert (await browser.client.get(f"/certificates/{done.number}.pdf?version=2")).status == 404


async def test_the_record_in_json(browser, db):
    await office()
    done = await reserved()
    kept = await keep(small_pdf())
    await record_print(done.certificate_id, actor=SYSTEM, sha256=kept.sha256, level="B-B")
    assert (await browser.client.get(f"/certificates/{done.number}.json?version=2")).status == 404
    response = await browser.client.get(f"/certificates/{done.number}.json?version=1")
    assert response.status == 200
    said = await response.json()
    assert (said["record"]["number"], said["pdf_sha256"], said["credential"]) == (done.number, kept.sha256, None)


async def test_before_it_is_sealed_there_is_nothing(browser, db):
    await office()
    waiting = await reserved()
    for ending in ("pdf", "json"):
        assert (await browser.client.get(f"/certificates/{waiting.number}.{ending}")).status == 404
        assert (await browser.client.get(f"/certificates/GM-520000-2026-9999.{ending}")).status == 404
