"""Accounts for those who manage them: list, open one with its role, give and end roles, stop and resume."""

from typing import Annotated, Any, Literal
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field

from registry import clock
from registry.accounts import actions, queries
from registry.accounts.rules import PLACE_LEVEL, Role
from registry.accounts.schemas import AccountInfo, Grant
from registry.errors import LvceError
from registry.fields import Line
from registry.jurisdictions import queries as places
from registry.web import i18n, keys
from registry.web.endpoints import Path, Query, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer
from registry.web.paging import PageQuery, Pager

GRANTED_HERE = tuple(role for role in Role if role is not Role.ENTERPRISE_MEMBER)
"""Members come with their enterprise's own sign-up."""


class Wanted(PageQuery):
    """Search of the list."""

    q: Annotated[str, Field(max_length=100)] = ""


class Granting(BaseModel):
    """A role and where it is held; the place is left empty for roles that hold none."""

    role: Role
    place_code: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None


class Opening(Granting):
    """A new account with its first role."""

    name: Annotated[str, Line(100)]
    login: Annotated[str, Line(64)]
    password: Annotated[str, Field(max_length=1000)]


class Held(Granting):
    """A role that is held, to be ended."""

    enterprise_id: UUID | None = None


class Use(BaseModel):
    """Whether an account may be used."""

    active: Literal["yes", "no"]


@endpoint(produces="text/html")
async def show(request: web.Request, wanted: Annotated[Wanted, Query]) -> web.Response:
    """GET /desk/accounts"""
    who = viewer(request)
    rows = await queries.accounts(who, text=wanted.q, offset=wanted.offset, limit=wanted.size)
    total = await queries.account_count(who, text=wanted.q)
    pager = Pager(wanted.page, wanted.size, total)
    return await page(
        request, "desk/accounts.html", wanted=wanted, rows=rows, pager=pager, names=await _names(rows), now=clock.now()
    )


async def new(request: web.Request) -> web.Response:
    """GET /desk/accounts/new"""
    return await _opening(request, blank_form(Opening))


async def open_one(request: web.Request) -> web.Response:
    """POST /desk/accounts/new"""
    form = await read_form(request, Opening)
    if not form.ok:
        return await _opening(request, form, status=422)
    try:
        account_id = await actions.appoint(actor=viewer(request), on=clock.today(), **form.value.model_dump())
    except LvceError as error:
        form.refuse(error)
        return await _opening(request, form, status=status_of(error))
    raise go(request, f"/desk/accounts/{account_id}")


@endpoint(produces="text/html")
async def account(request: web.Request, account_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/accounts/{account_id}"""
    return await _account(request, account_id, blank_form(Granting))


@endpoint(produces="text/html")
async def grant(request: web.Request, account_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/accounts/{account_id}/roles"""
    form = await read_form(request, Granting)
    if not form.ok:
        return await _account(request, account_id, form, status=422)
    sent = form.value
    try:
        await actions.grant_role(
            account_id, sent.role, place_code=sent.place_code, on=clock.today(), actor=viewer(request)
        )
    except LvceError as error:
        form.refuse(error)
        return await _account(request, account_id, form, status=status_of(error))
    raise go(request, f"/desk/accounts/{account_id}")


@endpoint(produces="text/html")
async def revoke(request: web.Request, account_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/accounts/{account_id}/roles/end"""
    sent = (await read_form(request, Held)).value
    held = Grant(sent.role, sent.place_code, sent.enterprise_id)
    await actions.revoke_role(account_id, held, on=clock.today(), actor=viewer(request))
    raise go(request, f"/desk/accounts/{account_id}")


@endpoint(produces="text/html")
async def use(request: web.Request, account_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/accounts/{account_id}/use"""
    sent = (await read_form(request, Use)).value
    await actions.set_active(account_id, active=sent.active == "yes", actor=viewer(request))
    raise go(request, f"/desk/accounts/{account_id}")


async def _opening(request: web.Request, form: Form[Opening], *, status: int = 200) -> web.Response:
    return await page(request, "desk/accounts_new.html", status=status, form=form, **await _choices(request))


async def _account(request: web.Request, account_id: UUID, form: Form[Granting], *, status: int = 200) -> web.Response:
    found = await queries.account(viewer(request), account_id)
    return await page(
        request,
        "desk/accounts_account.html",
        status=status,
        account=found,
        own=found.id == viewer(request).account_id,
        form=form,
        names=await _names([found]),
        now=clock.now(),
        **await _choices(request),
    )


async def _choices(request: web.Request) -> dict[str, Any]:
    """Roles, and the places of this installation's province with its cities and counties."""
    locale, province = i18n.current_locale(), request.app[keys.SETTINGS].province
    offered = [await places.place(province)]
    for city in await places.children(province):
        offered += [city, *await places.children(city.code)]
    return {
        "roles": GRANTED_HERE,
        "placed": frozenset(PLACE_LEVEL),
        "offices": [(place.code, f"{place.name(locale)} ({place.code})") for place in offered],
    }


async def _names(rows: list[AccountInfo]) -> dict[str, str]:
    codes = {held.place_code for row in rows for held in row.grants if held.place_code}
    return await places.names(frozenset(codes), i18n.current_locale())
