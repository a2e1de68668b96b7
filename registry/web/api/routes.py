"""Addresses of the api audience: one row each, with the permission it needs. Handlers are beside this file."""

from registry.web.api import description
from registry.web.routing import PUBLIC_ACCESS, Route

ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/openapi.json", description.openapi, PUBLIC_ACCESS, "api.openapi"),
    Route("GET", "/api/docs", description.docs, PUBLIC_ACCESS, "api.docs"),
)
