"""Typed parameters: read, validated, refused."""

import io
from typing import Annotated
from uuid import UUID

import pytest
from aiohttp import web
from pydantic import BaseModel, Field

from registry.web.endpoints import BODY_BYTES, Body, Path, Query, endpoint
from registry.web.routing import PUBLIC_ACCESS, Route

ID = "0190a000-0000-7000-8000-000000000001"


class Filter(BaseModel):
    year: Annotated[int, Field(ge=2000)] = 2026
    place: list[str] = []


class Mall(BaseModel):
    name: Annotated[str, Field(max_length=5)]
    staff: int = 0


class Answer(BaseModel):
    id: UUID
    name: str
    year: int
    place: list[str]


@endpoint(status=201, location="/api/v1/malls/{mall_id}/changes/{id}")
async def change(
    request: web.Request,
    mall_id: Annotated[UUID, Path],
    filters: Annotated[Filter, Query],
    mall: Annotated[Mall, Body],
) -> Answer:
    """Change a mall."""
    return Answer(id=mall_id, name=mall.name, year=filters.year, place=filters.place)


@endpoint()
async def forget(
    request: web.Request, mall_id: Annotated[UUID, Path], why: Annotated[str | None, Query] = None
) -> None:
    """Forget a mall."""
    request.app[SEEN].append(why)


@endpoint()
async def plain(
    request: web.Request, page: Annotated[int, Field(ge=1), Query] = 1, word: Annotated[str, Query] = ""
) -> web.Response:
    """A page."""
    return web.Response(text=f"page {page}")


@endpoint()
async def named(request: web.Request, name: Annotated[str, Path]) -> web.Response:
    """A page with a name."""
    return web.Response(text=name)


SEEN: web.AppKey[list[object]] = web.AppKey("seen", list)


@pytest.fixture
async def browser(app_with, open_browser):
    app = app_with(
        Route("POST", "/api/v1/malls/{mall_id}", change, PUBLIC_ACCESS, "change"),
        Route("DELETE", "/api/v1/malls/{mall_id}", forget, PUBLIC_ACCESS, "forget"),
        Route("GET", "/plain", plain, PUBLIC_ACCESS, "plain"),
        Route("GET", "/plain/{name}", named, PUBLIC_ACCESS, "named"),
    )
    app[SEEN] = []
    return await open_browser(app)


async def send(browser, body, query="", mall_id=ID, content_type="application/json"):
    if isinstance(body, bytes):
        body = io.BytesIO(body)
    response = await browser.client.post(
        f"/api/v1/malls/{mall_id}{query}", data=body, headers={"Content-Type": content_type, "Accept-Language": "en"}
    )
    assert response.status != 201 or response.headers["Location"] == f"/api/v1/malls/{ID}/changes/{ID}"
    return response.status, await response.json()


async def test_everything_is_read_and_answered(browser):
    status, answer = await send(browser, '{"name": "绿册"}', "?year=2025&place=520100&place=520300&page=")
    assert (status, answer) == (201, {"id": ID, "name": "绿册", "year": 2025, "place": ["520100", "520300"]})


async def test_faults_of_every_part_come_together(browser):
    status, problem = await send(browser, '{"name": "much too long", "staff": "x"}', "?year=1900")
    assert status == 422
    assert problem["code"] == "invalid-input"
    assert {(fault["field"], fault["code"]) for fault in problem["errors"]} == {
        ("year", "too-small-or-equal"),
        ("name", "text-too-long-for-field"),
        ("staff", "not-whole-number"),
    }
    assert problem["errors"][0]["detail"] == "This must be at least 2,000."
    assert "much too long" not in str(problem)


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        ('{"name": ', "application/json", 400, "not-json"),
        (b"\xff\xfe", "application/json", 400, "not-json"),
        ('{"name": "x"}', "text/plain", 415, "content-type"),
        (b"x" * (BODY_BYTES + 1), "application/json", 413, "request-too-large"),
        ("[1]", "application/json", 422, "invalid-input"),
    ],
)
async def test_broken_bodies(browser, body, content_type, status, code):
    got, problem = await send(browser, body, content_type=content_type)
    assert (got, problem["code"]) == (status, code)


async def test_a_streamed_body_is_cut_off_too(browser):
    async def many():
        for _ in range(40):
            yield b"x" * 65536

    status, problem = await send(browser, many())
    assert (status, problem["code"]) == (413, "request-too-large")


async def test_a_broken_address_is_not_found(browser):
    assert (await send(browser, "{}", mall_id="7"))[0] == 404


async def test_a_character_that_no_database_holds_is_refused_at_the_door(browser):
    refused = await browser.client.get("/plain?word=%00&page=1", headers={"Accept": "application/json"})
    assert (refused.status, (await refused.json())["errors"][0]["field"]) == (422, "word")
    refused = await browser.client.get("/plain/a%00b", headers={"Accept": "application/json"})
    assert refused.status == 404


async def test_no_result_is_no_content(browser):
    response = await browser.client.delete(f"/api/v1/malls/{ID}?why=")
    assert (response.status, await response.read()) == (204, b"")
    await browser.client.delete(f"/api/v1/malls/{ID}?why=closed")
    assert browser._app[SEEN] == [None, "closed"]


async def test_pages_use_it_for_their_parameters(browser):
    assert await (await browser.client.get("/plain?page=3")).text() == "page 3"
    refused = await browser.get("/plain?page=x", **{"Accept-Language": "en"})
    assert (refused.status, refused.content_type) == (422, "text/html")
    assert "not a whole number" in browser.html


def test_a_parameter_without_a_place_is_refused_at_once():
    with pytest.raises(TypeError, match=r"Annotated"):

        @endpoint()
        async def handler(request: web.Request, page: int) -> None: ...
