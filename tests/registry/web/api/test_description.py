"""The API described."""

from typing import Annotated

from aiohttp import web

from registry.web.api import description
from registry.web.endpoints import Query, endpoint
from registry.web.routing import PUBLIC_ACCESS, Route, all_routes


async def test_the_document(browser):
    made = await (await browser.get("/api/openapi.json")).json()
    assert made["openapi"] == "3.1.0"
    assert made["servers"] == [{"url": "http://127.0.0.1:8080"}]


async def test_the_page(browser, monkeypatch):
    @endpoint(tag="malls")
    async def listed(request: web.Request, year: Annotated[int, Query]) -> list[str]:
        """Malls of a year.

        By name.
        """
        return []

    extra = Route("GET", "/api/v1/malls", listed, PUBLIC_ACCESS, "malls")
    monkeypatch.setattr(description, "all_routes", lambda: (*all_routes(), extra))
    response = await browser.get("/api/docs?lang=en")
    assert response.status == 200
    assert "GET /api/v1/malls" in browser.html
    assert "Malls of a year." in browser.html
