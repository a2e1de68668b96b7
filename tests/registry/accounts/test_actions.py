"""Accounts from opening to revoking; each act leaves one audit entry, none a secret."""

import asyncio
from datetime import date, timedelta

import pytest

from registry import clock
from registry.accounts import actions, queries
from registry.accounts.models import Account
from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import SYSTEM, Grant, Viewer
from registry.audit.models import AuditEntry
from registry.errors import Conflict, Forbidden, Invalid, NotFound
from registry.identifiers import new_id

pytestmark = pytest.mark.usefixtures("db", "cheap_hashing")

SENTENCE = "山高月小水落石出水落石出"
DAY = date(2026, 1, 5)
STRANGER = Viewer(new_id(), "stranger", "Stranger", "zh-CN")


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
