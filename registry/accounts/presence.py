"""When a session or token was last used. Not an act of anybody, so it leaves no audit entry; kept to the minute."""

from datetime import datetime, timedelta
from uuid import UUID

from registry.accounts.models import ApiToken, Session

EVERY = timedelta(minutes=1)
"""A write per request would make every page wait for the database's writer."""


async def session_seen(session_id: UUID, last: datetime, now: datetime) -> None:
    """Note that a session was used, unless that was noted less than a minute ago."""
    if now - last >= EVERY:
        await Session.filter(id=session_id, last_seen_at__lt=now).update(last_seen_at=now)


async def token_used(token_id: UUID, last: datetime | None, now: datetime) -> None:
    """Note that a token was used, unless that was noted less than a minute ago."""
    if last is None or now - last >= EVERY:
        await ApiToken.filter(id=token_id).update(last_used_at=now)
