"""Evidence: files streamed in for one criterion, taken back, and handed out to all who may see the application."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from aiohttp import web
from pydantic import Field

from registry.applications import actions, queries
from registry.fields import empty
from registry.reviews.queries import assigned_for
from registry.storage.actions import store
from registry.storage.inspection import EVIDENCE_TYPES
from registry.web import uploads
from registry.web.api.applications import Code
from registry.web.api.schemas import Made, Revised
from registry.web.endpoints import Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.uploads import Incoming


class Offered(Made):
    """The stored file and the application's revision with it."""

    revision: int


@endpoint(status=201, uploads="file", location="/api/v1/applications/{application_id}/evidence/{id}")
async def offer(
    request: web.Request,
    application_id: Annotated[UUID, Path],
    criterion: Annotated[Code, Query],
    title: Annotated[str, Query, Field(max_length=1000)] = "",
) -> Offered:
    """Hand in one file as evidence for a criterion: PDF, PNG, JPEG, XLSX or DOCX, streamed and looked into."""
    who = viewer(request)
    facts = await queries.fillable(who, application_id)
    revision = facts.revision

    async def use(file_id: UUID) -> None:
        nonlocal revision
        revision = await actions.add_evidence(application_id, criterion, file_id, actor=who, title=title)

    async def take(file: Incoming) -> UUID:
        return await store(
            file.chunks,
            filename=file.filename,
            actor=who,
            owner_enterprise_id=facts.enterprise_id,
            allowed=EVIDENCE_TYPES,
            use=use,
        )

    received = await uploads.receive(request, take)
    if not received.files:
        raise empty("file")
    return Offered(id=received.files[0], revision=revision)


@endpoint()
async def take_back(
    request: web.Request,
    application_id: Annotated[UUID, Path],
    file_id: Annotated[UUID, Path],
    criterion: Annotated[Code, Query],
) -> Revised:
    """Take a file back from a criterion before handing in. What was handed in keeps it."""
    revision = await actions.withdraw_evidence(application_id, criterion, file_id, actor=viewer(request))
    return Revised(revision=revision)


@endpoint(produces="application/octet-stream")
async def download(
    request: web.Request, application_id: Annotated[UUID, Path], file_id: Annotated[UUID, Path]
) -> web.StreamResponse:
    """One file of the application's evidence, of the type that its content really has."""
    who = viewer(request)
    opened = await queries.evidence_file(who, application_id, file_id, also_ids=await assigned_for(who))
    response = web.StreamResponse(
        headers={
            "Content-Type": opened.info.media_type,
            "Content-Length": str(opened.info.size),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(opened.info.name, safe='')}",
            "ETag": f'"{opened.info.sha256}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
    )
    await response.prepare(request)
    async for chunk in opened.chunks:
        await response.write(chunk)
    await response.write_eof()
    return response
