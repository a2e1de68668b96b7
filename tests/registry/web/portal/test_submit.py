"""Handing in: what is missing, the declaration, one effect."""

import asyncio
from datetime import timedelta

import pytest

from registry import clock
from registry.applications import queries
from registry.applications.actions import save_answers
from registry.applications.models import Round
from registry.applications.schemas import AnswerInput


@pytest.fixture
def at(seat, draft):
    return f"{draft.address}/submit"


async def test_what_is_missing_stands_there_instead_of_the_button(draft, at):
    assert (await draft.browser.get(at)).status == 200
    assert f'href="{draft.address}/chapters/X1#item-X101"' in draft.browser.html
    assert 'name="agree"' not in draft.browser.html


async def test_without_the_declaration_nothing_is_handed_in(full, at):
    await full.browser.get(at)
    assert (await full.browser.submit(at, {})).status == 422
    assert 'href="#agree"' in full.browser.html
    assert await queries.submissions(full.member, full.applied.id) == []


async def test_a_double_click_hands_in_once(full, at):
    await full.browser.get(at)
    fields = [*full.browser.hidden(at), ("agree", "yes")]
    answers = await asyncio.gather(full.browser.post(at, fields), full.browser.post(at, fields))
    plain = [pair for pair in fields if pair[0] != "_once"]
    answers += [await full.browser.post(at, plain)]
    assert [answer.status for answer in answers] == [303, 303, 303]
    assert {answer.headers["Location"] for answer in answers} == {f"{full.address}?submitted=1"}
    assert len(await queries.submissions(full.member, full.applied.id)) == 1
    await full.browser.get(f"{full.address}?submitted=1")
    assert "申报已提交" in full.browser.html
    await full.browser.get(at)
    assert "已经提交" in full.browser.html


async def test_a_change_in_another_window_is_seen_before_handing_in(full, at):
    await full.browser.get(at)
    fields = [*full.browser.hidden(at), ("agree", "yes")]
    await save_answers(full.applied.id, {"X105": AnswerInput(value=False, version=1)}, actor=full.member)
    assert (await full.browser.post(at, fields)).status == 409
    assert await queries.submissions(full.member, full.applied.id) == []
    assert (await full.browser.submit(at, {"agree": "yes"})).status == 303


async def test_an_answer_taken_back_meanwhile_is_told(full, at):
    await full.browser.get(at)
    await save_answers(full.applied.id, {"X105": AnswerInput(value=None, version=1)}, actor=full.member)
    revision = (await queries.application(full.member, full.applied.id)).revision
    fields = dict(full.browser.hidden(at)) | {"agree": "yes", "revision": str(revision)}
    assert (await full.browser.post(at, fields)).status == 422
    assert "X105" in full.browser.html


async def test_a_round_that_closed_is_told(full, at):
    await full.browser.get(at)
    fields = [*full.browser.hidden(at), ("agree", "yes")]
    await Round.all().update(closes_on=clock.today() - timedelta(days=1))
    assert (await full.browser.post(at, fields)).status == 409
    await full.browser.get(at)
    assert "今天不能提交" in full.browser.html
    assert 'name="agree"' not in full.browser.html


async def test_a_strange_revision_is_a_fault(full, at):
    await full.browser.get(at)
    fields = dict(full.browser.hidden(at)) | {"agree": "yes", "revision": "x"}
    assert (await full.browser.post(at, fields)).status == 422


async def test_a_stranger_hands_nothing_in(full, at, stranger):
    await stranger.browser.get("/portal/account")
    fields = [*stranger.browser.hidden("/sign-out"), ("agree", "yes"), ("revision", "1")]
    assert (await stranger.browser.post(at, fields)).status == 404
