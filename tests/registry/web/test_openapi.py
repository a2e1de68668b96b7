"""The OpenAPI document."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry.accounts.rules import Permission
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.openapi import document
from registry.web.routing import PUBLIC_ACCESS, Route, all_routes


class Mall(BaseModel):
    name: str


class Filter(BaseModel):
    year: int
    place: str = ""


@endpoint(tag="malls")
async def listed(request: web.Request, filters: Annotated[Filter, Query]) -> list[Mall]:
    """Malls of a year.

    In the order of their names.
    """
    return []


@endpoint(status=201, location="/api/v1/malls/{id}")
async def change(request: web.Request, mall_id: Annotated[UUID, Path], mall: Annotated[Mall, Body]) -> Mall:
    """Change a mall."""
    return mall


@endpoint(uploads="file")
async def check(request: web.Request) -> None:
    """Check a file."""


@endpoint(produces="text/csv", absent=True)
async def export(request: web.Request) -> web.StreamResponse:
    """Everything as a table."""
    return web.Response()


async def page(request: web.Request) -> web.Response:
    return web.Response()


ROUTES = (
    Route("GET", "/api/v1/malls", listed, PUBLIC_ACCESS, "a"),
    Route("POST", r"/api/v1/malls/{mall_id:[0-9a-f]{8}}", change, Permission.SITE_MANAGE_OWN, "b"),
    Route("POST", "/api/v1/check", check, PUBLIC_ACCESS, "c"),
    Route("GET", "/api/v1/malls.csv", export, PUBLIC_ACCESS, "d"),
    Route("GET", "/page", page, PUBLIC_ACCESS, "e"),
)


def test_the_whole_shape():
    made = document(ROUTES, "https://lvce.example")
    assert made["openapi"] == "3.1.0"
    assert set(made["paths"]) == {"/api/v1/malls", "/api/v1/malls/{mall_id}", "/api/v1/check", "/api/v1/malls.csv"}
    listing = made["paths"]["/api/v1/malls"]["get"]
    assert listing["description"] == "In the order of their names."
    assert [(p["name"], p["in"], p["required"]) for p in listing["parameters"]] == [
        ("year", "query", True),
        ("place", "query", False),
    ]
    assert listing["responses"]["200"]["content"]["application/json"]["schema"]["items"] == {
        "$ref": "#/components/schemas/Mall"
    }
    assert "security" not in listing
    assert set(listing["responses"]) == {"200", "422", "default"}
    changing = made["paths"]["/api/v1/malls/{mall_id}"]["post"]
    assert changing["security"] == [{"bearer": ["site:manage_own"]}]
    assert changing["parameters"][0]["required"]
    assert set(changing["responses"]) == {"201", "400", "401", "404", "409", "413", "415", "422", "default"}
    assert "Location" in changing["responses"]["201"]["headers"]
    assert "application/problem+json" in changing["responses"]["422"]["content"]
    upload = made["paths"]["/api/v1/check"]["post"]
    assert "file" in upload["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]
    assert "204" in upload["responses"]
    assert made["paths"]["/api/v1/malls.csv"]["get"]["responses"]["200"]["content"] == {"text/csv": {}}
    assert "404" in made["paths"]["/api/v1/malls.csv"]["get"]["responses"]


def test_every_reference_leads_somewhere_and_every_operation_has_its_own_name():
    made = document(all_routes(), "https://lvce.example")
    text = str(made)
    for part in text.split("#/components/schemas/")[1:]:
        assert part.split("'")[0] in made["components"]["schemas"]
    names = [operation["operationId"] for methods in made["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))
