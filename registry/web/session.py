"""Who is asking: a session cookie on pages, a bearer token on the API. Opening and closing sessions.

Passwords, expiry and rows are `registry/accounts/`'s; the forms are `public/sign_in.py`'s.
"""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from aiohttp import web

from registry import clock
from registry.accounts import queries, signing_in
from registry.accounts.schemas import PUBLIC, Viewer
from registry.errors import LvceError, SignInNeeded
from registry.settings import Settings
from registry.web import keys

TOKEN_BYTES = 32
"""256 random bits: nothing to guess, so the table keeps only their SHA-256."""


class BadToken(SignInNeeded):
    """The bearer token is unknown, revoked or expired."""

    def __init__(self) -> None:
        LvceError.__init__(
            self,
            "token-not-valid",
            "This API token is not valid (any more).",
            hint="Make a new one on your account page.",
        )


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host over https; plain http on the loopback cannot use that prefix."""
    return "__Host-lvce" if settings.base_url.startswith("https://") else "lvce"


def digest(token: str) -> str:
    """What the tables keep of a session id or an API token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def identify(request: web.Request) -> Viewer:
    """The viewer of a request. API addresses read only the bearer token, pages only the cookie."""
    if request.path.startswith("/api/v"):
        return await _by_token(request)
    raw = request.cookies.get(cookie_name(request.app[keys.SETTINGS]), "")
    if not raw:
        return PUBLIC
    idle = timedelta(minutes=request.app[keys.SETTINGS].session_idle_minutes)
    found = await queries.session_viewer(digest(raw), clock.now(), idle=idle)
    if found is None:
        return PUBLIC
    request[keys.SESSION] = raw
    return found


async def _by_token(request: web.Request) -> Viewer:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return PUBLIC
    found = await queries.token_viewer(digest(token.strip()))
    if found is None:
        raise BadToken
    request[keys.BEARER] = True
    return found


async def begin(request: web.Request, account_id: UUID) -> str:
    """Open a fresh session (never reuse an id that was known before signing in) and close the old one."""
    await end(request)
    raw = secrets.token_urlsafe(TOKEN_BYTES)
    lifetime = timedelta(hours=request.app[keys.SETTINGS].session_hours)
    await signing_in.open_session(
        account_id, digest(raw), clock.now(), request.headers.get("User-Agent", "")[:200], lifetime=lifetime
    )
    return raw


async def end(request: web.Request) -> None:
    """Close the session of this request, if there is one."""
    raw = request.get(keys.SESSION)
    if raw:
        await signing_in.close_session(digest(raw))


def give_cookie(response: web.StreamResponse, settings: Settings, raw: str) -> None:
    """Put the session cookie on an answer; it lives as long as the browser, the table decides the rest."""
    response.set_cookie(
        cookie_name(settings),
        raw,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=settings.base_url.startswith("https://"),
    )


def take_cookie(response: web.StreamResponse, settings: Settings) -> None:
    """Remove the session cookie."""
    secure = settings.base_url.startswith("https://")
    response.del_cookie(cookie_name(settings), path="/", httponly=True, samesite="Lax", secure=secure)
