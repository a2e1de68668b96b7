"""The API described: complete, sound, and a page that a person can read."""

import re

import pytest

from registry.web.api import description
from registry.web.endpoints import ATTRIBUTE
from registry.web.openapi import document
from registry.web.routing import PUBLIC_ACCESS, all_routes

BELOW = [route for route in all_routes() if route.path.startswith("/api/v1/")]


@pytest.fixture(scope="module")
def made():
    return document(all_routes(), "https://lvce.example")


def operations(made):
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


async def test_the_document_is_served(browser):
    made = await (await browser.get("/api/openapi.json")).json()
    assert made["openapi"] == "3.1.0"
    assert made["servers"] == [{"url": "http://127.0.0.1:8080"}]
    assert len(made["paths"]) > 50


def test_every_address_is_described(made):
    undescribed = [route.name for route in BELOW if not hasattr(route.handler, ATTRIBUTE)]
    assert undescribed == []
    assert {(route.method.lower(), route.path) for route in BELOW} == {(m, path) for m, path, _ in operations(made)}


def test_every_operation_is_whole(made):
    names = set()
    for method, path, operation in operations(made):
        names.add(operation["operationId"])
        assert operation["summary"].endswith("."), operation["operationId"]
        stated = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert stated == set(re.findall(r"\{(\w+)\}", path)), path
        assert all(p["required"] for p in operation.get("parameters", []) if p["in"] == "path")
        assert all(p["schema"] for p in operation.get("parameters", []))
        success = [code for code in operation["responses"] if code.startswith("2")]
        assert len(success) == 1, path
        assert "Location" in operation["responses"][success[0]].get("headers", {}) or success != ["201"], path
        for code, answer in operation["responses"].items():
            assert answer["description"]
            if code not in success:
                assert set(answer["content"]) == {"application/problem+json"}
        assert ("requestBody" in operation) <= (method in {"post", "put", "patch"}), path
    assert len(names) == len(BELOW)


def test_what_needs_a_token_says_so(made):
    needs = {(route.method.lower(), route.path): route.needs for route in BELOW}
    for method, path, operation in operations(made):
        assert ("security" in operation) is (needs[method, path] is not PUBLIC_ACCESS), path
        assert ("401" in operation["responses"]) is ("security" in operation), path


def references(part):
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for each in part.values():
            yield from references(each)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


def test_every_reference_leads_somewhere_and_every_schema_is_used(made):
    named = {reference.removeprefix("#/components/schemas/") for reference in references(made)}
    assert named == set(made["components"]["schemas"])
    assert [name for name in named if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name)] == []


def test_schemas_are_of_the_kinds_that_2020_12_knows(made):
    kinds = {"string", "integer", "number", "boolean", "array", "object", "null"}

    def check(schema):
        assert isinstance(schema, dict)
        assert schema.get("type", "null") in kinds, schema
        assert "nullable" not in schema
        for part in ("anyOf", "oneOf", "allOf", "prefixItems"):
            for each in schema.get(part, []):
                check(each)
        for each in schema.get("properties", {}).values():
            check(each)
        if isinstance(schema.get("items"), dict):
            check(schema["items"])
        assert set(schema.get("required", [])) <= set(schema.get("properties", {})) or "$ref" in schema

    for schema in made["components"]["schemas"].values():
        check(schema)


def test_amounts_are_text_days_are_days_and_both_languages_stand_together(made):
    schemas = made["components"]["schemas"]
    area, opened = (schemas["Site"]["properties"][name]["anyOf"][0] for name in ("building_area_m2", "opened_on"))
    assert (area["type"], opened["format"]) == ("string", "date")
    value = schemas["AnswerInput"]["properties"]["value"]
    assert all(kind in value["description"] for kind in ("yes_no", "choice", "checks", "parts", "counts"))
    assert value["examples"]
    assert set(schemas["Words"]["properties"]) == {"zh", "en"}
    loose = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field in schema.get("properties", {})
        if field.endswith("_zh") and schema.get("additionalProperties", True) is not False
    ]
    assert loose == []
    lists = [name for name in schemas if name.endswith("Listing")]
    assert lists
    assert all(set(schemas[name]["required"]) == {"items", "total", "page", "size"} for name in lists)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
async def test_the_page(browser, language):
    response = await browser.get(f"/api/docs?lang={language}")
    assert response.status == 200
    assert "GET /api/v1/register" in browser.html
    assert "Search the register as of a day." in browser.html
    assert 'href="#RegisterItem"' not in browser.html or 'id="RegisterItem"' in browser.html
    targets = set(re.findall(r'href="#([^"]+)"', browser.html))
    assert targets <= set(re.findall(r'id="([^"]+)"', browser.html))


async def test_it_is_made_once(browser, monkeypatch):
    await browser.get("/api/docs")
    monkeypatch.setattr(description, "document", None)
    assert (await browser.get("/api/openapi.json")).status == 200
