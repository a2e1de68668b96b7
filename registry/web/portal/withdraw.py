"""Giving an application up: the page asks first, and says what happens."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry import clock
from registry.applications import actions, queries
from registry.errors import NotNow
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form
from registry.web.pages import go, page, viewer


@endpoint(produces="text/html")
async def show(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """GET /portal/applications/{application_id}/withdraw"""
    return await _page(request, application_id, blank_form(BaseModel))


@endpoint(produces="text/html")
async def withdraw(request: web.Request, application_id: Annotated[UUID, Path]) -> web.StreamResponse:
    """POST /portal/applications/{application_id}/withdraw"""
    try:
        await actions.withdraw(application_id, actor=viewer(request), on=clock.today())
    except NotNow as error:
        form = blank_form(BaseModel)
        form.refuse(error)
        return await _page(request, application_id, form, status=status_of(error))
    raise go(request, f"/portal/applications/{application_id}", withdrawn=1)


async def _page(
    request: web.Request, application_id: UUID, form: Form[BaseModel], *, status: int = 200
) -> web.Response:
    view = await queries.application(viewer(request), application_id)
    return await page(request, "portal/withdraw.html", status=status, form=form, view=view)
