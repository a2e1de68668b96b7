"""Signing in and out."""

from datetime import date

import pytest

from registry.accounts import actions
from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM
from registry.identifiers import new_id
from registry.web.keys import THROTTLE
from registry.web.public import sign_in
from registry.web.rate import Throttle

PASSWORD = "green-malls-2026-x"


@pytest.fixture
async def officer(db):
    account = await actions.create_account("officer", password=PASSWORD, name="贵阳办", actor=SYSTEM)
    await actions.grant_role(account, Role.CITY_OFFICER, place_code="520100", on=date(2026, 1, 1), actor=SYSTEM)
    return account


async def sign_in_with(browser, password=PASSWORD, path="/sign-in"):
    await browser.get(path)
    return await browser.submit("/sign-in", {"login": "officer", "password": password})


async def test_in_and_out(browser, officer):
    answer = await sign_in_with(browser)
    assert (answer.status, answer.headers["Location"]) == (303, "/desk")
    cookie = answer.cookies["lvce"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    await browser.get("/")
    assert "贵阳办" in browser.html
    answer = await browser.submit("/sign-out", {})
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    await browser.get("/")
    assert "贵阳办" not in browser.html


async def test_over_https_the_cookie_is_bound_to_the_host(app_with, open_browser, officer):
    from registry.web.public.routes import ROUTES

    browser = await open_browser(app_with(*ROUTES, base_url="https://lvce.example"))
    answer = await sign_in_with(browser)
    assert answer.cookies["__Host-lvce"]["secure"]
    assert answer.cookies["__Host-lvce"]["domain"] == ""


async def test_a_session_known_before_is_not_kept(browser, officer):
    first = (await sign_in_with(browser)).cookies["lvce"].value
    await browser.get("/sign-in")
    second = (await browser.submit("/sign-in", {"login": "officer", "password": PASSWORD})).cookies["lvce"].value
    assert first != second
    browser.client.session.cookie_jar.clear()
    browser.client.session.cookie_jar.update_cookies({"lvce": first})
    await browser.get("/")
    assert "贵阳办" not in browser.html


async def test_one_returns_to_the_page_that_was_asked_for(browser, officer):
    answer = await sign_in_with(browser, path="/sign-in?next=/desk/queue%3Fplace%3D520100")
    assert answer.headers["Location"] == "/desk/queue?place=520100"


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example", "/%5Cevil.example", "javascript:alert(1)"])
async def test_but_never_to_another_site(browser, officer, evil):
    answer = await sign_in_with(browser, path=f"/sign-in?next={evil}")
    assert answer.headers["Location"] == "/desk"


async def test_a_wrong_password_says_so_and_keeps_the_name(browser, officer):
    answer = await sign_in_with(browser, password="not-the-password")
    assert answer.status == 422
    assert 'value="officer"' in browser.html
    assert "not-the-password" not in browser.html
    assert "govuk-error-summary" in browser.html
    assert "Set-Cookie" not in answer.headers


async def test_an_empty_form_says_what_is_needed(browser, db):
    await browser.get("/sign-in?lang=en")
    answer = await browser.submit("/sign-in", {"lang": "en"})
    assert answer.status == 422
    assert browser.html.count("此项必填") == 4


async def test_after_too_many_attempts_one_waits(browser, app, officer, monkeypatch):
    monkeypatch.setattr(sign_in, "SIGN_IN_BY_ACCOUNT", type(sign_in.SIGN_IN_BY_ACCOUNT)(2, 1))
    app[THROTTLE].limiter = Throttle().limiter
    for _ in range(2):
        assert (await sign_in_with(browser, password="wrong")).status == 422
    assert (await sign_in_with(browser)).status == 429
    assert "次数过多" in browser.html


async def test_what_was_typed_before_the_session_ended_is_sent_after_signing_in(browser, officer):
    await browser.post("/sign-out", {"reason": "绿<册>"})
    assert "没有丢失" in browser.html
    answer = await browser.submit("/sign-in", {"login": "officer", "password": "wrong"})
    assert answer.status == 422
    answer = await browser.submit("/sign-in", {"login": "officer", "password": PASSWORD})
    assert answer.status == 200
    assert ("reason", "绿<册>") in browser.hidden("/sign-out")
    assert (await browser.submit("/sign-out", {})).status == 303


async def test_members_of_an_enterprise_start_in_the_portal(browser, db):
    await actions.open_member_account("officer", password=PASSWORD, name="王", enterprise_id=new_id())
    assert (await sign_in_with(browser)).headers["Location"] == "/portal"
