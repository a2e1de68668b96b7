"""Is this certificate good? One word, its reasons and its age. The QR code of a certificate leads to `answer`."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from aiohttp import web
from pydantic import Field

from certificates.lifecycle import label
from registry.issuance import queries
from registry.web import keys
from registry.web.endpoints import Path, Query, endpoint
from registry.web.pages import go, page

Number = Annotated[str, Field(max_length=120)]
Version = Annotated[int, Field(ge=1, le=999)]


@endpoint(produces="text/html")
async def show(request: web.Request, number: Annotated[Number, Query] = "") -> web.Response:
    """GET /verify"""
    wanted = number.strip()
    if wanted:
        raise go(request, f"/verify/{quote(wanted, safe='')}")
    return await page(request, "public/verify.html")


@endpoint(produces="text/html")
async def answer(
    request: web.Request,
    number: Annotated[Number, Path],
    on: Annotated[date | None, Query] = None,
    version: Annotated[Version | None, Query] = None,
) -> web.Response:
    """GET /verify/{number}; the QR code of a re-issue names its version."""
    found = await queries.status_of(number, on, version=version)
    issuer = request.app[keys.SETTINGS].base_url.rstrip("/")
    return await page(
        request,
        "public/verify_answer.html",
        found=found,
        asked_version=version,
        state=found.status and label(found.status),
        issuer=issuer,
        elsewhere=f"{request.scheme}://{request.host}" != issuer,
    )
