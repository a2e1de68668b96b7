"""Around every handler: headers, refusals that look alike, lost sessions that lose nothing, one effect per form."""

import asyncio
import io
import json
import re
from datetime import date
from urllib.parse import urlencode

import pytest
from aiohttp import FormData, web

from registry.accounts import actions, queries, signing_in
from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import SYSTEM
from registry.web import errors
from registry.web.forms import posted_fields
from registry.web.pages import go, page, viewer
from registry.web.routing import PUBLIC_ACCESS, SIGNED_IN, Route

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SEEN: web.AppKey[list[object]] = web.AppKey("seen", list)


async def show(request: web.Request) -> web.Response:
    """A page with a form."""
    return await page(request, "public/sign_in_resend.html", kept=SHOWN)


class _Shown:
    path = "/portal/sites"
    fields = ()
    lost_files = False


SHOWN = _Shown()


async def save(request: web.Request) -> web.StreamResponse:
    """Save the form."""
    request.app[SEEN].append(await posted_fields(request))
    await asyncio.sleep(0.01)
    raise go(request, "/portal/sites")


async def upload(request: web.Request) -> web.StreamResponse:
    """Read nothing."""
    return web.Response(text=viewer(request).login)


async def public(request: web.Request) -> web.Response:
    """Anybody's page."""
    return web.Response(text=viewer(request).login or "nobody")


ROUTES = (
    Route("GET", "/portal/sites", show, SIGNED_IN, "show"),
    Route("POST", "/portal/sites", save, SIGNED_IN, "save"),
    Route("POST", "/portal/upload", upload, SIGNED_IN, "upload"),
    Route("GET", "/desk/audit", show, Permission.AUDIT_READ, "audit"),
    Route("POST", "/desk/audit", save, Permission.AUDIT_READ, "audit.save"),
    Route("GET", "/public", public, PUBLIC_ACCESS, "public"),
    Route("GET", "/api/v1/audit", public, Permission.AUDIT_READ, "api.audit"),
    Route("POST", "/api/v1/audit", public, Permission.AUDIT_READ, "api.audit.save"),
)


@pytest.fixture
def app(app_with):
    made = app_with(*ROUTES)
    made[SEEN] = []
    return made


@pytest.fixture
async def officer(db):
    account = await actions.create_account("officer", password="green-malls-2026-x", name="贵阳办", actor=SYSTEM)
    await actions.grant_role(account, Role.CITY_OFFICER, place_code="520100", on=date(2026, 1, 1), actor=SYSTEM)
    return account


@pytest.fixture
async def signed_in(browser, officer):
    await browser.sign_in_as(officer)
    return browser


