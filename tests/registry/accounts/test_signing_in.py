"""Signing in and out, passwords and tokens; each act leaves one audit entry, none a secret."""

import asyncio
from datetime import date, timedelta

import pytest

from registry import clock
from registry.accounts import actions, queries, signing_in
from registry.accounts.models import Account, Session
from registry.accounts.rules import Permission, Role, secret_hash
from registry.accounts.schemas import PUBLIC, SYSTEM, Grant, Viewer
from registry.audit.models import AuditEntry
from registry.errors import Forbidden, Invalid, NotFound
from registry.identifiers import new_id

pytestmark = pytest.mark.usefixtures("db", "cheap_hashing")

SENTENCE = "山高月小水落石出水落石出"
DAY = date(2026, 1, 5)
STRANGER = Viewer(new_id(), "stranger", "Stranger", "zh-CN")


async def opened(login="wang.fang", **more):
    return await actions.create_account(login, password=SENTENCE, name="王芳", actor=SYSTEM, **more)


async def tags():
    return [entry.tag for entry in await AuditEntry.all().order_by("seq")]


async def test_signing_in():
    account_id = await opened()
    viewer = await signing_in.sign_in("WANG.FANG", SENTENCE, clock.now())
    assert viewer.account_id == account_id
    assert (await tags())[-1] == "account:sign_in"


async def test_failures_look_the_same_and_the_fifth_makes_it_rest():
    await opened()
    now = clock.now()
    told = set()
    for login, password in [("nobody.here", SENTENCE), ("!!", SENTENCE), *[("wang.fang", "wrong password")] * 5]:
        with pytest.raises(Invalid) as refused:
            await signing_in.sign_in(login, password, now)
        told.add(str(refused.value))
    assert len(told) == 1
    with pytest.raises(Invalid, match="sign-in-failed"):
        await signing_in.sign_in("wang.fang", SENTENCE, now + timedelta(seconds=59))
    assert (await Account.get(login="wang.fang")).failed_count == 5
    await signing_in.sign_in("wang.fang", SENTENCE, now + timedelta(seconds=60))
    row = await Account.get(login="wang.fang")
    assert (row.failed_count, row.locked_until) == (0, None)
    assert (await tags()).count("account:fail_sign_in") == 5
    assert not any("wrong password" in entry.data for entry in await AuditEntry.all())


async def test_a_burst_of_guesses_does_not_slip_under_the_lock():
    await opened()
    now = clock.now()
    guesses = ["wrong password"] * 12 + [SENTENCE] * 3
    done = await asyncio.gather(
        *(signing_in.sign_in("wang.fang", guess, now) for guess in guesses), return_exceptions=True
    )
    # In which order the database lets them in is its own affair; after five failures in a row none passes.
    order = "".join("-" if tag == "account:fail_sign_in" else "+" for tag in (await tags())[1:])
    assert "+" not in order.partition("-----")[2]
    assert sum(isinstance(each, Invalid) for each in done) == order.count("-") >= 12


async def test_an_inactive_account_cannot_sign_in_and_loses_its_sessions():
    account_id = await opened()
    await signing_in.open_session(account_id, "hash", clock.now())
    await actions.set_active(account_id, active=False, actor=SYSTEM)
    with pytest.raises(Invalid, match="sign-in-failed"):
        await signing_in.sign_in("wang.fang", SENTENCE, clock.now())
    assert await queries.session_viewer("hash", clock.now()) is None
    await actions.set_active(account_id, active=True, actor=SYSTEM)
    assert await queries.session_viewer("hash", clock.now()) is None
    await signing_in.sign_in("wang.fang", SENTENCE, clock.now())
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
        await signing_in.sign_in("wang.fang", SENTENCE, clock.now())


