"""Forged posts are refused: where the browser says a request came from, and a token bound to the session.

API calls with a bearer token carry no ambient authority and are exempt.
"""

import hashlib
import hmac
from urllib.parse import urlsplit

from aiohttp import web

from registry.errors import LvceError
from registry.web import keys

FIELD = "_csrf"
HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForgedPost(LvceError):
    """The post did not come from a page of ours, or its token is of another session."""

    def __init__(self) -> None:
        super().__init__(
            "form-not-ours",
            "This form did not come from a page of this site, so nothing was done.",
            hint="Open the page again and send the form from there.",
        )


def token(request: web.Request) -> str:
    """The token for forms of this session; empty when nobody is signed in (then the origin check stands alone)."""
    session = request.get(keys.SESSION)
    if not session:
        return ""
    return hmac.new(session.encode(), b"lvce form token", hashlib.sha256).hexdigest()


def holds(request: web.Request, given: str) -> bool:
    """Whether the given token is the one of this session."""
    return hmac.compare_digest(token(request).encode(), given.encode())


def origin(request: web.Request) -> bool | None:
    """True: a page of ours sent this; False: another site did; None: the client does not say."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    sender = request.headers.get("Origin")
    if sender is None:
        return None
    ours = urlsplit(request.app[keys.SETTINGS].base_url).netloc
    return urlsplit(sender).netloc in {request.host, ours}


def check_origin(request: web.Request) -> None:
    """Refuse what another site sent; raises ForgedPost."""
    if origin(request) is False:
        raise ForgedPost


def check_vouched(request: web.Request) -> None:
    """A body that is not read here cannot show its token, so the browser itself must vouch; raises ForgedPost."""
    if origin(request) is not True:
        raise ForgedPost


def is_script(request: web.Request) -> bool:
    """Whether our own page's script sent this: another site could not set this header without being asked first.

    Autosave goes on after somebody signed in again in another tab, although its page has the former token.
    """
    return bool(request.headers.get("HX-Request")) and request.headers.get("Sec-Fetch-Site") == "same-origin"
