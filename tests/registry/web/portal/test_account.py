"""Password, language, tokens and colleagues of one's own."""

import re
from datetime import timedelta

from registry import clock
from registry.accounts.actions import open_member_account
from registry.accounts.queries import own_tokens, token_viewer
from registry.accounts.rules import Permission, secret_hash
from registry.accounts.schemas import Grant
from registry.identifiers import new_id
from registry.web.portal.account import _rights
from tests.factories import people
from tests.factories.reviewing import account

ADDRESS = "/portal/account"
OLD, NEW = "a short sentence for tests", "another short sentence"


async def test_the_password_is_changed_and_this_session_stays(seat):
    await seat.browser.get(ADDRESS)
    answer = await seat.browser.submit(f"{ADDRESS}/password", {"old": OLD, "new": NEW})
    assert answer.headers["Location"] == f"{ADDRESS}?done=password"
    assert (await seat.browser.get(f"{ADDRESS}?done=password")).status == 200
    assert "密码已修改" in seat.browser.html


async def test_faults_of_the_password_stand_at_their_field(seat):
    await seat.browser.get(ADDRESS)
    assert (await seat.browser.submit(f"{ADDRESS}/password", {"old": "wrong", "new": NEW})).status == 422
    assert 'href="#old"' in seat.browser.html
    assert (await seat.browser.submit(f"{ADDRESS}/password", {"old": OLD, "new": "short"})).status == 422
    assert 'href="#new"' in seat.browser.html
    assert (await seat.browser.submit(f"{ADDRESS}/password", {"old": "", "new": ""})).status == 422
    assert NEW not in seat.browser.html


async def test_the_language_is_kept(seat):
    await seat.browser.get(ADDRESS)
    answer = await seat.browser.submit(f"{ADDRESS}/language", {"locale": "en"})
    assert answer.headers["Location"] == f"{ADDRESS}?done=language"
    await seat.browser.get(f"{ADDRESS}?done=language")
    assert "The language was changed." in seat.browser.html
    assert (await seat.browser.submit(f"{ADDRESS}/language", {"locale": "xx"})).status == 422
    assert 'href="#locale"' in seat.browser.html
    assert (await seat.browser.submit(f"{ADDRESS}/language", {})).status == 422


async def test_a_token_is_shown_once_and_revoked_after_asking(seat):
    await seat.browser.get(ADDRESS)
    day = (clock.today() + timedelta(days=30)).isoformat()
    fields = {"name": "报表程序", "permissions": "application:read_own", "expires_on": day}
    answer = await seat.browser.submit(f"{ADDRESS}/tokens", fields)
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (secret,) = re.findall(r"lvce_[\w-]+", seat.browser.html)
    found = await token_viewer(secret_hash(secret))
    assert found
    assert found.permissions == {Permission.APPLICATION_READ_OWN}
    await seat.browser.get(ADDRESS)
    assert secret not in seat.browser.html
    assert "报表程序" in seat.browser.html
    (token,) = await own_tokens(seat.member)
    revoke = f"{ADDRESS}/tokens/{token.id}/revoke"
    await seat.browser.get(revoke)
    assert "报表程序" in seat.browser.html
    answer = await seat.browser.submit(revoke, {})
    assert answer.headers["Location"] == f"{ADDRESS}?done=revoked"
    assert await token_viewer(secret_hash(secret)) is None
    assert (await seat.browser.get(revoke)).status == 404
    await seat.browser.get(ADDRESS)
    assert "已吊销" in seat.browser.html


async def test_faults_of_a_token_keep_what_was_typed(seat):
    await seat.browser.get(ADDRESS)
    answer = await seat.browser.submit(f"{ADDRESS}/tokens", {"name": "程序", "expires_on": "2000-01-01"})
    assert answer.status == 422
    assert 'value="程序"' in seat.browser.html
    assert 'href="#permissions"' in seat.browser.html
    fields = {"name": "程序", "expires_on": "2999-01-01", "permissions": "application:read_own"}
    assert (await seat.browser.submit(f"{ADDRESS}/tokens", fields)).status == 422
    assert 'href="#expires_on"' in seat.browser.html
    fields |= {"permissions": "account:manage", "expires_on": clock.today().isoformat()}
    assert (await seat.browser.submit(f"{ADDRESS}/tokens", fields)).status == 422


async def test_anothers_token_does_not_exist(seat, stranger):
    await seat.browser.get(ADDRESS)
    fields = {"name": "程序", "permissions": "application:read_own", "expires_on": clock.today().isoformat()}
    await seat.browser.submit(f"{ADDRESS}/tokens", fields)
    (token,) = await own_tokens(seat.member)
    revoke = f"{ADDRESS}/tokens/{token.id}/revoke"
    assert (await stranger.browser.get(revoke)).status == 404
    await stranger.browser.get(ADDRESS)
    assert (await stranger.browser.post(revoke, stranger.browser.hidden("/sign-out"))).status == 404
    assert (await stranger.browser.get(f"{ADDRESS}/tokens/{new_id()}/revoke")).status == 404


async def test_colleagues_are_listed(seat):
    await open_member_account("colleague-1", password=OLD, name="王同事", enterprise_id=seat.mall.enterprise_id)
    await seat.browser.get(ADDRESS)
    assert "王同事" in seat.browser.html


async def test_officials_have_an_account_page_too(app, open_browser, db):
    officer = people.city_officer()
    known = await account(*(Grant(grant.role, grant.place_code) for grant in officer.grants))
    browser = await open_browser(app)
    await browser.sign_in_as(known.account_id)
    assert (await browser.get(ADDRESS)).status == 200
    assert "受理或退回申报" in browser.html
    assert "企业经办人" not in browser.html


def test_every_permission_has_a_name():
    assert set(_rights()) == set(Permission)
