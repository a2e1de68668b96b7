"""Files posted as multipart."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientError, FormData, web

from registry.accounts import actions
from registry.accounts.schemas import SYSTEM
from registry.web import csrf
from registry.web.endpoints import endpoint
from registry.web.pages import page
from registry.web.routing import PUBLIC_ACCESS, SIGNED_IN, Route
from registry.web.uploads import MAX_PARTS, Incoming, receive

LIMIT = 100_000
READ: web.AppKey[list[int]] = web.AppKey("read", list)


@endpoint(uploads="file")
async def save(request: web.Request) -> dict[str, object]:
    """Read the files."""

    async def take(incoming: Incoming) -> tuple[str, str, str, int]:
        size = 0
        async for chunk in incoming.chunks:
            size += len(chunk)
            request.app[READ].append(size)
        return incoming.field, incoming.filename, incoming.declared_type, size

    received = await receive(request, take, limit=LIMIT, most=2)
    return {"fields": {k: v for k, v in received.fields.items() if k != csrf.FIELD}, "files": received.files}


class _Kept:
    path = "/files"
    fields = ()
    lost_files = False


async def show(request: web.Request) -> web.Response:
    """A page with a form."""
    return await page(request, "public/sign_in_resend.html", kept=_Kept())


@pytest.fixture
def app(app_with):
    made = app_with(
        Route("POST", "/api/v1/files", save, PUBLIC_ACCESS, "api"),
        Route("POST", "/files", save, SIGNED_IN, "page"),
        Route("GET", "/files", show, SIGNED_IN, "show"),
    )
    made[READ] = []
    return made


def posted(*files: tuple[str, bytes], **fields: str) -> FormData:
    data = FormData(quote_fields=False)  # browsers send names as they are
    for name, value in fields.items():
        data.add_field(name, value, content_type="text/plain")
    for name, content in files:
        data.add_field("file", content, filename=name, content_type="application/pdf")
    return data


async def test_fields_and_files(browser):
    answer = await browser.post("/api/v1/files", posted(("甲.pdf", b"x" * 99_000), ("b.pdf", b"y"), note="绿册"))
    assert (answer.status, await answer.json()) == (
        200,
        {
            "fields": {"note": ["绿册"]},
            "files": [["file", "甲.pdf", "application/pdf", 99_000], ["file", "b.pdf", "application/pdf", 1]],
        },
    )


async def test_no_file_chosen_is_no_file(browser):
    answer = await browser.post("/api/v1/files", posted(("", b""), note="x"))
    assert (await answer.json())["files"] == []


async def test_one_byte_too_many_is_cut_off(browser):
    answer = await browser.post("/api/v1/files", posted(("a.pdf", b"x" * (LIMIT + 1))), **{"Accept-Language": "en"})
    problem = await answer.json()
    assert (answer.status, problem["code"]) == (413, "file-too-large")
    assert "97.7 KB" in problem["detail"]


async def test_ten_gigabytes_that_say_so_are_refused_unread(browser, app):
    started = time.monotonic()
    answer = await _announce(browser)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"file-too-large" in answer
    assert app[READ] == []
    assert time.monotonic() - started < 5


async def _announce(browser) -> bytes:
    url = browser.client.make_url("/")
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(
        b"POST /api/v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        b"Content-Length: 10737418240\r\n\r\n--b\r\n"
    )
    await writer.drain()
    answer = await reader.read(4096)
    writer.close()
    return answer


async def test_endless_bytes_are_cut_off_at_the_limit(browser, app):
    async def endless() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        for _ in range(2000):
            yield b"x" * 65536

    try:
        answer = await browser.client.post(
            "/api/v1/files", data=endless(), headers={"Content-Type": "multipart/form-data; boundary=b"}
        )
        assert answer.status == 413
    except ClientError:
        pass  # the server had closed before everything was sent
    assert max(app[READ]) <= LIMIT


async def test_too_many_files_and_parts(browser):
    three = await browser.post("/api/v1/files", posted(("a", b"1"), ("b", b"2"), ("c", b"3")))
    assert (three.status, (await three.json())["code"]) == (400, "too-many-files")
    data = FormData()
    for number in range(MAX_PARTS + 1):
        data.add_field(f"n{number}", "x", content_type="text/plain")
    many = await browser.post("/api/v1/files", data)
    assert (many.status, (await many.json())["code"]) == (400, "bad-multipart")


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"nonsense", "multipart/form-data; boundary=b", 400),
        (b"--b\r\nbroken\r\n", "multipart/form-data; boundary=b", 400),
        (b"--b--", "multipart/form-data", 400),
    ],
)
async def test_broken_posts(browser, body, content_type, status):
    answer = await browser.client.post("/api/v1/files", data=body, headers={"Content-Type": content_type})
    assert answer.status == status


async def test_the_token_comes_before_the_file(browser, app, db):
    await browser.sign_in_as(
        await actions.create_account("member", password="green-malls-2026-x", name="王", actor=SYSTEM)
    )
    await browser.get("/files")
    token = dict(browser.hidden("/files"))[csrf.FIELD]
    assert (await browser.post("/files", posted(("a.pdf", b"x"), _csrf="wrong"))).status == 403
    assert (await browser.post("/files", posted(("a.pdf", b"x")))).status == 403
    assert app[READ] == []
    good = await browser.post("/files", posted(("a.pdf", b"x"), _csrf=token, _once="1", note="n"))
    assert (await good.json())["fields"] == {"note": ["n"]}