async def test_security_headers_on_every_answer(browser):
    for path in ("/public", "/nothing", "/api/v1/audit", "/static/x/lvce.css"):
        headers = (await browser.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Request-Id"]
        assert "Server" not in headers
        assert "Set-Cookie" not in headers
        assert "Strict-Transport-Security" not in headers


async def test_https_is_insisted_on_where_there_is_https(app_with, open_browser):
    browser = await open_browser(app_with(*ROUTES, base_url="https://lvce.example"))
    assert "max-age" in (await browser.get("/public")).headers["Strict-Transport-Security"]


async def test_each_request_has_its_own_nonce_and_number(browser):
    first, second = await browser.get("/public"), await browser.get("/public")
    for name in ("X-Request-Id", "Content-Security-Policy"):
        assert first.headers[name] != second.headers[name]


def without_number(html: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}", "", html)


async def test_a_refused_page_is_the_page_of_things_that_do_not_exist(signed_in):
    refused = await signed_in.get("/desk/audit")
    page_refused = signed_in.html
    missing = await signed_in.get("/desk/nothing")
    assert (refused.status, missing.status) == (404, 404)
    assert without_number(page_refused).replace("/desk/audit", "") == without_number(signed_in.html).replace(
        "/desk/nothing", ""
    )
    names = set(refused.headers) ^ set(missing.headers)
    assert names == set()


async def test_strangers_are_asked_to_sign_in(browser):
    answer = await browser.get("/portal/sites?q=1&lang=en")
    assert answer.status == 303
    assert answer.headers["Location"] == "/sign-in?next=/portal/sites?q%3D1%26lang%3Den&lang=en"
    script = await browser.get("/portal/sites", **{"HX-Request": "true"})
    assert (script.status, script.headers["HX-Retarget"]) == (401, "#lvce-notices")
    assert "<html" not in browser.html
    assert 'href="/sign-in"' in browser.html
    missing = await browser.get("/nothing", **{"HX-Request": "true"})
    assert (missing.status, missing.headers["HX-Reswap"]) == (404, "innerHTML")


async def test_the_api_knows_tokens_and_no_cookies(signed_in, officer):
    assert (await signed_in.get("/api/v1/audit")).status == 401
    assert (await signed_in.get("/api/v1/audit", Authorization="Basic x")).status == 401
    unknown = await signed_in.get("/api/v1/audit", Authorization="Bearer unknown")
    assert (unknown.status, (await unknown.json())["code"]) == (401, "token-not-valid")


async def test_a_token_may_what_it_was_given(browser, db):
    account = await actions.create_account("auditor", password="green-malls-2026-x", name="审计", actor=SYSTEM)
    await actions.grant_role(account, Role.AUDITOR, on=date(2026, 1, 1), actor=SYSTEM)
    who = await queries.account_viewer(account)
    good = await signing_in.issue_token(
        "reads",
        permissions=frozenset({Permission.AUDIT_READ}),
        expires_on=date(2026, 12, 1),
        actor=who,
        on=date(2026, 11, 1),
    )
    narrow = await signing_in.issue_token(
        "other",
        permissions=frozenset({Permission.ENTERPRISE_READ}),
        expires_on=date(2026, 12, 1),
        actor=who,
        on=date(2026, 11, 1),
    )
    answer = await browser.get("/api/v1/audit", Authorization=f"Bearer {good}")
    assert (answer.status, await answer.text()) == (200, "auditor")
    assert (await browser.client.post("/api/v1/audit", headers={"Authorization": f"Bearer {good}"})).status == 200
    assert (await browser.get("/api/v1/audit", Authorization=f"Bearer {narrow}")).status == 404


async def test_the_language_of_a_page(signed_in, officer):
    async def language(path: str, accept: str = "en") -> str:
        return (await signed_in.get(path, **{"Accept-Language": accept})).headers["Content-Language"]

    assert await language("/portal/sites") == "zh-CN"
    assert await language("/portal/sites?lang=en") == "en"
    assert await language("/portal/sites?lang=xx") == "zh-CN"
    assert await language("/nothing") == "zh-CN"
    signed_in.client.session.cookie_jar.clear()
    assert await language("/nothing") == "en"
    assert await language("/nothing", "fr") == "zh-CN"


async def test_a_form_is_saved(signed_in, app):
    await signed_in.get("/portal/sites")
    answer = await signed_in.submit("/portal/sites", {"name": "绿册"})
    assert (answer.status, answer.headers["Location"]) == (303, "/portal/sites")
    assert app[SEEN] == [{"name": ["绿册"]}]
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_form_sent_twice_has_one_effect(signed_in, app):
    await signed_in.get("/portal/sites")
    answers = await asyncio.gather(*(signed_in.submit("/portal/sites", {"name": "绿册"}) for _ in range(4)))
    assert {answer.status for answer in answers} == {303}
    assert len(app[SEEN]) == 1


async def test_what_another_site_sent_is_refused(signed_in, app):
    await signed_in.get("/portal/sites")
    guards = dict(signed_in.hidden("/portal/sites"))
    refused = await signed_in.post("/portal/sites", guards, site="cross-site")
    assert refused.status == 403
    assert (await signed_in.client.post("/portal/sites", data={"name": "x"}, allow_redirects=False)).status == 403
    assert app[SEEN] == []


async def test_without_a_token_it_is_asked_again_with_everything_in_place(signed_in, app):
    answer = await signed_in.post("/portal/sites", {"name": "绿册", "_csrf": "of-another-session"})
    assert answer.status == 409
    assert ("name", "绿册") in signed_in.hidden("/portal/sites")
    assert (await signed_in.submit("/portal/sites", {})).status == 303
    assert app[SEEN] == [{"name": ["绿册"]}]


async def test_autosave_goes_on_after_signing_in_elsewhere(signed_in, app):
    assert (await signed_in.post("/portal/sites", {"name": "绿"}, **{"HX-Request": "true"})).status == 303
    assert (
        await signed_in.post("/portal/sites", {"name": "绿"}, site="cross-site", **{"HX-Request": "true"})
    ).status == 403
    assert len(app[SEEN]) == 1


async def test_an_expired_session_keeps_what_was_typed(browser, app, officer):
    answer = await browser.post("/portal/sites?tab=2", {"name": '绿"册', "tag": "a", "password": "secret-word"})
    assert answer.status == 401
    hidden = dict(browser.hidden("/sign-in"))
    assert json.loads(hidden["kept"]) == ["/portal/sites?tab=2", [["name", '绿"册'], ["tag", "a"]], False]
    assert hidden["next"] == "/portal/sites?tab=2"
    assert "secret-word" not in browser.html
    assert app[SEEN] == []


async def test_an_expired_session_with_a_file_says_that_the_file_is_gone(browser, app):
    data = FormData({"name": "绿册"})
    data.add_field("file", b"x" * 100_000, filename="a.pdf", content_type="application/pdf")
    answer = await browser.post("/portal/upload", data)
    assert answer.status == 401
    assert json.loads(dict(browser.hidden("/sign-in"))["kept"])[2] is True


async def test_an_expired_session_does_not_keep_megabytes(browser, app):
    assert (await browser.post("/portal/sites", io.BytesIO(b"name=" + b"x" * 3_000_000), **FORM)).status == 413
    data = FormData({"name": "x"})
    for _ in range(30):
        data.add_field("other", "x" * 100_000, content_type="text/plain")
    assert (await browser.post("/portal/upload", data)).status == 413


async def test_an_expired_session_of_a_script_or_a_stranger_is_refused(browser, app):
    assert (await browser.post("/portal/sites", {"name": "x"}, **{"HX-Request": "true"})).status == 401
    assert (await browser.client.post("/portal/sites", data={"name": "x"})).status == 401
    plain = await browser.client.post("/portal/sites", data="x", headers={"Content-Type": "text/plain"})
    assert plain.status == 401


async def test_posting_what_one_may_not_is_not_found(signed_in, app):
    assert (await signed_in.post("/desk/audit", {"name": "x"})).status == 404
    assert app[SEEN] == []


async def test_a_stream_needs_the_browsers_word(signed_in):
    data = FormData({"name": "x"})
    data.add_field("file", b"x", filename="a.pdf")
    assert (await signed_in.client.post("/portal/upload", data=data)).status == 403
    data = FormData({"name": "x"})
    data.add_field("file", b"x", filename="a.pdf")
    assert (await signed_in.post("/portal/upload", data)).status == 200


async def test_two_megabytes_in_a_name_are_refused(signed_in):
    await signed_in.get("/portal/sites")
    body = io.BytesIO(urlencode([*signed_in.hidden("/portal/sites"), ("name", "长" * 700_000)]).encode())
    answer = await signed_in.post("/portal/sites", body, **FORM)
    assert answer.status == 413
    assert "Traceback" not in signed_in.html


async def test_a_public_page_stands_when_sessions_cannot_be_read(signed_in, monkeypatch):
    async def broken(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(queries, "session_viewer", broken)
    answer = await signed_in.get("/public")
    assert (answer.status, await answer.text()) == (200, "nobody")
    assert (await signed_in.get("/portal/sites")).status == 500


async def test_addresses_come_from_the_proxies_that_are_trusted(app_with, open_browser):
    async def show_remote(request: web.Request) -> web.Response:
        return web.Response(text=f"{request.remote} {request.scheme}")

    route = Route("GET", "/remote", show_remote, PUBLIC_ACCESS, "remote")
    browser = await open_browser(app_with(route, trusted_proxies=1))
    forwarded = {
        "X-Forwarded-For": "6.6.6.6, 10.1.2.3",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "lvce.example",
    }
    assert await (await browser.get("/remote", **forwarded)).text() == "10.1.2.3 https"
    assert (await browser.get("/remote", **{"X-Forwarded-For": "not-an-address"})).status == 400
    twice = await open_browser(app_with(route, trusted_proxies=2))
    assert (await twice.get("/remote", **{"X-Forwarded-For": "10.1.2.3"})).status == 400
    direct = await open_browser(app_with(route))
    assert "10.1.2.3" not in await (await direct.get("/remote", **forwarded)).text()


async def test_when_even_the_error_page_fails_there_is_an_answer(browser, monkeypatch):
    def broken(*_: object) -> str:
        raise KeyError

    monkeypatch.setattr(errors, "render", broken)
    answer = await browser.get("/nothing")
    assert answer.status == 500
    assert (await answer.json())["request_id"] == answer.headers["X-Request-Id"]
