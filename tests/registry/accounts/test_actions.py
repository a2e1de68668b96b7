"""Accounts from opening to revoking; each act leaves one audit entry, none a secret."""

import asyncio
from datetime import date, timedelta

import pytest

from registry import clock
from registry.accounts import actions, queries
from registry.accounts.models import Account, Session
from registry.accounts.rules import Permission, Role, secret_hash
from registry.accounts.schemas import PUBLIC, SYSTEM, Grant, Viewer
from registry.audit.models import AuditEntry
from registry.errors import Conflict, Forbidden, Invalid, NotFound
from registry.identifiers import new_id

pytestmark = pytest.mark.usefixtures("db")

SENTENCE = "山高月小水落石出水落石出"
DAY = date(2026, 1, 5)
STRANGER = Viewer(new_id(), "stranger", "Stranger", "zh-CN")


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch):
    """The library's own test profile: what is tested here is what surrounds the hashing."""
    from argon2 import PasswordHasher, profiles

    monkeypatch.setattr("registry.accounts.passwords._HASHER", PasswordHasher.from_parameters(profiles.CHEAPEST))
    monkeypatch.setattr("registry.accounts.passwords._nobody", lambda: "no hash at all")


async def opened(login="wang.fang", **more):
    return await actions.create_account(login, password=SENTENCE, name="王芳", actor=SYSTEM, **more)


async def tags():
    return [entry.tag for entry in await AuditEntry.all().order_by("seq")]


async def test_opening_keeps_a_hash_and_leaves_one_entry():
    account_id = await opened(" Wang.Fang ", locale="en")
    row = await Account.get(id=account_id)
    assert (row.login, row.name, row.locale) == ("wang.fang", "王芳", "en")
    assert row.password_hash.startswith("$argon2id$")
    entries = await AuditEntry.all()
    assert [entry.tag for entry in entries] == ["account:create"]
    assert SENTENCE not in entries[0].data


async def test_a_login_belongs_to_one_account_whatever_its_case():
    await opened()
    assert await queries.login_taken("wang.fang")
    with pytest.raises(Conflict, match="login-taken"):
        await opened("WANG.FANG")


async def test_one_of_two_openings_at_once_succeeds():
    done = await asyncio.gather(opened(), opened(), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["Conflict", "UUID"]
    assert await tags() == ["account:create"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"login": "a b"}, "login-form"),
        ({"password": "short"}, "password-short"),
        ({"name": "  "}, "missing"),
        ({"name": "王\u202e芳"}, "text-direction"),
        ({"locale": "fr"}, "locale-unknown"),
    ],
)
async def test_what_cannot_be_opened(change, code):
    entries = {"login": "wang.fang", "password": SENTENCE, "name": "王芳", "locale": "zh-CN"} | change
    with pytest.raises(Invalid) as told:
        await actions.create_account(entries.pop("login"), **entries, actor=SYSTEM)
    assert told.value.code == code
    assert await Account.all().count() == 0


async def test_only_those_who_manage_accounts_may():
    account_id = await opened()
    with pytest.raises(Forbidden):
        await actions.create_account("other", password=SENTENCE, name="x", actor=STRANGER)
    with pytest.raises(Forbidden):
        await actions.grant_role(account_id, Role.EXPERT, on=DAY, actor=STRANGER)
    with pytest.raises(Forbidden):
        await actions.set_active(account_id, active=False, actor=STRANGER)


async def test_a_member_account_comes_with_its_enterprise():
    enterprise_id = new_id()
    account_id = await actions.open_member_account("li.na", password=SENTENCE, name="李娜", enterprise_id=enterprise_id)
    viewer = await queries.account_viewer(account_id)
    assert viewer.enterprises_for(Permission.SITE_MANAGE_OWN) == (enterprise_id,)
    assert await tags() == ["account:open:member"]


