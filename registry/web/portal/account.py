"""One's own account: password, language, tokens for programs, and the colleagues who look after the same enterprise."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field

from registry.accounts import actions, queries
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.enterprises import queries as enterprises
from registry.errors import LvceError, NotFound
from registry.fields import Line
from registry.web import i18n, keys, session
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer

ADDRESS = "/portal/account"


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
    """GET /portal/account"""
    return await _page(request)


async def change_password(request: web.Request) -> web.StreamResponse:
    """POST /portal/account/password"""
    form = await read_form(request, PasswordForm)
    try:
        await actions.change_password(
            _account(request),
            old=form.value.old,
            new=form.value.new,
            actor=viewer(request),
            keep_session=session.digest(request[keys.SESSION]),
        )
    except LvceError as error:
        return await _refused(request, form, error, password=form)
    raise go(request, ADDRESS, done="password")


async def change_language(request: web.Request) -> web.StreamResponse:
    """POST /portal/account/language"""
    form = await read_form(request, LanguageForm)
    try:
        await actions.set_locale(_account(request), form.value.locale, actor=viewer(request))
    except LvceError as error:
        return await _refused(request, form, error, language=form)
    raise web.HTTPSeeOther(f"{ADDRESS}?done=language")


async def make_token(request: web.Request) -> web.StreamResponse:
    """POST /portal/account/tokens"""
    form = await read_form(request, TokenForm)
    try:
        secret = await actions.issue_token(
            form.value.name,
            permissions=frozenset(form.value.permissions),
            expires_on=form.value.expires_on,
            actor=viewer(request),
        )
    except LvceError as error:
        return await _refused(request, form, error, token=form)
    return await page(request, "portal/account_token.html", secret=secret, name=form.value.name)


@endpoint(produces="text/html")
async def asking(request: web.Request, token_id: Annotated[UUID, Path]) -> web.Response:
    """GET /portal/account/tokens/{token_id}/revoke"""
    for token in await queries.own_tokens(viewer(request)):
        if token.id == token_id and token.revoked_at is None:
            return await page(request, "portal/account_revoke.html", token=token)
    raise NotFound("token")


@endpoint(produces="text/html")
async def revoke_token(request: web.Request, token_id: Annotated[UUID, Path]) -> web.StreamResponse:
    """POST /portal/account/tokens/{token_id}/revoke"""
    await actions.revoke_token(token_id, actor=viewer(request))
    raise go(request, ADDRESS, done="revoked")


def _account(request: web.Request) -> UUID:
    account_id = viewer(request).account_id
    assert account_id is not None  # noqa: S101 - the route is for people who are signed in
    return account_id


async def _refused(request: web.Request, form: Form[Any], error: LvceError, **forms: Form[Any]) -> web.Response:
    """Show the page again with the form that was refused. A form with faults of its own brings them along."""
    if form.ok:
        if error.field == "password":
            error.field = "new"
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
        "portal/account.html",
        status=status,
        refused=next((form for form in (password, language, token) if form), None),
        password=password or blank_form(PasswordForm),
        language=language or blank_form(LanguageForm, {"locale": who.locale}),
        token=token or blank_form(TokenForm),
        tokens=await queries.own_tokens(who),
        rights=[(right.value, name) for right, name in _rights().items() if who.may(right)],
        right_names={right.value: name for right, name in _rights().items()},
        colleagues=await _colleagues(who),
    )


async def _colleagues(who: Viewer) -> list[tuple[str, list[str]]]:
    """Each enterprise of the viewer with the people who look after it."""
    return [
        (own.name, [f"{each.name} ({each.login})" for each in await queries.members(who, own.id)])
        for own in await enterprises.mine(who)
    ]


def _rights() -> dict[Permission, str]:
    """What a token may be allowed to do, as people say it."""
    _ = i18n.gettext
    return {
        Permission.APPLICATION_READ_OWN: _("Read your applications and certificates"),
        Permission.APPLICATION_FILL_OWN: _("Fill in and hand in your applications"),
        Permission.SITE_MANAGE_OWN: _("Add and correct your malls"),
        Permission.ENTERPRISE_MANAGE_OWN: _("See your enterprise and its people"),
        Permission.ENTERPRISE_READ: _("Read enterprises"),
        Permission.APPLICATION_READ: _("Read applications"),
        Permission.APPLICATION_CHECK: _("Accept or return applications"),
        Permission.ROUND_MANAGE: _("Open rounds"),
        Permission.REVIEW_ASSIGN: _("Assign reviewers"),
        Permission.REVIEW_DO: _("Review"),
        Permission.NOTICE_READ: _("Read notices"),
        Permission.NOTICE_PUBLISH: _("Publish notices"),
        Permission.OBJECTION_ANSWER: _("Answer objections"),
        Permission.DECISION_PROPOSE: _("Propose decisions"),
        Permission.DECISION_READ: _("Read decisions"),
        Permission.DECISION_DECIDE: _("Decide"),
        Permission.CERTIFICATE_READ: _("Read certificates"),
        Permission.CERTIFICATE_SUSPEND: _("Suspend certificates"),
        Permission.CERTIFICATE_REVOKE: _("Revoke certificates"),
        Permission.REGISTER_IMPORT: _("Import lists into the register"),
        Permission.TARGET_MANAGE: _("Set targets"),
        Permission.ACCOUNT_MANAGE: _("Manage accounts"),
        Permission.AUDIT_READ: _("Read the audit"),
        Permission.TOKEN_MANAGE_OWN: _("Make and revoke your tokens"),
    }
