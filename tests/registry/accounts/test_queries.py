"""Lists of people, for those whom they concern."""

from datetime import date

import pytest

from registry import clock
from registry.accounts import actions, queries, signing_in
from registry.accounts.rules import Role
from registry.accounts.schemas import PUBLIC, SYSTEM, Grant, Viewer
from registry.errors import Forbidden, NotFound
from registry.identifiers import new_id

pytestmark = pytest.mark.usefixtures("db")

SENTENCE = "山高月小水落石出水落石出"
DAY = date(2026, 1, 5)
OFFICER = Viewer(new_id(), "officer", "Officer", "zh-CN", (Grant(Role.PROVINCE_OFFICER, "520000"),))


async def opened(login, role=None):
    account_id = await actions.create_account(login, password=SENTENCE, name=login, actor=SYSTEM)
    if role:
        await actions.grant_role(account_id, role, on=DAY, actor=SYSTEM)
    return account_id


async def test_experts_are_the_active_ones_who_hold_the_role():
    await opened("zhao.expert", Role.EXPERT)
    gone = await opened("qian.expert", Role.EXPERT)
    await opened("sun.auditor", Role.AUDITOR)
    await actions.set_active(gone, active=False, actor=SYSTEM)
    assert [expert.login for expert in await queries.experts(OFFICER)] == ["zhao.expert"]
    assert await queries.experts(OFFICER, on=date(2020, 1, 1)) == []
    with pytest.raises(Forbidden):
        await queries.experts(PUBLIC)


async def test_accounts_are_listed_for_those_who_manage_them():
    first, second = await opened("bbb", Role.EXPERT), await opened("aaa")
    listed = await queries.accounts(SYSTEM)
    assert [each.id for each in listed] == [second, first]
    assert listed[1].grants == (Grant(Role.EXPERT),)
    assert [each.id for each in await queries.accounts(SYSTEM, offset=1, limit=1)] == [first]
    with pytest.raises(Forbidden):
        await queries.accounts(OFFICER)


async def test_one_account_is_seen_by_its_owner_and_by_managers():
    account_id = await opened("aaa")
    owner = await queries.login_viewer("AAA")
    assert (await queries.account(owner, account_id)).login == "aaa"
    assert (await queries.account(SYSTEM, account_id)).login == "aaa"
    for viewer, wanted in ((OFFICER, account_id), (SYSTEM, new_id())):
        with pytest.raises(NotFound):
            await queries.account(viewer, wanted)


async def test_members_are_seen_by_members():
    enterprise_id = new_id()
    account_id = await actions.open_member_account("li.na", password=SENTENCE, name="李娜", enterprise_id=enterprise_id)
    member = await queries.account_viewer(account_id)
    assert [each.id for each in await queries.members(member, enterprise_id)] == [account_id]
    assert [each.id for each in await queries.members(SYSTEM, enterprise_id)] == [account_id]
    with pytest.raises(NotFound):
        await queries.members(OFFICER, enterprise_id)


async def test_names_and_missing_accounts():
    account_id = await opened("aaa")
    assert await queries.account_names([account_id, new_id()]) == {account_id: "aaa"}
    with pytest.raises(NotFound):
        await queries.account_viewer(new_id())
    with pytest.raises(NotFound):
        await queries.login_viewer("nobody")


async def test_accounts_are_found_by_a_part_of_login_or_name():
    found = await opened("zhao.expert", Role.EXPERT)
    await opened("sun.auditor", Role.AUDITOR)
    assert [each.id for each in await queries.accounts(SYSTEM, text="ZHAO")] == [found]
    assert await queries.account_count(SYSTEM, text="zhao") == 1
    assert await queries.account_count(SYSTEM) == 2
    with pytest.raises(Forbidden):
        await queries.account_count(OFFICER)


async def test_whoever_holds_a_secret_learns_which_token_it_is():
    viewer = await queries.account_viewer(await opened("zhao.expert", Role.EXPERT))
    secret = await signing_in.issue_token(
        "ERP", permissions=frozenset({"review:do"}), expires_on=clock.today(), actor=viewer
    )
    assert [await queries.token_of(secret)] == await queries.own_tokens(viewer)
    with pytest.raises(NotFound):
        await queries.token_of("lvce_of-nobody")
