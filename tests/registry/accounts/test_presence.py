"""Being seen is noted, but not at every request."""

from datetime import timedelta

import pytest

from registry import clock
from registry.accounts import actions, presence, queries, signing_in
from registry.accounts.models import ApiToken, Session
from registry.accounts.schemas import SYSTEM

pytestmark = pytest.mark.usefixtures("db")


async def opened():
    return await actions.create_account("wang.fang", password="山高月小水落石出水落石出", name="王芳", actor=SYSTEM)


async def test_being_seen_is_noted_at_most_once_a_minute():
    account_id = await opened()
    now = clock.now()
    await signing_in.open_session(account_id, "hash", now)
    for seconds, noted in ((59, 0), (60, 60), (100, 60), (125, 125)):
        await queries.session_viewer("hash", now + timedelta(seconds=seconds))
        assert (await Session.get(token_hash="hash")).last_seen_at == now + timedelta(seconds=noted)


async def test_a_token_used_is_noted_at_most_once_a_minute():
    now = clock.now()
    token = await ApiToken.create(
        token_hash="hash", account_id=await opened(), name="x", issued_at=now, expires_on=clock.today()
    )
    for last, seconds, noted in ((None, 0, 0), (now, 59, 0), (now, 60, 60)):
        await presence.token_used(token.id, last, now + timedelta(seconds=seconds))
        assert (await ApiToken.get(id=token.id)).last_used_at == now + timedelta(seconds=noted)
