"""Signing in and out. Passwords and lock-out are `registry/accounts/`'s, cookies `registry/web/session.py`'s."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, Field

from registry import clock
from registry.accounts import signing_in
from registry.accounts.schemas import Viewer
from registry.errors import Invalid, TooMany
from registry.fields import Line
from registry.web import kept, keys, session
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import address, go, page
from registry.web.rate import SIGN_IN_BY_ACCOUNT, SIGN_IN_BY_ADDRESS


class SignIn(BaseModel):
    """What the sign-in form sends."""

    login: Annotated[str, Line(100)]
    password: Annotated[str, Field(max_length=1000)]
    next: str = ""
    kept: str = ""


async def show(request: web.Request) -> web.StreamResponse:
    """GET /sign-in"""
    return await _form(request, blank_form(SignIn), request.query.get("next", ""), None)


async def submit(request: web.Request) -> web.StreamResponse:
    """POST /sign-in"""
    form = await read_form(request, SignIn)
    carried = kept.from_text(form.text("kept"))
    if not form.ok:
        return await _form(request, form, form.text("next"), carried, status=422)
    throttle = request.app[keys.THROTTLE]
    try:
        throttle.attempt(SIGN_IN_BY_ADDRESS, request.remote or "")
        throttle.attempt(SIGN_IN_BY_ACCOUNT, form.value.login.casefold())
        who = await signing_in.sign_in(form.value.login, form.value.password, now=clock.now())
    except (Invalid, TooMany) as error:
        form.refuse(error)
        status = 429 if isinstance(error, TooMany) else 422
        return await _form(request, form, form.text("next"), carried, status=status)
    return await _welcome(request, who, form.value.next, carried)


async def _welcome(request: web.Request, who: Viewer, after: str, carried: kept.Kept | None) -> web.StreamResponse:
    """Open the session, then go on: to the kept form, the page asked for, or the person's own start page."""
    assert who.account_id is not None  # noqa: S101 - signed in, so there is an account
    raw = await session.begin(request, who.account_id)
    request[keys.SESSION], request[keys.VIEWER] = raw, who
    settings = request.app[keys.SETTINGS]
    if carried:
        response = await page(request, "public/sign_in_resend.html", kept=carried)
        session.give_cookie(response, settings, raw)
        return response
    answer = web.HTTPSeeOther(address(request, after if kept.is_local(after) else _start_of(who)))
    session.give_cookie(answer, settings, raw)
    raise answer


def _start_of(who: Viewer) -> str:
    return "/portal" if any(grant.enterprise_id for grant in who.grants) else "/desk"


async def _form(
    request: web.Request, form: Form[SignIn], after: str, carried: kept.Kept | None, *, status: int = 200
) -> web.Response:
    safe = after if kept.is_local(after) else ""
    return await page(request, "public/sign_in.html", status=status, form=form, next=safe, kept=carried)


async def leave(request: web.Request) -> web.StreamResponse:
    """POST /sign-out"""
    await session.end(request)
    answer = go(request, "/")
    session.take_cookie(answer, request.app[keys.SETTINGS])
    raise answer
