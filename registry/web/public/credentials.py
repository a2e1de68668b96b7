"""What programs elsewhere need to check credentials without asking us each time: status lists and our public keys."""

from datetime import UTC
from email.utils import format_datetime
from typing import Annotated

from aiohttp import web
from pydantic import Field

from registry.credentials import queries
from registry.web import keys
from registry.web.endpoints import Path, endpoint

ANYWHERE = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
"""Wallets run in pages of other sites; what they read here is public and the same for everybody."""
CREDENTIAL = "application/vc"


@endpoint(produces=CREDENTIAL)
async def status_list(request: web.Request, name: Annotated[str, Path, Field(max_length=40)]) -> web.Response:
    """GET /credentials/status/{name}: also while the press is down; `Last-Modified` and `validFrom` tell its age."""
    del request
    found = await queries.status_list(name)
    made_at = format_datetime(found.made_at.astimezone(UTC), usegmt=True)
    headers = {**ANYWHERE, "Last-Modified": made_at, "Age": str(int(found.age.total_seconds()))}
    return web.Response(body=found.content, content_type=CREDENTIAL, headers=headers)


@endpoint()
async def did(request: web.Request) -> web.Response:
    """GET /.well-known/did.json"""
    base = request.app[keys.SETTINGS].base_url.rstrip("/")
    return web.json_response(await queries.did(base), headers=ANYWHERE)
