"""Certificates for anybody: the sealed document, its record, its credential. A certificate hangs on a public wall."""

import json
from typing import Annotated, Any

from aiohttp import web
from pydantic import Field

from registry.credentials import queries as credentials
from registry.issuance import queries
from registry.web.endpoints import Path, Query, endpoint
from registry.web.public.credentials import ANYWHERE, CREDENTIAL

Number = Annotated[str, Field(max_length=60)]
Version = Annotated[int, Field(ge=1, le=999)]


@endpoint(produces="application/pdf")
async def pdf(
    request: web.Request, number: Annotated[Number, Path], version: Annotated[Version | None, Query] = None
) -> web.StreamResponse:
    """GET /certificates/{number}.pdf, the newest version unless one is named"""
    found = await queries.pdf_for_public(number, version=version)
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
async def record(
    request: web.Request, number: Annotated[Number, Path], version: Annotated[Version | None, Query] = None
) -> web.Response:
    """GET /certificates/{number}.json: record, credential, and the proof that the log knows it."""
    del request
    found = await credentials.papers(number, version=version)
    return web.Response(text=_json(found.to_json()), content_type="application/json", headers=ANYWHERE)


@endpoint(produces=CREDENTIAL)
async def credential(
    request: web.Request, number: Annotated[Number, Path], version: Annotated[Version | None, Query] = None
) -> web.Response:
    """GET /certificates/{number}/credential.json: the credential alone, as wallets and verifiers take it."""
    del request
    return web.Response(
        text=_json(await credentials.credential(number, version=version)), content_type=CREDENTIAL, headers=ANYWHERE
    )


@endpoint()
async def plain_record(
    request: web.Request, number: Annotated[Number, Path], version: Annotated[Version | None, Query] = None
) -> web.Response:
    """GET /certificates/{number}/record.json: the bytes that the record's digest is of."""
    del request
    body = await credentials.record_bytes(number, version=version)
    return web.Response(body=body, content_type="application/json", headers=ANYWHERE)


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)
