"""One's own account at the desk: password, language, tokens for programs. Accounts of others: `accounts.py`."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field

from registry.accounts import actions, queries
from registry.accounts.rules import Permission
from registry.errors import LvceError
from registry.fields import Line
from registry.jurisdictions import queries as places
from registry.web import i18n, keys, session
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer

HOME = "/desk/account"


class PasswordForm(BaseModel):
    """The present password and the new one."""

    old: Annotated[str, Field(min_length=1, max_length=1000)]
    new: Annotated[str, Field(min_length=1, max_length=1000)]


class LanguageForm(BaseModel):
    """The language in which one wants to be addressed."""

    locale: str


class TokenForm(BaseModel):
    """A token to be made."""

    name: Annotated[str, Line(100)]
    permissions: list[str] = []
    expires_on: date


async def show(request: web.Request) -> web.Response:
    """GET /desk/account"""
    return await _page(request)


async def change_password(request: web.Request) -> web.Response:
    """POST /desk/account/password"""
    form = await read_form(request, PasswordForm)
    if not form.ok:
        return await _page(request, status=422, password=form)
    mine = session.digest(request[keys.SESSION])
    try:
        await actions.change_password(
            _own_id(request), **form.value.model_dump(), actor=viewer(request), keep_session=mine
        )
    except LvceError as error:
        error.field = {"password": "new"}.get(error.field or "", error.field)
        form.refuse(error)
        return await _page(request, status=status_of(error), password=form)
    raise go(request, HOME, done="password")


async def change_language(request: web.Request) -> web.Response:
    """POST /desk/account/language"""
    form = await read_form(request, LanguageForm)
    try:
        await actions.set_locale(_own_id(request), form.value.locale, actor=viewer(request))
    except LvceError as error:
        if form.ok:
            form.refuse(error)
        return await _page(request, status=status_of(error), language=form)
    # Without the language that the address may name: the one just chosen shall be seen.
    raise web.HTTPSeeOther(f"{HOME}?done=language")


async def make_token(request: web.Request) -> web.Response:
    """POST /desk/account/tokens"""
    form = await read_form(request, TokenForm)
    if not form.ok:
        return await _page(request, status=422, token=form)
    sent = form.value
    try:
        secret = await actions.issue_token(
            sent.name, permissions=frozenset(sent.permissions), expires_on=sent.expires_on, actor=viewer(request)
        )
    except LvceError as error:
        form.refuse(error)
        return await _page(request, status=status_of(error), token=form)
    return await page(request, "desk/account_token.html", secret=secret, name=sent.name)


@endpoint(produces="text/html")
async def revoke_token(request: web.Request, token_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/account/tokens/{token_id}/revoke"""
    await actions.revoke_token(token_id, actor=viewer(request))
    raise go(request, HOME, done="revoked")


def _own_id(request: web.Request) -> UUID:
    account_id = viewer(request).account_id
    assert account_id is not None  # noqa: S101 - the route is for people who are signed in
    return account_id


async def _page(
    request: web.Request,
    *,
    status: int = 200,
    password: Form[PasswordForm] | None = None,
    language: Form[LanguageForm] | None = None,
    token: Form[TokenForm] | None = None,
) -> web.Response:
    who = viewer(request)
    return await page(
        request,
        "desk/account.html",
        status=status,
        refused=next((form for form in (password, language, token) if form), None),
        password=password or blank_form(PasswordForm),
        language=language or blank_form(LanguageForm, {"locale": who.locale}),
        token=token or blank_form(TokenForm),
        tokens=[each for each in await queries.own_tokens(who) if each.revoked_at is None],
        rights=[permission.value for permission in Permission if who.may(permission)],
        **await _held(request),
    )


async def _held(request: web.Request) -> dict[str, Any]:
    grants = viewer(request).grants
    codes = frozenset(grant.place_code for grant in grants if grant.place_code)
    return {"grants": grants, "names": await places.names(codes, i18n.current_locale())}