async def test_an_ended_membership_leaves_other_enterprises_alone():
    first, second = new_id(), new_id()
    account_id = await actions.open_member_account("li.na", password=SENTENCE, name="李娜", enterprise_id=first)
    await actions.grant_role(account_id, Role.ENTERPRISE_MEMBER, enterprise_id=second, on=clock.today(), actor=SYSTEM)
    await actions.end_membership(account_id, enterprise_id=first, on=clock.today(), actor=SYSTEM)
    assert (await queries.account_viewer(account_id)).own_enterprises == (second,)
    for enterprise_id in (first, new_id()):
        with pytest.raises(NotFound):
            await actions.end_membership(account_id, enterprise_id=enterprise_id, on=clock.today(), actor=SYSTEM)
    assert (await tags()).count("account:end:member") == 1


async def test_a_role_counts_from_its_day_until_revoked():
    account_id = await opened()
    await actions.grant_role(account_id, Role.CITY_OFFICER, place_code="520100", on=DAY, actor=SYSTEM)
    await actions.grant_role(account_id, Role.CITY_OFFICER, place_code="520100", on=DAY, actor=SYSTEM)
    grant = Grant(Role.CITY_OFFICER, "520100")
    assert (await queries.account_viewer(account_id, DAY)).grants == (grant,)
    assert (await queries.account_viewer(account_id, DAY - timedelta(days=1))).grants == ()
    await actions.revoke_role(account_id, grant, on=DAY + timedelta(days=9), actor=SYSTEM)
    assert (await queries.account_viewer(account_id, DAY + timedelta(days=8))).grants == (grant,)
    assert (await queries.account_viewer(account_id, DAY + timedelta(days=9))).grants == ()
    with pytest.raises(NotFound):
        await actions.revoke_role(account_id, grant, on=DAY, actor=SYSTEM)
    assert await tags() == ["account:create", "account:grant", "account:revoke"]


async def test_a_role_needs_its_place_and_an_account():
    with pytest.raises(Invalid, match="grant-scope"):
        await actions.grant_role(await opened(), Role.CITY_OFFICER, place_code="520000", on=DAY, actor=SYSTEM)
    with pytest.raises(NotFound):
        await actions.grant_role(new_id(), Role.EXPERT, on=DAY, actor=SYSTEM)


async def test_signing_in():
    account_id = await opened()
    viewer = await actions.sign_in("WANG.FANG", SENTENCE, clock.now())
    assert viewer.account_id == account_id
    assert (await tags())[-1] == "account:sign_in"


async def test_failures_look_the_same_and_the_fifth_makes_it_rest():
    await opened()
    now = clock.now()
    told = set()
    for login, password in [("nobody.here", SENTENCE), ("!!", SENTENCE), *[("wang.fang", "wrong password")] * 5]:
        with pytest.raises(Invalid) as refused:
            await actions.sign_in(login, password, now)
        told.add(str(refused.value))
    assert len(told) == 1
    with pytest.raises(Invalid, match="sign-in-failed"):
        await actions.sign_in("wang.fang", SENTENCE, now + timedelta(seconds=59))
    assert (await Account.get(login="wang.fang")).failed_count == 5
    await actions.sign_in("wang.fang", SENTENCE, now + timedelta(seconds=60))
    row = await Account.get(login="wang.fang")
    assert (row.failed_count, row.locked_until) == (0, None)
    assert (await tags()).count("account:fail_sign_in") == 5
    assert not any("wrong password" in entry.data for entry in await AuditEntry.all())


async def test_a_burst_of_guesses_does_not_slip_under_the_lock():
    await opened()
    now = clock.now()
    guesses = ["wrong password"] * 12 + [SENTENCE] * 3
    done = await asyncio.gather(
        *(actions.sign_in("wang.fang", guess, now) for guess in guesses), return_exceptions=True
    )
    # In which order the database lets them in is its own affair; after five failures in a row none passes.
    order = "".join("-" if tag == "account:fail_sign_in" else "+" for tag in (await tags())[1:])
    assert "+" not in order.partition("-----")[2]
    assert sum(isinstance(each, Invalid) for each in done) == order.count("-") >= 12


