"""Giving up, after being asked."""

import pytest

from registry.applications import queries
from registry.applications.models import Application


@pytest.fixture
def at(draft):
    return f"{draft.address}/withdraw"


async def test_it_asks_first(draft, at):
    await draft.browser.get(at)
    assert "撤回本申报？" in draft.browser.html
    answer = await draft.browser.submit(at, {})
    assert answer.headers["Location"] == f"{draft.address}?withdrawn=1"
    await draft.browser.get(f"{draft.address}?withdrawn=1")
    assert "申报已撤回" in draft.browser.html
    await draft.browser.get(f"{draft.address}/chapters/X1")
    assert "此处内容不能再修改" in draft.browser.html


async def test_in_public_notice_it_is_too_late(draft, at):
    await draft.browser.get(at)
    fields = draft.browser.hidden(at)
    await Application.all().update(state="in_notice")
    await draft.browser.get(at)
    assert "不能再撤回" in draft.browser.html
    assert (await draft.browser.post(at, fields)).status == 409
    assert "error-summary" in draft.browser.html


async def test_a_stranger_withdraws_nothing(draft, at, stranger):
    await stranger.browser.get("/portal/account")
    assert (await stranger.browser.post(at, stranger.browser.hidden("/sign-out"))).status == 404
    (row,) = await queries.mine(draft.member)
    assert row.state == "draft"
