"""A file sent by a program: the command's verdict, with the register's word."""

import aiohttp
import pytest

from tests.certificates.chains import small_pdf
from tests.factories.sealing import sealed_one

pytestmark = pytest.mark.may_block


async def ask(browser, content, path="/api/v1/verify"):
    form = aiohttp.FormData()
    form.add_field("file", content, filename="certificate.pdf", content_type="application/pdf")
    async with browser.client.post(path, data=form) as response:
        return response.status, await response.json()


async def test_a_genuine_file(browser, db, settings):
    done, pdf = await sealed_one(settings)
    status, answer = await ask(browser, pdf, "/api/v1/verify?on=2026-11-01")
    assert (status, answer["outcome"], answer["number"]) == (200, "VALID", done.number)
    assert answer["reasons"][0] | {"text": None} == {"code": "seal-intact", "says": "pass", "text": None}
    assert answer["reasons"][0]["text"]["zh"]
    assert (answer["registered"]["outcome"], answer["registered"]["record"]["number"]) == ("valid", done.number)
    assert answer["knows"][1] == {"what": "checkpoint", "size": 1}
    _, answer = await ask(browser, pdf, "/api/v1/verify?on=2031-01-01")
    assert answer["outcome"] == "NOT VALID"


async def test_what_is_no_certificate(browser, db):
    status, answer = await ask(browser, small_pdf())
    assert (status, answer["outcome"], answer["registered"]) == (200, "NOT VALID", None)
    assert [each["code"] for each in answer["reasons"]] == ["no-seal"]


async def test_a_post_without_a_file(browser, db):
    form = aiohttp.FormData()
    form.add_field("note", "x", content_type="text/plain")
    form.add_field("file", b"", filename="", content_type="application/pdf")
    async with browser.client.post("/api/v1/verify", data=form) as response:
        assert (response.status, (await response.json())["code"]) in {
            (422, "missing"),
            (422, "invalid"),
            (400, "bad-multipart"),
        }
    async with browser.client.post("/api/v1/verify", json={}) as response:
        assert response.status == 415
