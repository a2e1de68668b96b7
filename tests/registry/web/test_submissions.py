"""One effect per form."""

import asyncio

import pytest
from aiohttp import web

from registry.web import submissions
from registry.web.submissions import Submissions, content_key

KEY = ("me", "/portal/sites", "1")


async def test_sent_twice_at_once_it_runs_once():
    kept, runs = Submissions(), []

    async def run() -> web.StreamResponse:
        runs.append(1)
        await asyncio.sleep(0.01)
        raise web.HTTPSeeOther("/portal/sites/7")

    answers = await asyncio.gather(*(kept.once(KEY, run) for _ in range(5)), return_exceptions=True)
    assert len(runs) == 1
    assert {answer.headers["Location"] for answer in answers if isinstance(answer, web.HTTPSeeOther)} == {
        "/portal/sites/7"
    }


async def test_a_form_shown_again_with_faults_may_be_sent_again():
    kept, runs = Submissions(), []

    async def run() -> web.StreamResponse:
        runs.append(1)
        return web.Response(text="faults")

    await asyncio.gather(kept.once(KEY, run), kept.once(KEY, run))
    assert len(runs) == 2
    assert not kept.answers


async def test_a_failure_is_not_remembered():
    kept = Submissions()

    async def fail() -> web.StreamResponse:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        await kept.once(KEY, fail)
    assert not kept.answers


async def test_answers_are_forgotten(monkeypatch):
    kept = Submissions()

    async def run() -> web.StreamResponse:
        raise web.HTTPSeeOther("/")

    monkeypatch.setattr(submissions, "KEPT_ENTRIES", 3)
    for number in range(10):
        with pytest.raises(web.HTTPSeeOther):
            await kept.once(("me", "/", str(number)), run)
    assert len(kept.answers) == 3


def test_changed_content_is_another_submission():
    assert content_key("1", {"a": "x", "b": "y"}) == content_key("1", {"b": "y", "a": "x"})
    assert content_key("1", {"a": "x"}) != content_key("1", {"a": "y"})
    assert content_key("1", {"a": "x"}) != content_key("2", {"a": "x"})
    assert content_key("1", {"a": "\ud800"})
