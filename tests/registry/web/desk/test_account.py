"""One's own account: password, language, tokens."""

from datetime import timedelta

from registry import clock
from registry.accounts import actions
from registry.accounts.models import Account, ApiToken
from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM
from tests.factories.enterprises import places
from tests.registry.web.desk.stage import city_officer

OLD, NEW = "green-malls-2026-x", "another sentence of mine"


async def signed_in(browser):
    await places()
    account_id = await actions.create_account("officer", password=OLD, name="贵阳办", actor=SYSTEM)
    await actions.grant_role(
        account_id, Role.CITY_OFFICER, place_code="520100", on=clock.today() - timedelta(days=1), actor=SYSTEM
    )
    await browser.sign_in_as(account_id)
    await browser.get("/desk/account")
    return account_id


async def test_the_password(browser):
    account_id = await signed_in(browser)
    path = "/desk/account/password"
    before = (await Account.get(id=account_id)).password_hash
    for fields, field in (
        ({"old": "wrong", "new": NEW}, "old"),
        ({"old": OLD, "new": "short"}, "new"),
        ({"old": OLD}, "new"),
    ):
        assert (await browser.submit(path, fields)).status == 422
        assert f'href="#{field}"' in browser.html
    answer = await browser.submit(path, {"old": OLD, "new": NEW})
    assert (answer.status, answer.headers["Location"]) == (303, "/desk/account?done=password")
    assert (await Account.get(id=account_id)).password_hash != before
    assert (await browser.get(answer.headers["Location"])).status == 200
    assert "govuk-notification-banner" in browser.html


async def test_the_language(browser):
    account_id = await signed_in(browser)
    assert (await browser.submit("/desk/account/language", {"locale": "en"})).status == 303
    assert (await Account.get(id=account_id)).locale == "en"
    await browser.get("/desk/account")
    assert "Your account" in browser.html
    assert (await browser.submit("/desk/account/language", {"locale": "fr"})).status == 422
    assert (await browser.submit("/desk/account/language", {})).status == 422


async def test_tokens_are_shown_once_and_revoked(browser):
    await signed_in(browser)
    until = (clock.today() + timedelta(days=30)).isoformat()
    fields = {"name": "统计程序", "permissions": "application:read", "expires_on": until}
    answer = await browser.submit("/desk/account/tokens", fields)
    assert answer.status == 200
    assert "lvce_" in browser.html
    token = await ApiToken.get()
    await browser.get("/desk/account")
    assert "统计程序" in browser.html
    assert "lvce_" not in browser.html
    assert (await browser.submit(f"/desk/account/tokens/{token.id}/revoke", {})).status == 303
    await browser.get("/desk/account")
    assert "统计程序" not in browser.html
    for change in ({"permissions": "decision:decide"}, {"name": ""}, {"expires_on": "2020-01-01"}):
        assert (await browser.submit("/desk/account/tokens", fields | change)).status == 422


async def test_anothers_token_is_not_found(browser):
    await signed_in(browser)
    until = clock.today() + timedelta(days=30)
    await actions.issue_token(
        "x", permissions=frozenset({"application:read"}), expires_on=until, actor=await city_officer()
    )
    token = await ApiToken.get()
    hidden = browser.hidden("/desk/account/tokens")
    assert (await browser.post(f"/desk/account/tokens/{token.id}/revoke", hidden)).status == 404