async def test_a_weaker_hash_is_renewed_at_sign_in(monkeypatch):
    account_id = await opened()
    before = (await Account.get(id=account_id)).password_hash
    from argon2 import PasswordHasher

    monkeypatch.setattr(
        "registry.accounts.passwords._HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    )
    await signing_in.sign_in("wang.fang", SENTENCE, clock.now())
    assert (await Account.get(id=account_id)).password_hash != before
    await signing_in.sign_in("wang.fang", SENTENCE, clock.now())


async def test_changing_the_password_ends_other_sessions():
    account_id = await opened()
    viewer = await queries.account_viewer(account_id)
    for name in ("here", "there"):
        await signing_in.open_session(account_id, name, clock.now())
    await signing_in.change_password(
        account_id, old=SENTENCE, new="一蓑烟雨任平生也无风雨", actor=viewer, keep_session="here"
    )
    assert await queries.session_viewer("here", clock.now()) is not None
    assert await queries.session_viewer("there", clock.now()) is None
    await signing_in.sign_in("wang.fang", "一蓑烟雨任平生也无风雨", clock.now())
    with pytest.raises(Invalid, match="password-old"):
        await signing_in.change_password(account_id, old=SENTENCE, new="另一句足够长的话就可以了", actor=viewer)
    with pytest.raises(NotFound):
        await signing_in.change_password(account_id, old=SENTENCE, new=SENTENCE, actor=STRANGER)


async def test_a_session_lives_until_idle_old_or_closed():
    account_id = await opened()
    now = clock.now()
    await signing_in.open_session(account_id, "hash", now, "Mozilla\x00/5.0" + "x" * 300)
    assert len((await Session.get(token_hash="hash")).user_agent) == 200
    assert (await queries.session_viewer("hash", now + timedelta(minutes=59))).account_id == account_id
    assert await queries.session_viewer("hash", now + timedelta(minutes=118)) is not None
    assert await queries.session_viewer("hash", now + timedelta(minutes=179)) is None
    assert await queries.session_viewer("other", now) is None
    await signing_in.close_session("hash")
    await signing_in.close_session("hash")
    assert await queries.session_viewer("hash", now) is None
    assert (await tags())[-2:] == ["session:open", "session:close"]


async def test_a_session_ends_after_its_lifetime_however_busy():
    account_id = await opened()
    now = clock.now()
    await signing_in.open_session(account_id, "hash", now, lifetime=timedelta(hours=2))
    for minutes in (50, 100):
        assert await queries.session_viewer("hash", now + timedelta(minutes=minutes)) is not None
    assert await queries.session_viewer("hash", now + timedelta(minutes=120)) is None


async def test_a_token_narrows_its_owner_and_ends():
    account_id = await opened()
    await actions.grant_role(account_id, Role.CITY_OFFICER, place_code="520100", on=DAY, actor=SYSTEM)
    viewer = await queries.account_viewer(account_id)
    today = clock.today()
    secret = await signing_in.issue_token(
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
        await signing_in.revoke_token(token.id, actor=STRANGER)
    await signing_in.revoke_token(token.id, actor=viewer)
    assert await queries.token_viewer(secret_hash(secret)) is None
    with pytest.raises(NotFound):
        await signing_in.revoke_token(token.id, actor=viewer)
    entries = await AuditEntry.filter(tag__startswith="token:")
    assert len(entries) == 2
    assert not any(secret in entry.data for entry in entries)


async def test_a_token_loses_what_its_owner_loses():
    account_id = await opened()
    grant = Grant(Role.CITY_OFFICER, "520100")
    await actions.grant_role(account_id, grant.role, place_code=grant.place_code, on=DAY, actor=SYSTEM)
    viewer = await queries.account_viewer(account_id)
    secret = await signing_in.issue_token(
        "x", permissions=frozenset({"application:check"}), expires_on=clock.today(), actor=viewer
    )
    await actions.revoke_role(account_id, grant, on=clock.today(), actor=SYSTEM)
    assert (await queries.token_viewer(secret_hash(secret))).permissions == frozenset()
    await actions.set_active(account_id, active=False, actor=SYSTEM)
    assert await queries.token_viewer(secret_hash(secret)) is None
    (token,) = await queries.own_tokens(viewer)
    await signing_in.revoke_token(token.id, actor=SYSTEM)


async def test_tokens_that_are_not_issued():
    account_id = await opened()
    await actions.grant_role(account_id, Role.EXPERT, on=DAY, actor=SYSTEM)
    viewer = await queries.account_viewer(account_id)
    some = frozenset({"review:do"})
    for day in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=400)):
        with pytest.raises(Invalid, match="token-expiry"):
            await signing_in.issue_token("x", permissions=some, expires_on=day, actor=viewer)
    for nobody in (PUBLIC, STRANGER, SYSTEM):
        with pytest.raises(Forbidden):
            await signing_in.issue_token("x", permissions=some, expires_on=clock.today(), actor=nobody)
