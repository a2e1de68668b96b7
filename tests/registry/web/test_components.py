"""Every macro in one page, in real Chromium: axe finds nothing, nothing is wider than a phone, the file check works."""

from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import BaseModel

from registry.errors import Invalid
from registry.web.forms import Form, blank_form
from registry.web.pages import environment, render
from registry.web.paging import Pager
from registry.web.public.routes import ROUTES
from registry.web.routing import PUBLIC_ACCESS, Route
from tests.chromium import WIDTHS, chromium, faults

FIELDS = ("name", "area", "day", "reason", "more", "word", "place", "answer", "kinds", "file")


def form_with_faults() -> Form[BaseModel]:
    form = blank_form(BaseModel, {"name": '贵阳"万象"汇', "place": "520300", "answer": "no", "kinds": ["a"]})
    for name in FIELDS:
        form.refuse(Invalid("missing", "This is needed.", hint="Fill it in.", field=name))
    form.refuse(Invalid("x", "Of the whole form."))
    return form


@pytest.fixture
def app(app_with):
    environment().loader.mapping["gallery.html"] = (Path(__file__).parent / "gallery.html").read_text(encoding="utf-8")

    async def gallery(request: web.Request) -> web.Response:
        form = form_with_faults() if "faults" in request.query else blank_form(BaseModel)
        pager = Pager(5, 20, 400)
        html = render(request, "gallery.html", {"form": form, "pager": pager, "links": pager.links(request)})
        return web.Response(text=html, content_type="text/html")

    return app_with(*ROUTES, Route("GET", "/gallery", gallery, PUBLIC_ACCESS, "gallery"))


@pytest.fixture
async def address(app, db):
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def test_components_and_first_pages(address):
    async with chromium() as browser:
        for width in WIDTHS:
            page = await browser.new_page(viewport={"width": width, "height": 900}, locale="zh-CN")
            told: list[str] = []
            page.on("console", lambda m, told=told: told.append(m.text) if m.type in {"error", "warning"} else None)
            page.on("pageerror", lambda error, told=told: told.append(str(error)))
            for path in ("/gallery", "/gallery?faults=1&lang=en", "/", "/sign-in", "/?lang=en"):
                await page.goto(f"{address}{path}")
                assert await faults(page) == [], f"{path} at {width}"
            assert told == []
            await page.close()


async def test_a_file_that_is_too_large_is_told_before_it_is_sent(address):
    async with chromium() as browser:
        page = await browser.new_page(locale="zh-CN")
        await page.goto(f"{address}/gallery")
        await page.set_input_files("#file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1001})
        await page.get_by_role("button", name="保存").click()
        assert page.url.endswith("/gallery")
        message = await page.eval_on_selector("#file", "input => input.validationMessage")
        assert message == "文件超过允许的大小，请换一个较小的文件。"


async def test_everything_works_without_javascript(address):
    async with chromium() as browser:
        context = await browser.new_context(java_script_enabled=False, locale="zh-CN")
        page = await context.new_page()
        await page.goto(f"{address}/sign-in")
        await page.get_by_role("link", name="English").click()
        assert await page.title() == "Sign in – Lvce"
        assert await page.get_by_role("link", name="Targets").is_visible()
