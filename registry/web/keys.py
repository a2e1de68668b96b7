"""Typed keys under which the shell keeps things on the application and on a request. No logic."""

from typing import TYPE_CHECKING

from aiohttp import web

from registry.settings import Settings

if TYPE_CHECKING:
    from registry.accounts.schemas import Viewer
    from registry.web.rate import Throttle
    from registry.web.routing import Route
    from registry.web.submissions import Submissions

SETTINGS: web.AppKey[Settings] = web.AppKey("settings", Settings)
ROUTES: web.AppKey["dict[web.AbstractRoute, Route]"] = web.AppKey("routes", dict)
THROTTLE: web.AppKey["Throttle"] = web.AppKey("throttle")
SUBMISSIONS: web.AppKey["Submissions"] = web.AppKey("submissions")

VIEWER: web.RequestKey["Viewer"] = web.RequestKey("viewer")
LOCALE: web.RequestKey[str] = web.RequestKey("locale", str)
NONCE: web.RequestKey[str] = web.RequestKey("nonce", str)
SESSION: web.RequestKey[str] = web.RequestKey("session", str)
"""The raw session id of the cookie, only when it names a live session."""
BEARER: web.RequestKey[bool] = web.RequestKey("bearer", bool)
"""Whether the viewer came with an API token instead of a cookie."""
