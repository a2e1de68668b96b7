"""Certificates for anybody: the sealed document and its record. A certificate hangs on a public wall."""

import json
from typing import Annotated

from aiohttp import web
from pydantic import Field

from registry.issuance import queries
from registry.web.endpoints import Path, endpoint

Number = Annotated[str, Field(max_length=60)]


@endpoint(produces="application/pdf")
async def pdf(request: web.Request, number: Annotated[Number, Path]) -> web.StreamResponse:
    """GET /certificates/{number}.pdf"""
    found = await queries.pdf_for_public(number)
    response = web.StreamResponse(
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": f'inline; filename="{found.number}.pdf"',
            "ETag": f'"{found.sha256}"',
        }
    )
    await response.prepare(request)
    async for chunk in found.content:
        await response.write(chunk)
    await response.write_eof()
    return response


@endpoint()
async def record(request: web.Request, number: Annotated[Number, Path]) -> web.Response:
    """GET /certificates/{number}.json"""
    del request
    found = await queries.record_for_public(number)
    return web.Response(text=json.dumps(found, ensure_ascii=False), content_type="application/json")
