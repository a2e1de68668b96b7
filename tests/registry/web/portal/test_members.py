"""Colleagues of an enterprise: let in, listed, and their access ended; never one's own, never by a stranger."""

import re

import pytest
import pytest_asyncio

from registry.accounts.queries import login_viewer, members
from registry.enterprises.actions import add_member
from registry.enterprises.schemas import MemberForm
from registry.identifiers import new_id
from tests.factories.enterprises import cheap_hashing

PASSWORD = "a short sentence for tests"
FIELDS = {"name": "王同事", "login": "wang-tongshi", "password": PASSWORD}


def home(seat):
    return f"/portal/enterprises/{seat.mall.enterprise_id}/members"


@pytest_asyncio.fixture(loop_scope="session")
async def colleague(seat):
    """A second member of the same enterprise."""
    with cheap_hashing():
        await add_member(seat.mall.enterprise_id, MemberForm.model_validate(FIELDS), actor=seat.member)
    return await login_viewer(FIELDS["login"])


async def test_a_colleague_is_let_in_and_signs_in(seat, app, open_browser):
    await seat.browser.get("/portal/account")
    assert f'href="{home(seat)}"' in seat.browser.html
    await seat.browser.get(home(seat))
    assert f"{home(seat)}/new" in seat.browser.html
    await seat.browser.get(f"{home(seat)}/new")
    with cheap_hashing():
        answer = await seat.browser.submit(f"{home(seat)}/new", FIELDS)
    assert answer.headers["Location"] == f"{home(seat)}?done=added"
    await seat.browser.get(answer.headers["Location"])
    assert "王同事" in seat.browser.html
    assert "请当面" in seat.browser.html
    assert PASSWORD not in seat.browser.html
    other = await open_browser(app)
    await other.get("/sign-in")
    answer = await other.submit("/sign-in", {"login": FIELDS["login"], "password": PASSWORD})
    assert answer.status == 303
    assert (await other.get("/portal")).status == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"login": "a b"}, "login"),
        ({"login": ""}, "login"),
        ({"password": "short"}, "password"),
        ({"password": ""}, "password"),
    ],
)
async def test_faults_stand_beside_their_field(seat, wrong, field):
    await seat.browser.get(f"{home(seat)}/new")
    assert (await seat.browser.submit(f"{home(seat)}/new", FIELDS | wrong)).status == 422
    assert f'href="#{field}"' in seat.browser.html
    assert PASSWORD not in seat.browser.html
    assert len(await members(seat.member, seat.mall.enterprise_id)) == 1


async def test_a_taken_account_name_is_told(seat, colleague):
    await seat.browser.get(f"{home(seat)}/new")
    with cheap_hashing():
        assert (await seat.browser.submit(f"{home(seat)}/new", FIELDS)).status == 409
    assert 'href="#login"' in seat.browser.html
    assert 'value="王同事"' in seat.browser.html


async def test_an_access_is_ended_after_asking(seat, colleague, app, open_browser):
    browser = await open_browser(app)
    await browser.sign_in_as(colleague.account_id)
    assert (await browser.get("/portal")).status == 200
    await seat.browser.get(home(seat))
    end = f"{home(seat)}/{colleague.account_id}/end"
    assert re.findall(r'href="([^"]+/end)"', seat.browser.html) == [end]
    await seat.browser.get(end)
    assert "wang-tongshi" in seat.browser.html
    answer = await seat.browser.submit(end, {})
    assert answer.headers["Location"] == f"{home(seat)}?done=ended"
    await seat.browser.get(answer.headers["Location"])
    assert "权限已终止" in seat.browser.html
    assert "王同事" not in seat.browser.html
    assert (await browser.get("/portal")).status == 404
    assert (await seat.browser.get(end)).status == 404


async def test_ones_own_access_is_not_offered_and_refused(seat, colleague):
    own = f"{home(seat)}/{seat.member.account_id}/end"
    assert (await seat.browser.get(own)).status == 404
    await seat.browser.get(home(seat))
    assert (await seat.browser.post(own, seat.browser.hidden("/sign-out"))).status == 422
    assert "只能由同事终止" in seat.browser.html


async def test_a_stranger_sees_and_changes_nobody(seat, stranger, colleague):
    end = f"{home(seat)}/{colleague.account_id}/end"
    for path in (home(seat), f"{home(seat)}/new", end, f"/portal/enterprises/{new_id()}/members"):
        assert (await stranger.browser.get(path)).status == 404
    for fields in (FIELDS | {"login": "mine"}, FIELDS | {"login": ""}):
        await stranger.browser.get(f"{home(stranger)}/new")
        guards = stranger.browser.hidden(f"{home(stranger)}/new")
        assert (await stranger.browser.post(f"{home(seat)}/new", guards + list(fields.items()))).status == 404
    await stranger.browser.get(home(stranger))
    assert (await stranger.browser.post(end, stranger.browser.hidden("/sign-out"))).status == 404
    assert len(await members(seat.member, seat.mall.enterprise_id)) == 2


async def test_a_former_colleague_is_let_in_again(seat, colleague):
    await seat.browser.get(f"{home(seat)}/{colleague.account_id}/end")
    await seat.browser.submit(f"{home(seat)}/{colleague.account_id}/end", {})
    await seat.browser.get(f"{home(seat)}/new")
    with cheap_hashing():
        answer = await seat.browser.submit(f"{home(seat)}/new", FIELDS)
    assert answer.headers["Location"] == f"{home(seat)}?done=again"
    await seat.browser.get(answer.headers["Location"])
    assert "仍使用原来的密码" in seat.browser.html
    assert len(await members(seat.member, seat.mall.enterprise_id)) == 2