async def test_an_inactive_account_cannot_sign_in_and_loses_its_sessions():
    account_id = await opened()
    await actions.open_session(account_id, "hash", clock.now())
    await actions.set_active(account_id, active=False, actor=SYSTEM)
    with pytest.raises(Invalid, match="sign-in-failed"):
        await actions.sign_in("wang.fang", SENTENCE, clock.now())
    assert await queries.session_viewer("hash", clock.now()) is None
    await actions.set_active(account_id, active=True, actor=SYSTEM)
    assert await queries.session_viewer("hash", clock.now()) is None
    await actions.sign_in("wang.fang", SENTENCE, clock.now())
    with pytest.raises(NotFound):
        await actions.set_active(new_id(), active=True, actor=SYSTEM)


async def test_deactivating_between_check_and_settling_wins(monkeypatch):
    account_id = await opened()
    from registry.accounts import passwords

    async def slow(stored, password):
        await actions.set_active(account_id, active=False, actor=SYSTEM)
        return True

    monkeypatch.setattr(passwords, "matches", slow)
    with pytest.raises(Invalid, match="sign-in-failed"):
        await actions.sign_in("wang.fang", SENTENCE, clock.now())


async def test_a_weaker_hash_is_renewed_at_sign_in(monkeypatch):
    account_id = await opened()
    before = (await Account.get(id=account_id)).password_hash
    from argon2 import PasswordHasher

    monkeypatch.setattr(
        "registry.accounts.passwords._HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    )
    await actions.sign_in("wang.fang", SENTENCE, clock.now())
    assert (await Account.get(id=account_id)).password_hash != before
    await actions.sign_in("wang.fang", SENTENCE, clock.now())


async def test_changing_the_password_ends_other_sessions():
    account_id = await opened()
    viewer = await queries.account_viewer(account_id)
    for name in ("here", "there"):
        await actions.open_session(account_id, name, clock.now())
    await actions.change_password(
        account_id, old=SENTENCE, new="一蓑烟雨任平生也无风雨", actor=viewer, keep_session="here"
    )
    assert await queries.session_viewer("here", clock.now()) is not None
    assert await queries.session_viewer("there", clock.now()) is None
    await actions.sign_in("wang.fang", "一蓑烟雨任平生也无风雨", clock.now())
    with pytest.raises(Invalid, match="password-old"):
        await actions.change_password(account_id, old=SENTENCE, new="另一句足够长的话就可以了", actor=viewer)
    with pytest.raises(NotFound):
        await actions.change_password(account_id, old=SENTENCE, new=SENTENCE, actor=STRANGER)


async def test_a_session_lives_until_idle_old_or_closed():
    account_id = await opened()
    now = clock.now()
    await actions.open_session(account_id, "hash", now, "Mozilla\x00/5.0" + "x" * 300)
    assert len((await Session.get(token_hash="hash")).user_agent) == 200
    assert (await queries.session_viewer("hash", now + timedelta(minutes=59))).account_id == account_id
    assert await queries.session_viewer("hash", now + timedelta(minutes=118)) is not None
    assert await queries.session_viewer("hash", now + timedelta(minutes=179)) is None
    assert await queries.session_viewer("other", now) is None
    await actions.close_session("hash")
    await actions.close_session("hash")
    assert await queries.session_viewer("hash", now) is None
    assert (await tags())[-2:] == ["session:open", "session:close"]


async def test_a_session_ends_after_its_lifetime_however_busy():
    account_id = await opened()
    now = clock.now()
    await actions.open_session(account_id, "hash", now, lifetime=timedelta(hours=2))
    for minutes in (50, 100):
        assert await queries.session_viewer("hash", now + timedelta(minutes=minutes)) is not None
    assert await queries.session_viewer("hash", now + timedelta(minutes=120)) is None


async def test_a_token_narrows_its_owner_and_ends():
    account_id = await opened()
    await actions.grant_role(account_id, Role.CITY_OFFICER, place_code="520100", on=DAY, actor=SYSTEM)
    viewer = await queries.account_viewer(account_id)
    today = clock.today()
    secret = await actions.issue_token(
        "夜间同步", permissions=frozenset({"application:read"}), expires_on=today, actor=viewer
    )
    assert secret.startswith("lvce_")
    found = await queries.token_viewer(secret_hash(secret))
    assert found.permissions == {Permission.APPLICATION_READ}
    assert await queries.token_viewer(secret_hash(secret), clock.start_of(today + timedelta(days=1))) is None
    assert await queries.token_viewer(secret_hash("lvce_other")) is None
    (token,) = await queries.own_tokens(viewer)
    assert (token.name, token.permissions) == ("夜间同步", ("application:read",))
    assert token.last_used_at is not None
    with pytest.raises(NotFound):
        await actions.revoke_token(token.id, actor=STRANGER)
    await actions.revoke_token(token.id, actor=viewer)
    assert await queries.token_viewer(secret_hash(secret)) is None
    with pytest.raises(NotFound):
        await actions.revoke_token(token.id, actor=viewer)
    entries = await AuditEntry.filter(tag__startswith="token:")
    assert len(entries) == 2
    assert not any(secret in entry.data for entry in entries)


async def test_a_token_loses_what_its_owner_loses():
    account_id = await opened()
    grant = Grant(Role.CITY_OFFICER, "520100")
    await actions.grant_role(account_id, grant.role, place_code=grant.place_code, on=DAY, actor=SYSTEM)
    viewer = await queries.account_viewer(account_id)
    secret = await actions.issue_token(
        "x", permissions=frozenset({"application:check"}), expires_on=clock.today(), actor=viewer
    )
    await actions.revoke_role(account_id, grant, on=clock.today(), actor=SYSTEM)
    assert (await queries.token_viewer(secret_hash(secret))).permissions == frozenset()
    await actions.set_active(account_id, active=False, actor=SYSTEM)
    assert await queries.token_viewer(secret_hash(secret)) is None
    (token,) = await queries.own_tokens(viewer)
    await actions.revoke_token(token.id, actor=SYSTEM)


async def test_tokens_that_are_not_issued():
    account_id = await opened()
    await actions.grant_role(account_id, Role.EXPERT, on=DAY, actor=SYSTEM)
    viewer = await queries.account_viewer(account_id)
    some = frozenset({"review:do"})
    for day in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=400)):
        with pytest.raises(Invalid, match="token-expiry"):
            await actions.issue_token("x", permissions=some, expires_on=day, actor=viewer)
    for nobody in (PUBLIC, STRANGER, SYSTEM):
        with pytest.raises(Forbidden):
            await actions.issue_token("x", permissions=some, expires_on=clock.today(), actor=nobody)


async def test_choosing_a_language():
    account_id = await opened()
    viewer = await queries.account_viewer(account_id)
    await actions.set_locale(account_id, "en", actor=viewer)
    assert (await queries.account_viewer(account_id)).locale == "en"
    with pytest.raises(NotFound):
        await actions.set_locale(account_id, "en", actor=STRANGER)
    with pytest.raises(Invalid, match="locale-unknown"):
        await actions.set_locale(account_id, "fr", actor=viewer)


async def test_appointing_opens_the_account_with_its_role_or_neither():
    fields = {"password": SENTENCE, "name": "王芳", "role": Role.CITY_OFFICER, "on": DAY, "actor": SYSTEM}
    with pytest.raises(Invalid) as refused:
        await actions.appoint("wang.fang", place_code="520000", **fields)
    assert refused.value.code == "grant-scope"
    assert not await Account.exists()
    account_id = await actions.appoint("wang.fang", place_code="520100", **fields)
    assert (await queries.account(SYSTEM, account_id)).grants == (Grant(Role.CITY_OFFICER, "520100"),)
    assert await tags() == ["account:appoint"]
