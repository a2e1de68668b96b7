"""Tokens through the API: by login and password, slowly; more of one's own, never with more rights."""

import pytest
import time_machine

from registry.accounts.models import Account
from registry.web import keys
from registry.web.rate import SIGN_IN_BY_ADDRESS
from tests.factories.enterprises import enterprise

PASSWORD = "a short sentence for tests"


async def test_the_first_by_login_and_password(anybody):
    member = await enterprise(login="jiaxiu")
    made = await anybody.post("/tokens", {"name": "ERP", "login": "JiaXiu", "password": PASSWORD})
    assert anybody.status == 201
    assert made["expires_on"] == "2023-06-14"
    assert set(made["permissions"]) == {each.value for each in member.permissions}
    anybody.secret = made["secret"]
    assert (await anybody.get("/me"))["login"] == "jiaxiu"
    (row,) = (await anybody.get("/me/tokens"))["items"]
    assert (row["id"], row["name"]) == (made["id"], "ERP")
    assert "secret" not in row


@pytest.mark.parametrize("changes", [{"password": "wrong sentence here"}, {"login": "nobody-at-all"}])
async def test_a_wrong_password_and_an_unknown_login_look_the_same(anybody, changes):
    await enterprise(login="jiaxiu")
    sent = {"name": "ERP", "login": "jiaxiu", "password": PASSWORD} | changes
    problem = await anybody.post("/tokens", sent)
    assert (anybody.status, problem["code"], problem["detail"]) == (
        422, "sign-in-failed", "Login name and password do not match.",
    )  # fmt: skip
    assert sent["password"] not in str(problem)


async def test_guessing_is_slow_and_locks_the_account_as_on_the_page(anybody, app):
    await enterprise(login="jiaxiu")
    for _ in range(5):
        await anybody.post("/tokens", {"name": "x", "login": "jiaxiu", "password": "wrong sentence here"})
    assert (await Account.get(login="jiaxiu")).locked_until is not None
    await anybody.post("/tokens", {"name": "x", "login": "jiaxiu", "password": PASSWORD})
    assert anybody.status == 422
    for _ in range(30):
        if not app[keys.THROTTLE].limiter.hit(SIGN_IN_BY_ADDRESS, "127.0.0.1"):
            break
    await anybody.post("/tokens", {"name": "x", "login": "jiaxiu", "password": PASSWORD})
    assert anybody.status == 429
    assert int(anybody.headers["Retry-After"]) > 0


async def test_another_with_fewer_rights_which_cannot_make_one_with_more(start):
    program = await start(await enterprise())
    made = await program.post(
        "/me/tokens", {"name": "reader", "permissions": ["application:read_own", "token:manage_own"]}
    )
    assert (program.status, program.headers["Location"]) == (201, f"/api/v1/me/tokens/{made['id']}")
    program.secret = made["secret"]
    await program.get("/applications")
    assert program.status == 200
    await program.post("/applications", {})
    assert program.status == 404
    problem = await program.post("/me/tokens", {"name": "more", "permissions": ["application:fill_own"]})
    assert (program.status, problem["code"]) == (422, "token-permissions")
    again = await program.post("/me/tokens", {"name": "same"})
    assert set(again["permissions"]) == {"application:read_own", "token:manage_own"}


async def test_revoked_and_expired_ones_say_nothing_but_that(start, stranger):
    program = await start(await enterprise())
    made = await program.post("/me/tokens", {"name": "short", "expires_on": "2023-05-16"})
    other, program.secret = program.secret, made["secret"]
    with time_machine.travel("2023-05-17T03:00:00Z"):
        problem = await program.get("/me")
    assert (program.status, problem["code"]) == (401, "token-not-valid")
    await stranger.delete(f"/me/tokens/{made['id']}")
    assert stranger.status == 404
    assert await program.delete(f"/me/tokens/{made['id']}") == b""
    assert program.status == 204
    assert (await program.get("/me"))["code"] == "token-not-valid"
    await program.get("/register")
    assert program.status == 401
    program.secret = other
    await program.get("/me")
    assert program.status == 200


async def test_a_cookie_opens_nothing_here(browser):
    member = await enterprise()
    await browser.sign_in_as(member.account_id)
    assert (await browser.get("/api/v1/me")).status == 401
