"""The application: settings in, an aiohttp application out. The job loop is `worker.py`, the commands `commands/`.

Whoever runs it connects the database (`db.lifecycle.connected`) and installs the storage (`storage.installed.install`).
"""

from typing import TYPE_CHECKING

from aiohttp import web

from registry.settings import Settings
from registry.web import i18n, keys, middleware
from registry.web.pages import environment
from registry.web.rate import Throttle
from registry.web.routing import Route, all_routes, install
from registry.web.static_files import serve, static_tree
from registry.web.submissions import Submissions

if TYPE_CHECKING:
    from aiohttp.typedefs import Middleware

FORM_BYTES = 2 * 1024 * 1024
"""Most bytes of a form or a JSON body read into memory; uploads are streamed and have their own limit."""


def create_app(settings: Settings, routes: tuple[Route, ...] | None = None) -> web.Application:
    """An application that answers every address of the route table, or of the `routes` given instead.

    Reads templates, catalogues and static files: call it before serving.
    """
    environment()
    i18n.catalogue()
    static_tree()
    around: list[Middleware] = [middleware.observe, middleware.explain, middleware.admit]
    if settings.trusted_proxies:
        around = [middleware.forwarded(settings), *around]
    app = web.Application(middlewares=around, client_max_size=FORM_BYTES)
    app[keys.SETTINGS] = settings
    app[keys.THROTTLE] = Throttle()
    app[keys.SUBMISSIONS] = Submissions()
    install(app, all_routes() if routes is None else routes)
    app.router.add_get("/static/{digest}/{name:.+}", serve, name="static")
    app.on_response_prepare.append(middleware.add_headers)
    return app
