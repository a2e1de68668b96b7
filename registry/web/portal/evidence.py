"""The files that prove one item: adding several at once, reading one's own, taking one back after being asked."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry.applications import actions, queries
from registry.applications.rules import check_editable
from registry.applications.schemas import ApplicationView
from registry.errors import Invalid, LvceError, NotFound
from registry.fields import empty
from registry.storage.actions import store
from registry.storage.inspection import EVIDENCE_TYPES
from registry.web import keys
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, posted_fields
from registry.web.pages import go, page, viewer
from registry.web.portal.chapters import chapter_of, item_of
from registry.web.uploads import Incoming, receive

AT_ONCE = 5
ACCEPT = ".pdf,.png,.jpg,.jpeg,.xlsx,.docx"


@endpoint(produces="text/html")
async def show(request: web.Request, application_id: Annotated[UUID, Path], code: Annotated[str, Path]) -> web.Response:
    """GET /portal/applications/{application_id}/evidence/{code}"""
    return await _page(request, application_id, code, Form(BaseModel))


@endpoint(produces="text/html")
async def add(
    request: web.Request, application_id: Annotated[UUID, Path], code: Annotated[str, Path]
) -> web.StreamResponse:
    """POST /portal/applications/{application_id}/evidence/{code}"""
    view = await queries.application(viewer(request), application_id)
    item_of(view, code)
    check_editable(view.state)
    form: Form[BaseModel] = Form(BaseModel)
    try:
        added = await _added(request, view, code, form)
    except NotFound:
        raise
    except LvceError as error:
        error.field = "file"
        form.refuse(error)
    if form.faults:
        return await _page(request, application_id, code, form, status=status_of(form.faults[-1]))
    raise go(request, f"/portal/applications/{application_id}/evidence/{code}", added=added)


async def _added(request: web.Request, view: ApplicationView, code: str, form: Form[BaseModel]) -> int:
    """Keep each file as evidence, or note in the form why not; how many were kept. No file at all is a fault.

    A form that came through sign-in has lost its files and says so.
    """
    if request.content_type == "application/x-www-form-urlencoded":
        form.typed = await posted_fields(request)
        raise empty("file")
    received = await receive(request, _taking(request, view, code, form), most=AT_ONCE)
    form.typed = received.fields
    if not received.files:
        raise empty("file")
    return sum(received.files)


def _taking(
    request: web.Request, view: ApplicationView, code: str, form: Form[BaseModel]
) -> Callable[[Incoming], Awaitable[bool]]:
    async def take(incoming: Incoming) -> bool:
        form.typed = incoming.fields
        offer = partial(actions.add_evidence, view.id, code, actor=viewer(request), title=form.text("title"))
        try:
            await store(
                incoming.chunks,
                filename=incoming.filename,
                actor=viewer(request),
                owner_enterprise_id=view.enterprise_id,
                allowed=EVIDENCE_TYPES,
                use=offer,
            )
        except Invalid as refusal:
            # One wrong file does not cost the others.
            _refuse(form, refusal)
            return False
        return True

    return take


def _refuse(form: Form[BaseModel], refusal: Invalid) -> None:
    """Note what speaks against a file; what speaks against the words that all of them share is noted once."""
    if refusal.field != "title":
        refusal.field = "file"
    elif form.fault("title"):
        return
    form.refuse(refusal)


@endpoint(produces="text/html")
async def asking(
    request: web.Request,
    application_id: Annotated[UUID, Path],
    code: Annotated[str, Path],
    file_id: Annotated[UUID, Path],
) -> web.Response:
    """GET /portal/applications/{application_id}/evidence/{code}/{file_id}/withdraw"""
    view = await queries.application(viewer(request), application_id)
    item = item_of(view, code)
    for file in item.evidence:
        if file.file_id == file_id:
            return await page(request, "portal/evidence_withdraw.html", view=view, item=item, file=file)
    raise NotFound("evidence")


@endpoint(produces="text/html")
async def withdraw(
    request: web.Request,
    application_id: Annotated[UUID, Path],
    code: Annotated[str, Path],
    file_id: Annotated[UUID, Path],
) -> web.StreamResponse:
    """POST /portal/applications/{application_id}/evidence/{code}/{file_id}/withdraw"""
    await actions.withdraw_evidence(application_id, code, file_id, actor=viewer(request))
    raise go(request, f"/portal/applications/{application_id}/evidence/{code}", withdrawn=1)


@endpoint(produces="application/octet-stream")
async def download(
    request: web.Request, application_id: Annotated[UUID, Path], file_id: Annotated[UUID, Path]
) -> web.StreamResponse:
    """GET /portal/applications/{application_id}/files/{file_id}"""
    opened = await queries.evidence_file(viewer(request), application_id, file_id)
    response = web.StreamResponse(
        headers={
            "Content-Type": opened.info.media_type,
            "Content-Length": str(opened.info.size),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(opened.info.name, safe='')}",
            # A file from outside never runs with our origin's rights, whatever a browser takes it for.
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
    )
    await response.prepare(request)
    async for chunk in opened.chunks:
        await response.write(chunk)
    await response.write_eof()
    return response


async def _page(
    request: web.Request, application_id: UUID, code: str, form: Form[BaseModel], *, status: int = 200
) -> web.Response:
    view = await queries.application(viewer(request), application_id)
    return await page(
        request,
        "portal/evidence.html",
        status=status,
        form=form,
        view=view,
        item=item_of(view, code),
        chapter=chapter_of(view, code),
        accept=ACCEPT,
        most=AT_ONCE,
        most_bytes=request.app[keys.SETTINGS].max_upload_bytes,
    )
