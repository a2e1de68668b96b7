"""Renewing a certificate: what it takes, what is carried over, in which round; and beginning it."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry import clock
from registry.applications import queries as applications
from registry.duties import actions, queries
from registry.errors import NotNow
from registry.issuance import renewing
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form
from registry.web.pages import go, page, viewer


@endpoint(produces="text/html")
async def show(request: web.Request, certificate_id: Annotated[UUID, Path]) -> web.Response:
    """GET /portal/certificates/{certificate_id}/renew"""
    return await _page(request, certificate_id, blank_form(BaseModel))


@endpoint(produces="text/html")
async def begin(request: web.Request, certificate_id: Annotated[UUID, Path]) -> web.Response:
    """POST /portal/certificates/{certificate_id}/renew"""
    try:
        opened = await actions.renew(certificate_id, actor=viewer(request), on=clock.today())
    except NotNow as error:
        form = blank_form(BaseModel)
        form.refuse(error)
        return await _page(request, certificate_id, form, status=status_of(error))
    raise go(request, f"/portal/applications/{opened}")


async def _page(
    request: web.Request, certificate_id: UUID, form: Form[BaseModel], *, status: int = 200
) -> web.Response:
    who, today = viewer(request), clock.today()
    offer = await queries.renewal(who, certificate_id, on=today)
    terms = renewing.in_force(offer.scheme, offer.place_code, today)
    start = await applications.beginning(who, offer.site_id, offer.scheme, on=today, held=offer.edition)
    return await page(
        request, "portal/renew.html", status=status, form=form, offer=offer, terms=terms, start=start, today=today
    )
