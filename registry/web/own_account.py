"""One's own account, the same page in the portal and at the desk: roles, colleagues, language, password, tokens.

Accounts of others are `desk/accounts.py`'s; letting colleagues in and out is `portal/members.py`'s.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field

from registry.accounts import actions, queries, signing_in
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.enterprises import queries as enterprises
from registry.errors import LvceError, NotFound
from registry.fields import Line
from registry.jurisdictions import queries as places
from registry.web import i18n, keys, session
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import audience_of, go, page, viewer
from registry.web.routing import SIGNED_IN, Route


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
    """GET …/account"""
    return await _page(request)


async def change_password(request: web.Request) -> web.StreamResponse:
    """POST …/account/password"""
    form = await read_form(request, PasswordForm)
    try:
        await signing_in.change_password(
            _own_id(request),
            **form.value.model_dump(),
            actor=viewer(request),
            keep_session=session.digest(request[keys.SESSION]),
        )
    except LvceError as error:
        if error.field == "password":
            error.field = "new"
        return await _refused(request, form, error, password=form)
    raise go(request, _address(request), done="password")


async def change_language(request: web.Request) -> web.StreamResponse:
    """POST …/account/language"""
    form = await read_form(request, LanguageForm)
    try:
        await actions.set_locale(_own_id(request), form.value.locale, actor=viewer(request))
    except LvceError as error:
        return await _refused(request, form, error, language=form)
    # Without the language that the address may name: the one just chosen shall be seen.
    raise web.HTTPSeeOther(f"{_address(request)}?done=language")


async def make_token(request: web.Request) -> web.StreamResponse:
    """POST …/account/tokens"""
    form = await read_form(request, TokenForm)
    try:
        secret = await signing_in.issue_token(
            form.value.name,
            permissions=frozenset(form.value.permissions),
            expires_on=form.value.expires_on,
            actor=viewer(request),
        )
    except LvceError as error:
        return await _refused(request, form, error, token=form)
    return await page(request, "own_account_token.html", home=_address(request), secret=secret, name=form.value.name)


@endpoint(produces="text/html")
async def asking(request: web.Request, token_id: Annotated[UUID, Path]) -> web.Response:
    """GET …/account/tokens/{token_id}/revoke"""
    for token in await queries.own_tokens(viewer(request)):
        if token.id == token_id and token.revoked_at is None:
            return await page(request, "own_account_revoke.html", home=_address(request), token=token)
    raise NotFound("token")


@endpoint(produces="text/html")
async def revoke_token(request: web.Request, token_id: Annotated[UUID, Path]) -> web.StreamResponse:
    """POST …/account/tokens/{token_id}/revoke"""
    await signing_in.revoke_token(token_id, actor=viewer(request))
    raise go(request, _address(request), done="revoked")


def routes(audience: str) -> tuple[Route, ...]:
    """The addresses of the page for `portal` or `desk`; both tables of addresses take theirs from here."""
    home, name, tokens = f"/{audience}/account", f"{audience}.account", Permission.TOKEN_MANAGE_OWN
    return (
        Route("GET", home, show, SIGNED_IN, f"{name}.show"),
        Route("POST", f"{home}/password", change_password, SIGNED_IN, f"{name}.password"),
        Route("POST", f"{home}/language", change_language, SIGNED_IN, f"{name}.language"),
        Route("POST", f"{home}/tokens", make_token, tokens, f"{name}.make_token"),
        Route("GET", f"{home}/tokens/{{token_id}}/revoke", asking, tokens, f"{name}.asking"),
        Route("POST", f"{home}/tokens/{{token_id}}/revoke", revoke_token, tokens, f"{name}.revoke_token"),
    )


def _address(request: web.Request) -> str:
    return f"/{audience_of(request.path)}/account"


def _own_id(request: web.Request) -> UUID:
    account_id = viewer(request).account_id
    assert account_id is not None  # noqa: S101 - the route is for people who are signed in
    return account_id


async def _refused(request: web.Request, form: Form[Any], error: LvceError, **forms: Form[Any]) -> web.Response:
    """Show the page again with the form that was refused. A form with faults of its own brings them along."""
    if form.ok:
        form.refuse(error)
    return await _page(request, status=status_of(error), **forms)


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
        "own_account.html",
        status=status,
        home=_address(request),
        refused=next((form for form in (password, language, token) if form), None),
        password=password or blank_form(PasswordForm),
        language=language or blank_form(LanguageForm, {"locale": who.locale}),
        token=token or blank_form(TokenForm),
        tokens=await queries.own_tokens(who),
        rights=[permission.value for permission in Permission if who.may(permission)],
        **await _held(who),
    )


async def _held(who: Viewer) -> dict[str, Any]:
    """The roles held, names of the places and enterprises where, and who else looks after those enterprises."""
    own = await enterprises.mine(who)
    codes = frozenset(grant.place_code for grant in who.grants if grant.place_code)
    return {
        "names": {**await places.names(codes, i18n.current_locale()), **{each.id: each.name for each in own}},
        "colleagues": [(each, await queries.members(who, each.id)) for each in own],
    }
