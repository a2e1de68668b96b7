"""What happens around every handler, from outside in: request id and headers, errors, who asks, whether they may,
whether the post is genuine, and one effect per form. The parts themselves are the modules named here.
"""

import secrets
import time

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from aiohttp_remotes import XForwardedRelaxed
from aiohttp_remotes.exceptions import RemoteError
from pydantic import BaseModel

from registry import logs
from registry.accounts.schemas import PUBLIC
from registry.errors import Forbidden, LvceError, SignInNeeded
from registry.identifiers import new_id
from registry.settings import Settings
from registry.web import csrf, errors, i18n, kept, keys, session, submissions
from registry.web.forms import blank_form
from registry.web.pages import address, allowed, page, viewer
from registry.web.routing import Access, Route, route_of, wants_problem

log = structlog.get_logger("web")


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request an id and a nonce, and write one line about it when it is answered."""
    name = str(new_id())
    logs.request_id.set(name)
    request[keys.NONCE] = secrets.token_urlsafe(16)
    started = time.perf_counter()
    status = 500
    try:
        response = await handler(request)
        status = response.status
    except web.HTTPException as answer:
        status = answer.status
        raise
    else:
        return response
    finally:
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        log.info("request", method=request.method, path=request.path, status=status, ms=milliseconds)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Security headers on every answer, streamed ones too (a response-prepare signal)."""
    settings = request.app[keys.SETTINGS]
    headers = response.headers
    headers["X-Request-Id"] = logs.request_id.get()
    headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; script-src 'self' 'nonce-{request.get(keys.NONCE, '')}'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
    if settings.base_url.startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.get(keys.VIEWER, PUBLIC).account_id is not None or request.method not in csrf.SAFE:
        headers.setdefault("Cache-Control", "no-store")
    headers.popall("Server", None)


@web.middleware
async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever goes wrong into the answer that fits who asks."""
    i18n.set_locale(_locale(request, ""))
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < web.HTTPBadRequest.status_code:
            raise
        return await _answer(request, errors.from_aiohttp(answer))
    except Exception as failure:  # noqa: BLE001 - the last line: whatever it is, the person gets an answer
        known = errors.known(failure)
        if known is None:
            # Formatting a traceback reads source files, so it is not done on the event loop.
            await log.aexception("unhandled", path=request.path)
            known = errors.InternalError()
        elif errors.status_of(known) >= web.HTTPInternalServerError.status_code:
            await log.aexception("refused", code=known.code, path=request.path)
        return await _answer(request, known)


async def _answer(request: web.Request, known: LvceError) -> web.StreamResponse:
    """The answer to an error. If even its page fails, a person still gets a number to tell the bureau."""
    try:
        return errors.answer(request, known)
    except Exception:  # noqa: BLE001 - nothing is left that could explain it better
        await log.aexception("error page failed", path=request.path)
        return errors.problem(errors.InternalError())


def _locale(request: web.Request, account: str) -> str:
    """`?lang=`, then the account's language, then the browser's, then Chinese."""
    return (
        i18n.known_locale(request.query.get("lang"))
        or i18n.known_locale(account)
        or i18n.negotiate(request.headers.get("Accept-Language", ""))
        or i18n.DEFAULT
    )


@web.middleware
async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find the viewer, check what the address needs, check that a post is genuine; then the handler."""
    route = route_of(request)
    try:
        request[keys.VIEWER] = await session.identify(request)
    except LvceError:
        raise
    except Exception:
        # A public page must not fall because the session table cannot be read.
        if route is None or route.needs is not Access.PUBLIC:
            raise
        await log.aexception("identify")
        request[keys.VIEWER] = PUBLIC
    i18n.set_locale(_locale(request, viewer(request).locale if viewer(request).account_id else ""))
    if route is None:
        return await handler(request)
    if request.method not in csrf.SAFE and not request.path.startswith("/api/v"):
        return await _posted(request, route, handler)
    if not allowed(viewer(request), route.needs):
        return _refused(request)
    return await handler(request)


def _refused(request: web.Request) -> web.StreamResponse:
    """Signed-in people get the page of things that do not exist; others are asked to sign in."""
    if viewer(request).account_id is not None:
        raise Forbidden
    if wants_problem(request) or request.headers.get("HX-Request"):
        raise SignInNeeded
    raise web.HTTPSeeOther(address(request, "/sign-in", next=request.path_qs))


async def _posted(request: web.Request, route: Route, handler: Handler) -> web.StreamResponse:
    """A posted form of a page: from our own pages only, nothing typed lost, one effect however often it is sent."""
    csrf.check_origin(request)
    if not allowed(viewer(request), route.needs):
        if viewer(request).account_id is None and not request.headers.get("HX-Request"):
            return await _sign_in_first(request)
        return _refused(request)
    if request.content_type == "application/x-www-form-urlencoded":
        return await _form(request, handler)
    # The body is read by the handler: a multipart stream, in which `uploads.py` looks for the token.
    csrf.check_vouched(request)
    return await handler(request)


async def _form(request: web.Request, handler: Handler) -> web.StreamResponse:
    posted = await request.post()
    given = request.headers.get(csrf.HEADER, "") or str(posted.get(csrf.FIELD, ""))
    if request.get(keys.SESSION) and not csrf.holds(request, given) and not csrf.is_script(request):
        return await _send_again(request)
    number = str(posted.get(submissions.FIELD, ""))
    if not number:
        return await handler(request)
    who = session.digest(request.get(keys.SESSION, ""))
    key = (who, request.path, submissions.content_key(number, posted))
    return await request.app[keys.SUBMISSIONS].once(key, lambda: handler(request))


async def _sign_in_first(request: web.Request) -> web.StreamResponse:
    """The session ended while somebody was typing: show sign-in, carrying what was typed."""
    carried = await kept.keep(request)
    if carried is None or csrf.origin(request) is not True:
        raise SignInNeeded
    return await page(
        request, "public/sign_in.html", status=401, form=blank_form(BaseModel), next=carried.path, kept=carried
    )


async def _send_again(request: web.Request) -> web.StreamResponse:
    """A form of an earlier session (another tab signed out and in): ask once more, with everything still there."""
    carried = await kept.keep(request)
    if carried is None or csrf.origin(request) is not True:
        raise csrf.ForgedPost
    return await page(request, "public/sign_in_resend.html", status=409, kept=carried)


def forwarded(settings: Settings) -> Middleware:
    """Address, scheme and host as the trusted reverse proxies state them."""
    relaxed = XForwardedRelaxed(settings.trusted_proxies)

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse a chain that is shorter than the proxies that we trust: somebody came around them."""
        chain = request.headers.get("X-Forwarded-For", "")
        if chain and chain.count(",") + 1 < settings.trusted_proxies:
            raise web.HTTPBadRequest
        try:
            return await relaxed.middleware(request, handler)
        except RemoteError as error:
            raise web.HTTPBadRequest from error

    return middleware
