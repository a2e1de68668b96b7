"""Evidence handed out to officials and to the reviewer it was assigned to; whose it is, applications decide."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from aiohttp import web

from registry.applications import queries
from registry.reviews.queries import assigned_for
from registry.storage.schemas import OpenedFile
from registry.web.endpoints import Path, endpoint
from registry.web.pages import viewer


@endpoint(produces="application/octet-stream")
async def download(
    request: web.Request, application_id: Annotated[UUID, Path], file_id: Annotated[UUID, Path]
) -> web.StreamResponse:
    """GET /desk/files/{application_id}/{file_id}"""
    who = viewer(request)
    opened = await queries.evidence_file(who, application_id, file_id, also_ids=await assigned_for(who))
    return await _streamed(request, opened)


async def _streamed(request: web.Request, opened: OpenedFile) -> web.StreamResponse:
    """The bytes as an attachment of the type that the content really has, so that no browser runs it as a page."""
    response = web.StreamResponse(
        headers={
            "Content-Type": opened.info.media_type,
            "Content-Length": str(opened.info.size),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(opened.info.name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
    )
    await response.prepare(request)
    async for chunk in opened.chunks:
        await response.write(chunk)
    await response.write_eof()
    return response
