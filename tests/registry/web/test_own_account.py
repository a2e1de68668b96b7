"""The page of one's own account, at both of its addresses: what it shows, its three forms, what is refused."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
import pytest_asyncio

from registry import clock
from registry.accounts import passwords
from registry.accounts.actions import open_member_account
from registry.accounts.models import Account, ApiToken
from registry.accounts.queries import own_tokens, token_viewer
from registry.accounts.rules import Permission, Role, secret_hash
from registry.accounts.schemas import Viewer
from registry.identifiers import new_id
from registry.web import i18n
from registry.web.pages import environment
from tests.browsing import Browser
from tests.factories import people
from tests.factories.enterprises import cheap_hashing, enterprise, places
from tests.factories.reviewing import account

OLD, NEW = "a short sentence for tests", "another short sentence"


@dataclass
class Person:
    """Somebody signed in, the address of their own account, and what the page says of their role and of one right."""

    browser: Browser
    viewer: Viewer
    home: str
    role_held: str
    right: Permission
    right_name: str


@pytest_asyncio.fixture(params=["portal", "desk"], loop_scope="session")
async def person(request, browser) -> Person:
    """A member in the portal, an officer of a city at the desk."""
    if request.param == "portal":
        viewer, held = await enterprise(name="甲秀商业有限公司"), "企业成员 · 甲秀商业有限公司"
        right, right_name = Permission.APPLICATION_READ_OWN, "查看本企业的申报和证书"
    else:
        await places()
        viewer, held = await account(*people.city_officer().grants), "市级经办人员 · 贵阳市"
        right, right_name = Permission.APPLICATION_CHECK, "受理或退回申报"
    await browser.sign_in_as(viewer.account_id)
    home = f"/{request.param}/account"
    assert (await browser.get(home)).status == 200
    return Person(browser, viewer, home, held, right, right_name)


async def with_password(person) -> None:
    """Let an officer of the factories, who has none, sign in with a password."""
    with cheap_hashing():
        await Account.filter(id=person.viewer.account_id).update(password_hash=await passwords.hashed(OLD))


async def test_it_shows_who_one_is(person):
    for words in (person.viewer.login, person.role_held, person.right_name):
        assert words in person.browser.html


async def test_the_password_is_changed_and_this_session_stays(person):
    await with_password(person)
    answer = await person.browser.submit(f"{person.home}/password", {"old": OLD, "new": NEW})
    assert answer.headers["Location"] == f"{person.home}?done=password"
    assert (await person.browser.get(f"{person.home}?done=password")).status == 200
    assert "密码已修改" in person.browser.html


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"old": "wrong", "new": NEW}, "old"),
        ({"old": OLD, "new": "short"}, "new"),
        ({"old": OLD}, "new"),
        ({"old": "", "new": NEW}, "old"),
    ],
)
async def test_faults_of_the_password_stand_at_their_field(person, typed, field):
    await with_password(person)
    before = (await Account.get(id=person.viewer.account_id)).password_hash
    assert (await person.browser.submit(f"{person.home}/password", typed)).status == 422
    assert f'href="#{field}"' in person.browser.html
    assert NEW not in person.browser.html
    assert (await Account.get(id=person.viewer.account_id)).password_hash == before


async def test_the_language_is_kept(person):
    await person.browser.get(f"{person.home}?lang=zh-CN")
    answer = await person.browser.submit(f"{person.home}/language", {"locale": "en"})
    assert answer.headers["Location"] == f"{person.home}?done=language"
    await person.browser.get(f"{person.home}?done=language")
    assert "The language was changed." in person.browser.html
    for wrong in ({"locale": "xx"}, {}):
        assert (await person.browser.submit(f"{person.home}/language", wrong)).status == 422
        assert 'href="#locale"' in person.browser.html


async def made(person, **changes) -> int:
    """Ask for a token; returns the status of the answer."""
    day = (clock.today() + timedelta(days=30)).isoformat()
    fields = {"name": "报表程序", "permissions": person.right.value, "expires_on": day}
    return (await person.browser.submit(f"{person.home}/tokens", fields | changes)).status


async def test_a_token_is_shown_once_and_revoked_after_asking(person):
    assert await made(person) == 200
    (secret,) = re.findall(r"lvce_[\w-]+", person.browser.html)
    found = await token_viewer(secret_hash(secret))
    assert found
    assert found.permissions == {person.right}
    answer = await person.browser.get(person.home)
    assert answer.headers["Cache-Control"] == "no-store"
    assert secret not in person.browser.html
    assert "报表程序" in person.browser.html
    (token,) = await own_tokens(person.viewer)
    revoke = f"{person.home}/tokens/{token.id}/revoke"
    await person.browser.get(revoke)
    assert "报表程序" in person.browser.html
    answer = await person.browser.submit(revoke, {})
    assert answer.headers["Location"] == f"{person.home}?done=revoked"
    assert await token_viewer(secret_hash(secret)) is None
    assert (await person.browser.get(revoke)).status == 404
    await person.browser.get(person.home)
    assert "已吊销" in person.browser.html


async def test_faults_of_a_token_keep_what_was_typed(person):
    assert await made(person, permissions="", expires_on="2000-01-01") == 422
    assert 'value="报表程序"' in person.browser.html
    assert 'href="#permissions"' in person.browser.html
    assert await made(person, expires_on="2999-01-01") == 422
    assert 'href="#expires_on"' in person.browser.html
    for change in ({"permissions": "account:manage"}, {"name": ""}, {"expires_on": "someday"}):
        assert await made(person, **change) == 422
    assert await ApiToken.all().count() == 0


async def test_anothers_token_does_not_exist(person, app, open_browser):
    await made(person)
    (token,) = await own_tokens(person.viewer)
    other = await open_browser(app)
    await other.sign_in_as((await account(*people.city_officer().grants)).account_id)
    revoke = f"{person.home}/tokens/{token.id}/revoke"
    assert (await other.get(revoke)).status == 404
    await other.get(person.home)
    assert (await other.post(revoke, other.hidden("/sign-out"))).status == 404
    assert (await other.get(f"{person.home}/tokens/{new_id()}/revoke")).status == 404
    assert (await own_tokens(person.viewer))[0].revoked_at is None


async def test_colleagues_are_listed(browser):
    member = await enterprise()
    with cheap_hashing():
        await open_member_account(
            "colleague-1", password=OLD, name="王同事", enterprise_id=member.grants[0].enterprise_id
        )
    await browser.sign_in_as(member.account_id)
    for home in ("/portal/account", "/desk/account"):
        await browser.get(home)
        assert "王同事" in browser.html


async def test_without_a_role_one_still_has_an_account(person, app, open_browser):
    other = await open_browser(app)
    await other.sign_in_as((await account()).account_id)
    assert (await other.get(person.home)).status == 200
    assert "企业经办人" not in other.html
    assert f"{person.home}/tokens" not in other.html


def test_every_right_and_role_has_a_name():
    words = environment().get_template("macros/accounts.html").module
    with i18n.in_locale("zh-CN"):
        assert [right for right in Permission if words.right_name(right.value) == right.value] == []
        assert all(words.role_name(role.value) for role in Role)
