"""Public notices from the inside: who could stand in one, planning and publishing one, its objections."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field

from registry import clock
from registry.accounts.rules import Permission
from registry.documents import queries as documents
from registry.documents.rules import Kind
from registry.errors import LvceError
from registry.fields import Line
from registry.jurisdictions import queries as places
from registry.notices import actions, queries
from registry.notices.schemas import NoticePlan
from registry.web import i18n
from registry.web.endpoints import Path, Query, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer

PER_PAGE = 20


class Planning(BaseModel):
    """The form of a new notice. `step`: look at it first, or publish what was looked at."""

    application_ids: list[UUID] = []
    opens_on: date
    closes_on: date | None = None
    title_zh: Annotated[str, Line(200)]
    title_en: Annotated[str, Line(200, required=False)] = ""
    document_number: Annotated[str, Line(100, required=False)] = ""
    step: Literal["preview", "publish"] = "preview"


@endpoint(produces="text/html")
async def show(
    request: web.Request, page_number: Annotated[int, Query, Field(alias="page", ge=1, le=1000)] = 1
) -> web.Response:
    """GET /desk/notices"""
    who = viewer(request)
    mine = who.places_for(Permission.NOTICE_READ)
    found = await queries.public_list(
        clock.today(), place_codes=mine, offset=(page_number - 1) * PER_PAGE, limit=PER_PAGE + 1
    )
    candidates = await queries.candidates(who) if who.may(Permission.NOTICE_PUBLISH) else []
    return await page(
        request,
        "desk/notices.html",
        notices=found[:PER_PAGE],
        number=page_number,
        more=len(found) > PER_PAGE,
        candidates=candidates,
        objections=await queries.open_objections(who),
        names=await _names(row.place_code for row in candidates),
    )


@endpoint(produces="text/html")
async def new(request: web.Request, application: Annotated[list[UUID], Query] = []) -> web.Response:  # noqa: B006 - pydantic copies defaults
    """GET /desk/notices/new"""
    return await _form(request, blank_form(Planning, {"opens_on": clock.today(), "application_ids": application}))


@endpoint(produces="text/html")
async def plan(request: web.Request) -> web.Response:
    """POST /desk/notices/new"""
    form = await read_form(request, Planning)
    if not form.ok:
        return await _form(request, form, status=422)
    sent, who, on = form.value, viewer(request), clock.today()
    try:
        planned = await queries.plan(who, sent.application_ids, opens_on=sent.opens_on, closes_on=sent.closes_on, on=on)
        if sent.step == "preview":
            return await _form(request, form, planned)
        notice_id = await actions.publish(
            sent.application_ids, actor=who, on=on, **sent.model_dump(exclude={"application_ids", "step"})
        )
    except LvceError as error:
        form.refuse(error)
        return await _form(request, form, status=status_of(error))
    raise go(request, f"/desk/notices/{notice_id}")


@endpoint(produces="text/html")
async def notice(request: web.Request, notice_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/notices/{notice_id}"""
    who = viewer(request)
    found = await queries.public_notice(notice_id, clock.today())
    return await page(
        request,
        "desk/notices_notice.html",
        notice=found,
        paper=await documents.document(Kind.NOTICE, notice_id),
        prints=who.may_at(Permission.NOTICE_PUBLISH, found.place_code),
        objections=await queries.objections(who, notice_id),
        names=await _names(item.place_code for item in found.items),
        sees=lambda code: who.may_at(Permission.APPLICATION_READ, code),
    )


@endpoint(produces="text/html")
async def print_(request: web.Request, notice_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/notices/{notice_id}/print"""
    await actions.print_notice(notice_id, actor=viewer(request), on=clock.today())
    raise go(request, f"/desk/notices/{notice_id}")


async def _form(
    request: web.Request, form: Form[Planning], planned: NoticePlan | None = None, *, status: int = 200
) -> web.Response:
    candidates = await queries.candidates(viewer(request))
    return await page(
        request,
        "desk/notices_new.html",
        status=status,
        form=form,
        plan=planned,
        candidates=candidates,
        names=await _names(row.place_code for row in candidates),
        today=clock.today(),
    )


async def _names(codes: Iterable[str]) -> dict[str, str]:
    return await places.names(frozenset(codes), i18n.current_locale())
