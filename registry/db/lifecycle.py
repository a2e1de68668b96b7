"""From settings to a live database and back. Migrating it is `migrate.py`'s."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tortoise.context import TortoiseContext, get_current_context
from tortoise.timezone import parse_timezone

from registry.db.config import tortoise_config
from registry.settings import Settings

UTC = parse_timezone("UTC")
"""Kept alive: the ORM asks for it by name at each moment that it reads, and would read a file each time."""


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[TortoiseContext]:
    """The ORM, connected for the length of the block. Forgetting to leave it would keep the process alive for ever.

    Tasks made outside the block see the database too (a web server makes its own), as long as it is the only one.
    """
    if settings.is_sqlite:
        await asyncio.to_thread(settings.sqlite_path.parent.mkdir, parents=True, exist_ok=True)
    alone = get_current_context() is None
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(settings), _enable_global_fallback=alone)
        # Opened here rather than at the first query, which might be cancelled half-way.
        await context.db().execute_query("SELECT 1")
        yield context
