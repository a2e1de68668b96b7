"""Posted forms."""

from typing import Annotated

import pytest
from aiohttp import web
from pydantic import BaseModel

from registry.errors import Conflict, Invalid, InvalidMany
from registry.fields import Line
from registry.web import i18n
from registry.web.forms import blank_form, fill_form, read_form
from registry.web.routing import PUBLIC_ACCESS, Route


class Mall(BaseModel):
    name: Annotated[str, Line(5)]
    staff: int | None = None
    tags: list[str] = []
    open: bool = False


def test_values_are_typed_and_lists_stay_lists():
    form = fill_form(Mall, {"name": ["旧", " 绿册 "], "tags": ["a", "b", " "], "open": ["true"], "staff": [" "]})
    assert form.ok
    assert form.value == Mall(name="绿册", tags=["a", "b"], open=True)
    assert form.text("name") == " 绿册 "
    assert form.texts("tags") == ["a", "b", " "]
    assert form.summary == []


def test_faults_keep_what_was_typed():
    form = fill_form(Mall, {"name": ["much too long"], "staff": ["x"]})
    assert not form.ok
    assert form.text("staff") == "x"
    with i18n.in_locale("en"):
        assert form.fault("staff") == "This is not a whole number. Use digits only, for example 12."
        assert form.fault("tags") == ""
        assert [entry["href"] for entry in form.summary] == ["#name", "#staff"]
    with i18n.in_locale("zh-CN"):
        assert form.fault("staff") == "这不是整数。请只用数字，例如 12。"
    with pytest.raises(InvalidMany):
        assert form.value


def test_what_an_action_refuses_stands_beside_its_field():
    form = fill_form(Mall, {"name": ["绿册"]})
    form.refuse(InvalidMany([Invalid("uscc-check", "Wrong.", field="name"), Conflict("x", "Somebody was faster.")]))
    assert not form.ok
    assert form.fault("name") == "Wrong."
    assert form.summary == [
        {"text": "Wrong.", "field": "name", "href": "#name"},
        {"text": "Somebody was faster."},
    ]


def test_a_form_to_fill_in():
    form = blank_form(Mall, {"name": "绿", "staff": None, "tags": ["a", 2], "open": True})
    assert (form.text("name"), form.text("staff"), form.texts("tags"), form.text("open")) == (
        "绿",
        "",
        ["a", "2"],
        "true",
    )
    assert not form.ok
    assert blank_form(Mall).text("name") == ""
    assert blank_form(Mall, {"open": False}).text("open") == "false"


async def test_over_http(app_with, open_browser):
    async def save(request: web.Request) -> web.Response:
        return web.Response(text=(await read_form(request, Mall)).value.name)

    browser = await open_browser(app_with(Route("POST", "/malls", save, PUBLIC_ACCESS, "malls")))
    assert await (await browser.post("/malls", {"name": "绿册", "_csrf": "x", "stranger": "1"})).text() == "绿册"
    assert (await browser.post("/malls", b"{}", **{"Content-Type": "application/json"})).status == 415
