"""Pages and their addresses."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from jinja2 import UndefinedError

from registry.accounts.rules import Permission
from registry.accounts.schemas import PUBLIC
from registry.web import i18n, keys, pages
from registry.web.pages import address, allowed, audience_of, environment, go, this_page, viewer
from registry.web.portal import routes as portal
from registry.web.routing import PUBLIC_ACCESS, SIGNED_IN, NavItem
from tests.factories.people import auditor, city_officer, province_officer


def request(path: str) -> web.Request:
    return make_mocked_request("GET", path)


def test_addresses_keep_the_language_only_when_it_was_chosen():
    assert address(request("/x"), "/verify") == "/verify"
    assert address(request("/x?lang=en"), "/verify") == "/verify?lang=en"
    assert address(request("/x?lang=xx"), "/verify") == "/verify"
    assert address(request("/x?lang=en"), "/verify?a=1", b=None, c="绿") == "/verify?a=1&c=%E7%BB%BF&lang=en"
    assert address(request("/x?lang=en"), "/verify", lang="zh-CN") == "/verify?lang=zh-CN"
    assert go(request("/x?lang=en"), "/y").headers["Location"] == "/y?lang=en"


def test_the_present_address_with_changes():
    assert this_page(request("/r?q=a&page=2&q=b"), page=3) == "/r?q=a&q=b&page=3"
    assert this_page(request("/r?page=2"), page=None) == "/r"


@pytest.mark.parametrize(
    ("path", "audience"),
    [("/portal", "portal"), ("/desk/queue", "desk"), ("/desks", "public"), ("/", "public"), ("x", "public")],
)
def test_audiences(path, audience):
    assert audience_of(path) == audience


def test_who_meets_which_needs():
    assert viewer(request("/")) is PUBLIC
    assert allowed(PUBLIC, PUBLIC_ACCESS)
    assert not allowed(PUBLIC, SIGNED_IN)
    assert allowed(city_officer(), SIGNED_IN)
    assert allowed(auditor(), Permission.AUDIT_READ)
    assert not allowed(city_officer(), Permission.AUDIT_READ)


def test_a_name_that_no_handler_gave_is_an_error():
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


def test_an_absent_value_is_written_as_nothing():
    assert environment().from_string("[{{ value }}]").render(value=None) == "[]"


def test_text_is_escaped_and_filters_write_in_the_language():
    with i18n.in_locale("en"):
        made = environment().from_string("{{ name }} {{ text | bi }} {{ _('Page not found') }}")
        assert made.render(name="<b>", text={"zh": "一", "en": "one"}) == "&lt;b&gt; one Page not found"


async def test_the_menu_shows_what_one_may(app_with, open_browser, monkeypatch):
    from registry.web.pages import render

    items = (NavItem("/portal", "Start", SIGNED_IN), NavItem("/portal/audit", "Criteria", Permission.AUDIT_READ))
    monkeypatch.setattr(portal, "NAVIGATION", items)
    made = make_mocked_request("GET", "/portal/sites", app=app_with())
    made[keys.VIEWER] = city_officer()
    html = render(
        made, "public/sign_in_resend.html", {"kept": type("Kept", (), {"path": "/", "fields": (), "lost_files": False})}
    )
    assert 'aria-current="true"' in html
    assert "/portal/audit" not in html


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/desk", "To do"),
        ("/desk/files/1", "To do"),
        ("/desk/certificates/1", "Certificates"),
        ("/desk/reissues/1", "Certificates"),
        ("/desk/reissuesx", "To do"),
        ("/desk/objections/1", "Public notices"),
    ],
)
def test_the_menu_says_where_one_is(app_with, path, label):
    made = make_mocked_request("GET", path, app=app_with())
    with i18n.in_locale("en"):
        found = [item["text"] for item in pages._menu(made, province_officer(), "desk") if item["active"]]
    assert found == [label]
