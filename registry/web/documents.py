"""Sealed documents for every audience: a notice and a score sheet as PDF, and the button that has a sheet made.

What stands in them is composed by `registry/notices/` and `registry/reviews/`; printing is a job's.
"""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from aiohttp import web

from registry import clock
from registry.assessments.queries import judged_sheet
from registry.documents import queries
from registry.documents.rules import Kind
from registry.documents.schemas import DocumentPdf
from registry.notices.queries import public_notice
from registry.reviews.actions import request_score_sheet
from registry.reviews.queries import assigned_for
from registry.web import i18n
from registry.web.endpoints import Path, endpoint
from registry.web.pages import go, viewer

PDF = "application/pdf"


@endpoint(produces=PDF)
async def notice(request: web.Request, notice_id: Annotated[UUID, Path]) -> web.StreamResponse:
    """A public notice as the sealed document of its bureau."""
    found = await public_notice(notice_id, clock.today())
    return await _sent(request, await queries.pdf(Kind.NOTICE, notice_id), found.document_number or str(found.opens_on))


@endpoint(produces=PDF)
async def score_sheet(
    request: web.Request, application_id: Annotated[UUID, Path], assessment_id: Annotated[UUID, Path]
) -> web.StreamResponse:
    """A judgement as a sealed score sheet."""
    who = viewer(request)
    found = await judged_sheet(who, application_id, assessment_id, also_ids=await assigned_for(who))
    name = f"{found.submission.snapshot['site']['name']}-{i18n.gettext('Score sheet')}"
    return await _sent(request, await queries.pdf(Kind.SCORE_SHEET, assessment_id), name)


@endpoint(produces="text/html")
async def print_for_member(
    request: web.Request, application_id: Annotated[UUID, Path], assessment_id: Annotated[UUID, Path]
) -> web.StreamResponse:
    """POST /portal/applications/{application_id}/scorecards/{assessment_id}/print"""
    await request_score_sheet(application_id, assessment_id, actor=viewer(request), on=clock.today())
    raise go(request, f"/portal/applications/{application_id}/result")


@endpoint(produces="text/html")
async def print_for_desk(
    request: web.Request, application_id: Annotated[UUID, Path], assessment_id: Annotated[UUID, Path]
) -> web.StreamResponse:
    """POST /desk/applications/{application_id}/scorecards/{assessment_id}/print"""
    await request_score_sheet(application_id, assessment_id, actor=viewer(request), on=clock.today())
    raise go(request, f"/desk/applications/{application_id}")


async def _sent(request: web.Request, found: DocumentPdf, name: str) -> web.StreamResponse:
    response = web.StreamResponse(
        headers={
            "Content-Type": PDF,
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(f'{name}.pdf', safe='')}",
            "ETag": f'"{found.sha256}"',
        }
    )
    await response.prepare(request)
    async for chunk in found.content:
        await response.write(chunk)
    await response.write_eof()
    return response
