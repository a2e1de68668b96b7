"""The one table of addresses: method, path, handler, what it needs. Each audience lists its own in `routes.py`.

What the needs mean at run time is `middleware.py`'s.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from aiohttp import web

from registry.accounts.rules import Permission
from registry.web import keys

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Access(Enum):
    """Needs that are not a permission."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"


PUBLIC_ACCESS = Access.PUBLIC
SIGNED_IN = Access.SIGNED_IN

Needs = Permission | Access


@dataclass(frozen=True, slots=True)
class Route:
    """One address. `name` is unique and stable: the access matrix and the documentation call it by that."""

    method: str
    path: str
    handler: Handler
    needs: Needs
    name: str


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of an audience's navigation; shown to those who may. `label` is an English message id.

    `also`: where pages stand that belong to it without standing below it.
    """

    path: str
    label: str
    needs: Needs
    also: tuple[str, ...] = ()


def all_routes() -> tuple[Route, ...]:
    """Every address of the product, in the order of the audiences; names are unique."""
    # Imported here because the audiences' tables are made of the Route above.
    from registry.web.api import routes as api  # noqa: PLC0415 - see above
    from registry.web.desk import routes as desk  # noqa: PLC0415 - see above
    from registry.web.portal import routes as portal  # noqa: PLC0415 - see above
    from registry.web.public import routes as public  # noqa: PLC0415 - see above

    routes = (*public.ROUTES, *portal.ROUTES, *desk.ROUTES, *api.ROUTES)
    names = [route.name for route in routes]
    if len(set(names)) != len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"route names used twice: {', '.join(twice)}")
    return routes


def navigation(audience: str) -> tuple[NavItem, ...]:
    """The navigation of `portal`, `desk` or (anything else) the public pages."""
    from registry.web.desk import routes as desk  # noqa: PLC0415 - as in all_routes
    from registry.web.portal import routes as portal  # noqa: PLC0415 - as in all_routes
    from registry.web.public import routes as public  # noqa: PLC0415 - as in all_routes

    return {"portal": portal.NAVIGATION, "desk": desk.NAVIGATION}.get(audience, public.NAVIGATION)


def route_table() -> list[dict[str, str]]:
    """Rows of `python -m registry routes`: method, path, needs, name."""
    return [
        {"method": route.method, "path": route.path, "needs": route.needs.value, "name": route.name}
        for route in all_routes()
    ]


def install(app: web.Application, routes: tuple[Route, ...]) -> None:
    """Hand the table to aiohttp, and remember which row each of its routes came from."""
    known: dict[web.AbstractRoute, Route] = {}
    resources: dict[str, web.Resource] = {}
    for route in routes:
        resource = resources.get(route.path)
        if resource is None:
            resource = resources[route.path] = app.router.add_resource(route.path)
        known[resource.add_route(route.method, route.handler)] = route
        if route.method == "GET":
            known[resource.add_route("HEAD", route.handler)] = route
    app[keys.ROUTES] = known


def route_of(request: web.Request) -> Route | None:
    """The row that this request matched; None for addresses that do not exist."""
    return request.app[keys.ROUTES].get(request.match_info.route)


def wants_problem(request: web.Request) -> bool:
    """Whether a machine asks: then errors are problem+json and nobody is sent to a sign-in page."""
    path = request.path
    if path.startswith("/api/") and path != "/api/docs":
        return True
    return path.endswith(".json") or request.headers.get("Accept", "").startswith("application/json")
