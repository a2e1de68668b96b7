"""Public notices: what is about to be decided, and the form by which anybody objects while a notice runs."""

import secrets
from typing import Annotated
from uuid import UUID

from aiohttp import web
from limits import RateLimitItemPerHour
from pydantic import Field

from registry import clock
from registry.documents import queries as documents
from registry.documents.rules import Kind
from registry.errors import LvceError, TooMany
from registry.jurisdictions import queries as places
from registry.notices import actions, queries
from registry.notices.schemas import NoticeItemView, NoticeView, ObjectionForm
from registry.web import i18n, keys
from registry.web.endpoints import Path, Query, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page

OBJECTIONS_BY_ADDRESS = RateLimitItemPerHour(20, 1, "objection-address")
"""Enough for everybody behind one office's address, too few to bury a bureau."""
PER_PAGE = 20


class Objecting(ObjectionForm):
    """The objection form with its one-time token."""

    token: Annotated[str, Field(min_length=1, max_length=64)]


@endpoint(produces="text/html")
async def show(
    request: web.Request, page_number: Annotated[int, Query, Field(alias="page", ge=1, le=1000)] = 1
) -> web.Response:
    """GET /notices"""
    found = await queries.public_list(clock.today(), offset=(page_number - 1) * PER_PAGE, limit=PER_PAGE + 1)
    return await page(
        request, "public/notices.html", notices=found[:PER_PAGE], number=page_number, more=len(found) > PER_PAGE
    )


@endpoint(produces="text/html")
async def notice(request: web.Request, notice_id: Annotated[UUID, Path]) -> web.Response:
    """GET /notices/{notice_id}"""
    found = await queries.public_notice(notice_id, clock.today())
    codes = frozenset(item.place_code for item in found.items)
    return await page(
        request,
        "public/notices_notice.html",
        notice=found,
        names=await places.names(codes, i18n.current_locale()),
        paper=await documents.document(Kind.NOTICE, notice_id),
        sent=request.query.get("sent") == "1",
    )


@endpoint(produces="text/html")
async def objecting(
    request: web.Request, notice_id: Annotated[UUID, Path], application_id: Annotated[UUID, Path]
) -> web.Response:
    """GET /notices/{notice_id}/objections/{application_id}"""
    form = blank_form(Objecting, {"token": secrets.token_urlsafe(24)})
    return await _form(request, notice_id, application_id, form)


@endpoint(produces="text/html")
async def objected(
    request: web.Request, notice_id: Annotated[UUID, Path], application_id: Annotated[UUID, Path]
) -> web.Response:
    """POST /notices/{notice_id}/objections/{application_id}"""
    form = await read_form(request, Objecting)
    if not form.ok:
        return await _form(request, notice_id, application_id, form, status=422)
    objection = ObjectionForm.model_validate(form.value.model_dump(exclude={"token"}))
    try:
        request.app[keys.THROTTLE].attempt(OBJECTIONS_BY_ADDRESS, request.remote or "")
        await actions.object_to(notice_id, application_id, objection, token=form.value.token)
    except LvceError as error:
        form.refuse(error)
        status = 429 if isinstance(error, TooMany) else status_of(error)
        return await _form(request, notice_id, application_id, form, status=status)
    raise go(request, f"/notices/{notice_id}", sent=1)


async def _form(
    request: web.Request, notice_id: UUID, application_id: UUID, form: Form[Objecting], *, status: int = 200
) -> web.Response:
    found = await queries.public_notice(notice_id, clock.today())
    choices = await queries.objection_choices(notice_id, application_id)
    whole = ("", i18n.gettext("The recognition as a whole"))
    return await page(
        request,
        "public/notices_objection.html",
        status=status,
        notice=found,
        item=_item(found, application_id),
        form=form,
        choices=[whole, *((choice.code, f"{choice.code} {i18n.bi(choice.title)}") for choice in choices)],
    )


def _item(found: NoticeView, application_id: UUID) -> NoticeItemView:
    """The item that the form is about; `objection_choices` has made sure that there is one."""
    return next(item for item in found.items if item.application_id == application_id)
