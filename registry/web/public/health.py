"""For those who run the service: is the process alive, are database, storage and worker there."""

from aiohttp import web


async def live(request: web.Request) -> web.Response:
    """GET /healthz: the process answers."""
    del request
    return web.json_response({"status": "alive"}, headers={"Cache-Control": "no-store"})
