"""Colleagues who look after the same enterprise: who they are, letting one in, ending somebody's access."""

from typing import Annotated
from uuid import UUID

from aiohttp import web

from registry import clock
from registry.accounts import queries as accounts
from registry.enterprises import actions, queries
from registry.enterprises.schemas import MemberForm
from registry.errors import LvceError, NotFound
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer


@endpoint(produces="text/html")
async def show(request: web.Request, enterprise_id: Annotated[UUID, Path]) -> web.Response:
    """GET /portal/enterprises/{enterprise_id}/members"""
    own = await queries.own_enterprise(viewer(request), enterprise_id)
    people = await accounts.members(viewer(request), enterprise_id)
    return await page(request, "portal/members.html", enterprise=own, people=people)


@endpoint(produces="text/html")
async def new(request: web.Request, enterprise_id: Annotated[UUID, Path]) -> web.Response:
    """GET /portal/enterprises/{enterprise_id}/members/new"""
    return await _new(request, enterprise_id, blank_form(MemberForm))


@endpoint(produces="text/html")
async def add(request: web.Request, enterprise_id: Annotated[UUID, Path]) -> web.StreamResponse:
    """POST /portal/enterprises/{enterprise_id}/members/new"""
    form = await read_form(request, MemberForm)
    if not form.ok:
        return await _new(request, enterprise_id, form, status=422)
    try:
        joined = await actions.add_member(enterprise_id, form.value, actor=viewer(request))
    except NotFound:
        raise
    except LvceError as error:
        form.refuse(error)
        return await _new(request, enterprise_id, form, status=status_of(error))
    raise go(request, f"/portal/enterprises/{enterprise_id}/members", done="again" if joined.again else "added")


@endpoint(produces="text/html")
async def asking(
    request: web.Request, enterprise_id: Annotated[UUID, Path], account_id: Annotated[UUID, Path]
) -> web.Response:
    """GET /portal/enterprises/{enterprise_id}/members/{account_id}/end"""
    who = viewer(request)
    own = await queries.own_enterprise(who, enterprise_id)
    for person in await accounts.members(who, enterprise_id):
        if person.id == account_id != who.account_id:
            return await page(request, "portal/members_end.html", enterprise=own, person=person)
    raise NotFound("account")


@endpoint(produces="text/html")
async def end(
    request: web.Request, enterprise_id: Annotated[UUID, Path], account_id: Annotated[UUID, Path]
) -> web.StreamResponse:
    """POST /portal/enterprises/{enterprise_id}/members/{account_id}/end"""
    await actions.end_member(enterprise_id, account_id, actor=viewer(request), on=clock.today())
    raise go(request, f"/portal/enterprises/{enterprise_id}/members", done="ended")


async def _new(request: web.Request, enterprise_id: UUID, form: Form[MemberForm], *, status: int = 200) -> web.Response:
    own = await queries.own_enterprise(viewer(request), enterprise_id)
    return await page(request, "portal/members_new.html", status=status, enterprise=own, form=form)
