"""Workbooks as downloads: complete or not at all, and nothing left behind."""

import asyncio
import io
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request
from python_calamine import load_workbook

from registry.errors import Invalid
from registry.spreadsheets.writing import Column, Form, Layout
from registry.web import downloads
from registry.web.routing import PUBLIC_ACCESS, Route

LAYOUT = Layout("名单", (Column("名称", 20), Column("分", 8)))


async def one(request):
    return await downloads.form(request, "贵州省/名单", Form(LAYOUT, [["甲秀购物中心", 3]]))


async def many(request):
    async def fill(book):
        sheet = await asyncio.to_thread(book.list, LAYOUT)
        for _ in range(20):
            await asyncio.to_thread(sheet.add, [("甲秀购物中心", number) for number in range(1000)])
        await asyncio.to_thread(sheet.end)

    return await downloads.workbook(request, "many", fill)


async def broken(request):
    async def fill(book):
        await asyncio.to_thread(book.list, LAYOUT)
        raise Invalid("too-bad", "This went wrong.")

    return await downloads.workbook(request, "broken", fill)


def routes():
    return tuple(Route("GET", f"/{each.__name__}", each, PUBLIC_ACCESS, each.__name__) for each in (one, many, broken))


async def test_a_sheet_arrives_whole_under_its_name(app_with, open_browser, db):
    browser = await open_browser(app_with(*routes()))
    response = await browser.get("/one")
    assert response.content_type == downloads.XLSX
    name = "%E8%B4%B5%E5%B7%9E%E7%9C%81%2F%E5%90%8D%E5%8D%95.xlsx"
    assert response.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    body = await response.read()
    assert int(response.headers["Content-Length"]) == len(body)
    assert load_workbook(io.BytesIO(body)).get_sheet_by_name("名单").to_python() == [
        ["名称", "分"],
        ["甲秀购物中心", 3],
    ]
    assert (await (await browser.get("/many")).read())[:2] == b"PK"


async def test_a_fault_is_an_error_page_and_leaves_no_file(app_with, open_browser, db):
    before = set(await asyncio.to_thread(lambda: list(Path(tempfile.gettempdir()).iterdir())))
    browser = await open_browser(app_with(*routes()))
    assert (await browser.get("/broken")).status == 422
    await browser.get("/many")
    left = set(await asyncio.to_thread(lambda: list(Path(tempfile.gettempdir()).iterdir()))) - before
    assert not [path for path in left if path.is_file() and path.stat().st_size > 20_000]


async def test_whoever_leaves_in_the_last_moment_leaves_no_open_file(monkeypatch):
    """The server was stopped while the file waited for a thread to close it in."""
    files, gate, full = [], threading.Event(), asyncio.Event()
    spooled = tempfile.SpooledTemporaryFile

    def recorded(size):
        files.append(spooled(size))
        return files[0]

    class Response:
        def __init__(self, **_):
            pass

        async def prepare(self, _):
            pass

        async def write(self, _):
            pass

        async def write_eof(self):
            monkeypatch.setattr(asyncio.get_running_loop(), "_default_executor", pool)
            pool.submit(gate.wait)
            asyncio.get_running_loop().call_soon(full.set)

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", recorded)
    monkeypatch.setattr(downloads.web, "StreamResponse", Response)
    with ThreadPoolExecutor(1) as pool:
        download = asyncio.create_task(one(make_mocked_request("GET", "/one")))
        await full.wait()
        download.cancel()
        with pytest.raises(asyncio.CancelledError):
            await download
        gate.set()
    assert files[0].closed
