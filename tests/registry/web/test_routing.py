"""The table of addresses."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from registry.accounts.rules import Permission
from registry.web.public import routes as public
from registry.web.routing import Access, Route, all_routes, navigation, route_table, wants_problem


def test_every_route_says_what_it_needs():
    for route in all_routes():
        assert isinstance(route.needs, Permission | Access), route.name


def test_portal_and_desk_are_never_public():
    assert [r.name for r in all_routes() if r.path.startswith(("/portal", "/desk")) and r.needs is Access.PUBLIC] == []


def test_a_name_used_twice_is_refused(monkeypatch):
    monkeypatch.setattr(public, "ROUTES", (*public.ROUTES, public.ROUTES[0]))
    with pytest.raises(ValueError, match="home"):
        all_routes()


def test_the_table_can_be_printed():
    assert {"method": "GET", "path": "/", "needs": "public", "name": "home"} in route_table()


def test_each_audience_has_its_navigation():
    assert navigation("public") == navigation("anything") == public.NAVIGATION
    assert navigation("portal") != navigation("public") or not navigation("portal")


@pytest.mark.parametrize(
    ("path", "accept", "machine"),
    [
        ("/api/v1/register", "text/html", True),
        ("/api/docs", "text/html", False),
        ("/register", "text/html,application/json", False),
        ("/register", "application/json", True),
        ("/certificates/1.json", "*/*", True),
    ],
)
def test_who_asks(path, accept, machine):
    assert wants_problem(make_mocked_request("GET", path, headers={"Accept": accept})) is machine


async def test_get_also_answers_head(app_with, open_browser):
    async def show(request: web.Request) -> web.Response:
        return web.Response(text="here")

    browser = await open_browser(app_with(Route("GET", "/here", show, Access.PUBLIC, "here")))
    assert (await browser.client.head("/here")).status == 200
    assert (await browser.post("/here")).status == 405
