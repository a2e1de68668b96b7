"""The keys by which certificates of this register are believed, in use and given up: for people, and as files."""

from aiohttp import web

from registry.trust import queries
from registry.trust.rules import Kind
from registry.web.pages import page

AN_HOUR = "max-age=3600"
"""How long others may keep the files: a new key becomes known within this time."""


async def show(request: web.Request) -> web.Response:
    """GET /trust"""
    found = await queries.keys()
    return await page(
        request, "public/trust.html", groups=[(kind, [key for key in found if key.kind is kind]) for kind in Kind]
    )


async def pem(request: web.Request) -> web.Response:
    """GET /trust.pem: the roots of our seals, for any program that reads PAdES."""
    del request
    return _file(await queries.anchors_pem(), "application/x-pem-file")


async def whole(request: web.Request) -> web.Response:
    """GET /trust.json: everything, as `python -m certificates verify --trust` reads it."""
    del request
    return _file((await queries.trust()).model_dump_json(indent=1).encode(), "application/json")


def _file(content: bytes, kind: str) -> web.Response:
    return web.Response(body=content, content_type=kind, headers={"Cache-Control": AN_HOUR})
