"""An enterprise signs up: its credit code, where it is, and the first account. The enterprise is signed in at once."""

from aiohttp import web
from limits import RateLimitItemPerHour

from registry.enterprises import actions
from registry.enterprises.schemas import SignUp
from registry.errors import LvceError
from registry.web import i18n, keys, session
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import address, page
from registry.web.portal.choices import SHOW_PLACES, place_choice

SIGN_UP_BY_ADDRESS = RateLimitItemPerHour(30, 1, "sign-up-address")
"""A fair of enterprises behind one office's address may pass; a flood may not."""


async def show(request: web.Request) -> web.Response:
    """GET /sign-up"""
    return await _form(request, blank_form(SignUp))


async def submit(request: web.Request) -> web.StreamResponse:
    """POST /sign-up"""
    form = await read_form(request, SignUp)
    if form.text("step") == SHOW_PLACES:
        return await _form(request, Form(SignUp, form.typed))
    if not form.ok:
        return await _form(request, form, status=422)
    try:
        request.app[keys.THROTTLE].attempt(SIGN_UP_BY_ADDRESS, request.remote or "")
        made = await actions.sign_up(form.value, locale=i18n.current_locale())
    except LvceError as error:
        form.refuse(error)
        return await _form(request, form, status=status_of(error))
    answer = web.HTTPSeeOther(address(request, "/portal", welcome=1))
    session.give_cookie(answer, request.app[keys.SETTINGS], await session.begin(request, made.account_id))
    raise answer


async def _form(request: web.Request, form: Form[SignUp], *, status: int = 200) -> web.Response:
    places = await place_choice(request, form)
    return await page(request, "portal/sign_up.html", status=status, form=form, places=places)
