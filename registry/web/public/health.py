"""For those who run the service: is the process alive, are database, storage and worker there."""

from datetime import timedelta

import structlog
from aiohttp import web

from registry.jobs import queries as jobs
from registry.storage.installed import installed

LONGEST_SILENCE = timedelta(minutes=2)
"""A worker gives a sign of life far more often; after this long it is taken to be gone."""

log = structlog.get_logger(__name__)


async def live(request: web.Request) -> web.Response:
    """GET /healthz: the process answers."""
    del request
    return web.json_response({"status": "alive"}, headers={"Cache-Control": "no-store"})


async def ready(request: web.Request) -> web.Response:
    """GET /readyz: each part and whether it answers; 503 if one does not. Why, is in the log, not in the answer."""
    del request
    parts = {"storage": await _storage(), **await _database_and_worker()}
    answers = all(parts.values())
    return web.json_response(
        {"status": "ready" if answers else "not ready", "parts": parts},
        status=200 if answers else 503,
        headers={"Cache-Control": "no-store"},
    )


async def _storage() -> bool:
    try:
        await installed().storage.check()
    except Exception:  # noqa: BLE001 - whatever the reason, the storage does not answer
        await log.aexception("storage does not answer")
        return False
    return True


async def _database_and_worker() -> dict[str, bool]:
    try:
        age = await jobs.heartbeat_age()
    except Exception:  # noqa: BLE001 - whatever the reason, the database does not answer
        await log.aexception("database does not answer")
        return {"database": False, "worker": False}
    return {"database": True, "worker": age is not None and age < LONGEST_SILENCE}
