"""The API described: the OpenAPI document, and a page for people made from it. No viewer from elsewhere is loaded."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from aiohttp import web
from markupsafe import Markup

from registry.web import keys
from registry.web.openapi import document
from registry.web.pages import environment, page
from registry.web.routing import all_routes


async def openapi(request: web.Request) -> web.Response:
    """GET /api/openapi.json"""
    described = _described(request.app[keys.SETTINGS].base_url)
    return web.Response(body=described.document, content_type="application/json")


async def docs(request: web.Request) -> web.Response:
    """GET /api/docs"""
    base_url = request.app[keys.SETTINGS].base_url
    described = _described(base_url)
    return await page(
        request,
        "api/description.html",
        base_url=base_url,
        groups=described.groups,
        reference=described.reference,
    )


@dataclass(frozen=True, slots=True)
class Described:
    """The document as sent, the nouns it has, and the part of the page that is the same for everybody."""

    document: bytes
    groups: tuple[str, ...]
    reference: Markup


@cache
def _described(base_url: str) -> Described:
    """Made once: half a second of work that nobody should be able to ask for again and again."""
    made = document(all_routes(), base_url)
    groups = _groups(made["paths"])
    html = environment().get_template("api/_reference.html").render(
        groups=groups, schemas=made["components"]["schemas"]
    )  # fmt: skip
    return Described(orjson.dumps(made), tuple(groups), Markup(html))  # noqa: S704 - our own template, autoescaped


def _groups(paths: dict[str, dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Operations by their noun, each with its method, path and what is sent and answered."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in paths.items():
        for method, operation in methods.items():
            success = {code: answer for code, answer in operation["responses"].items() if code.startswith("2")}
            shown = {
                "method": method.upper(),
                "path": path,
                "sent": operation.get("requestBody", {}).get("content", {}),
                "success": success,
                "refusals": [code for code in operation["responses"] if code not in success and code != "default"],
            }
            groups.setdefault(operation["tags"][0], []).append(
                {"description": "", "parameters": []} | operation | shown
            )
    return groups
