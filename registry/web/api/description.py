"""The API described: the OpenAPI document, and a page for people made from it. No viewer from elsewhere is loaded."""

from aiohttp import web

from registry.web import keys
from registry.web.openapi import document
from registry.web.pages import page
from registry.web.routing import all_routes


async def openapi(request: web.Request) -> web.Response:
    """GET /api/openapi.json"""
    return web.json_response(document(all_routes(), request.app[keys.SETTINGS].base_url))


async def docs(request: web.Request) -> web.Response:
    """GET /api/docs"""
    described = document(all_routes(), request.app[keys.SETTINGS].base_url)
    groups: dict[str, list[dict[str, object]]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append({"method": method.upper(), "path": path, **operation})
    return await page(request, "api/description.html", groups=groups)
