"""Handing in: what is still missing, the declaration, and the one click that counts however often it is made."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field

from registry import clock
from registry.applications import actions, queries
from registry.applications.rules import State
from registry.errors import LvceError, NotFound
from registry.fields import empty
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer


class HandingIn(BaseModel):
    """What is declared, and the revision that the page was showing."""

    agree: list[str] = []
    revision: Annotated[int, Field(ge=0)]


@endpoint(produces="text/html")
async def show(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """GET /portal/applications/{application_id}/submit"""
    return await _page(request, application_id, blank_form(HandingIn))


@endpoint(produces="text/html")
async def submit(request: web.Request, application_id: Annotated[UUID, Path]) -> web.StreamResponse:
    """POST /portal/applications/{application_id}/submit"""
    form = await read_form(request, HandingIn)
    if form.ok and "yes" not in form.value.agree:
        form.refuse(empty("agree"))
    if not form.ok:
        return await _page(request, application_id, form, status=422)
    try:
        await actions.submit(application_id, actor=viewer(request), revision=form.value.revision, on=clock.today())
    except NotFound:
        raise
    except LvceError as error:
        form.refuse(error)
        return await _page(request, application_id, form, status=status_of(error))
    raise go(request, f"/portal/applications/{application_id}", submitted=1)


async def _page(
    request: web.Request, application_id: UUID, form: Form[HandingIn], *, status: int = 200
) -> web.Response:
    view = await queries.application(viewer(request), application_id)
    return await page(
        request,
        "portal/submit.html",
        status=status,
        form=form,
        view=view,
        chapter_of={item.code: chapter.code for chapter in view.chapters for item in chapter.items},
        files=sum(len(item.evidence) for chapter in view.chapters for item in chapter.items),
        closed=view.state is State.DRAFT and not view.round_opens_on <= clock.today() <= view.round_closes_on,
    )
