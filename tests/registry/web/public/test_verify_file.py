"""A file dropped on the verify page."""

import io

import aiohttp
import pytest

from registry.verification.queries import MOST_BYTES
from registry.web.public.verify_file import FILES_BY_ADDRESS
from tests.certificates.chains import small_pdf
from tests.factories.sealing import sealed_one

pytestmark = pytest.mark.may_block


def posted(content: bytes, name: str = "file") -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field(name, io.BytesIO(content), filename="certificate.pdf", content_type="application/pdf")
    return form


async def test_the_page_offers_it_and_tells_the_verdict(browser, db, settings):
    done, pdf = await sealed_one(settings)
    await browser.get("/verify")
    assert 'enctype="multipart/form-data"' in browser.html
    response = await browser.post("/verify", posted(pdf))
    assert response.status == 200
    assert "lvce-verdict--valid" in browser.html
    assert done.number in browser.html
    assert response.headers["Cache-Control"] == "no-store"
    await browser.post("/verify?lang=en", posted(pdf[:3000] + b"x" + pdf[3001:]))
    assert "NOT VALID" in browser.html


async def test_what_is_no_certificate(browser, db):
    await browser.post("/verify", posted(small_pdf()))
    assert "lvce-verdict--not-valid" in browser.html
    assert "lvce-checks__fail" in browser.html


async def test_posts_that_are_refused(browser, db):
    assert (await browser.post("/verify", posted(b"", "other"))).status in {200, 422}
    form = aiohttp.FormData()
    form.add_field("note", "no file", content_type="text/plain; charset=utf-8", filename=None)
    assert (await browser.post("/verify", form)).status in {415, 422}
    assert (await browser.post("/verify", posted(bytes(MOST_BYTES + 1)))).status == 413
    assert (await browser.post("/verify", posted(small_pdf()), site="cross-site")).status == 403


async def test_one_address_is_not_answered_for_ever(browser, db):
    statuses = {(await browser.post("/verify", {"x": "1"})).status for _ in range(FILES_BY_ADDRESS.amount + 1)}
    assert statuses == {415, 429}
