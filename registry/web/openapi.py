"""The OpenAPI 3.1 document of everything under /api/v1, made from the route table and the typed handlers."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, TypeAdapter

from registry import __version__
from registry.accounts.rules import Permission
from registry.applications.faults import Clash
from registry.web.endpoints import ATTRIBUTE, From, Operation, Source
from registry.web.routing import Access, Route

PREFIX = "/api/v1"
PATTERN = re.compile(r"\{(\w+):(?:[^{}]|\{[^{}]*\})*\}")
GENERIC = re.compile(r"^([A-Za-z]+)_([A-Za-z]+)_$")
REFERENCE = "#/components/schemas/{model}"


class Fault(BaseModel):
    """One fault of the input."""

    field: str | None
    code: str
    detail: str
    hint: str


class Problem(BaseModel):
    """RFC 9457 problem details, with our stable code and what to do about it."""

    type: str
    status: int
    code: str
    title: str
    detail: str
    hint: str
    errors: list[Fault]
    request_id: str
    clashes: list[Clash] | None = None
    """Only of `answer-conflict`: both versions of each answer that somebody else saved in between."""
    stored: dict[str, Any] | None = None
    """Only of `…-changed`: what is stored now of the thing that somebody else changed in between."""


def document(routes: Iterable[Route], base_url: str) -> dict[str, Any]:
    """The whole document; `base_url` is the address people reach."""
    described = [
        (route, operation)
        for route in routes
        if route.path.startswith(PREFIX) and isinstance(operation := getattr(route.handler, ATTRIBUTE, None), Operation)
    ]
    refs, components = _schemas([operation for _, operation in described])
    paths: dict[str, dict[str, Any]] = {}
    for route, operation in described:
        paths.setdefault(_plain_path(route.path), {})[route.method.lower()] = _operation(
            route, operation, refs, components
        )
    described_schemas = _tidied(paths, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "绿册 Lvce",
            "version": __version__,
            "summary": "An open registry of recognised green malls and recycling firms.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": base_url}],
        "paths": paths,
        "components": {
            "schemas": described_schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": "An API token of your account."}},
        },
    }  # fmt: skip


def _tidied(paths: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """The schemas that the paths lead to, under short names; the paths are changed to lead to those.

    Models that only gather parameters stand in the paths already. Where two areas use one name, pydantic writes
    `registry__decisions__rules__Outcome`; that becomes `DecisionsOutcome`, and `Listing_Site_` becomes `SiteListing`.
    """
    kept: dict[str, Any] = {}
    waiting = _named_in(paths)
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept[name] = components[name]
            waiting |= _named_in(components[name])
    short: dict[str, str] = {}
    for name in sorted(kept):
        plain = GENERIC.sub(r"\2\1", name.removesuffix("-Input").removesuffix("-Output"))
        parts = plain.split("__")
        wanted = f"{parts[1].title()}{parts[-1]}" if len(parts) > 1 else parts[0]
        short[name] = name if wanted in short.values() or (wanted != name and wanted in kept) else wanted
    _renamed(paths, short)
    for schema in kept.values():
        _renamed(schema, short)
    return {short[name]: kept[name] for name in sorted(kept, key=short.__getitem__)}


START = REFERENCE.format(model="")


def _named_in(part: Any) -> set[str]:
    """Names of the schemas that a part of the document refers to."""
    if isinstance(part, list):
        return {name for each in part for name in _named_in(each)}
    if not isinstance(part, dict):
        return set()
    own = {part["$ref"].removeprefix(START)} if isinstance(part.get("$ref"), str) else set()
    return own | {name for each in part.values() for name in _named_in(each)}


def _renamed(part: Any, short: dict[str, str]) -> None:
    """Let every reference in a part of the document name the short name."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            name = part["$ref"].removeprefix(START)
            part["$ref"] = START + short.get(name, name)
        for each in part.values():
            _renamed(each, short)
    elif isinstance(part, list):
        for each in part:
            _renamed(each, short)


Refs = dict[tuple[int, str], dict[str, Any]]


def _schemas(operations: list[Operation]) -> tuple[Refs, dict[str, Any]]:
    """One schema per model and direction, named by pydantic so that equal names do not collide."""
    models = {id(source.model): source.model for operation in operations for source in operation.sources}
    inputs: list[tuple[tuple[int, str], Any, TypeAdapter[Any]]] = [
        ((0, "problem"), "serialization", TypeAdapter(Problem)),
        *(((key, "in"), "validation", TypeAdapter(model)) for key, model in models.items()),
        *(
            ((id(operation), "out"), "serialization", TypeAdapter(operation.returns))
            for operation in operations
            if operation.returns is not None
        ),
    ]
    refs, definitions = TypeAdapter.json_schemas(inputs, ref_template=REFERENCE)
    return {key: schema for (key, _), schema in refs.items()}, dict(definitions.get("$defs", {}))


def _operation(route: Route, operation: Operation, refs: Refs, components: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "responses": _responses(route, operation, refs),
        "x-permission": route.needs.value,
    }
    if operation.description:
        body["description"] = operation.description
    if not isinstance(route.needs, Access) or route.needs is not Access.PUBLIC:
        body["security"] = [{"bearer": [route.needs.value] if isinstance(route.needs, Permission) else []}]
    parameters = [item for source in operation.sources for item in _parameters(source, refs, components)]
    if parameters:
        body["parameters"] = parameters
    for source in operation.sources:
        if source.place is From.BODY:
            content = {"application/json": {"schema": refs[id(source.model), "in"]}}
            body["requestBody"] = {"required": True, "content": content}
    if operation.uploads:
        schema = {
            "type": "object",
            "required": [operation.uploads],
            "properties": {operation.uploads: {"type": "string", "contentMediaType": "application/octet-stream"}},
        }
        body["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    return body


def _parameters(source: Source, refs: Refs, components: dict[str, Any]) -> Iterable[dict[str, Any]]:
    if source.place is From.BODY:
        return
    schema = refs[id(source.model), "in"]
    if "$ref" in schema:
        schema = components[schema["$ref"].rsplit("/", 1)[1]]
    for name, described in schema.get("properties", {}).items():
        yield {
            "name": name,
            "in": source.place.value,
            "required": source.place is From.PATH or name in schema.get("required", []),
            "schema": described,
        }


def _success(operation: Operation, refs: Refs) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done."}
    if operation.returns is not None:
        success["content"] = {operation.produces: {"schema": refs[id(operation), "out"]}}
    elif operation.produces != "application/json":
        success["content"] = {operation.produces: {}}
    if operation.location:
        success["headers"] = {"Location": {"description": "Where it is found.", "schema": {"type": "string"}}}
    return success


def _responses(route: Route, operation: Operation, refs: Refs) -> dict[str, Any]:
    status = operation.status
    if operation.returns is None and operation.produces == "application/json":
        status = 204
    responses = {str(status): _success(operation, refs)}
    refusals: dict[str, str] = {}
    if route.needs is not Access.PUBLIC:
        refusals |= {"401": "No valid token.", "404": "Not there, or not for this token."}
    places = {source.place for source in operation.sources}
    if From.PATH in places or operation.absent:
        refusals["404"] = "Not there, or not for this token."
    if From.BODY in places or operation.uploads:
        refusals |= {"400": "Not readable.", "413": "Too large.", "415": "Another content type is expected."}
    if route.method != "GET":
        refusals["409"] = "Not possible in the present state, or somebody was faster."
    if places or operation.uploads:
        refusals["422"] = "Some values cannot be accepted; `errors` says which."
    problem = {"application/problem+json": {"schema": refs[0, "problem"]}}
    refusals["default"] = "Refused for another reason, such as too many attempts (429) or a part that is down (503)."
    for code, description in sorted(refusals.items()):
        responses[code] = {"description": description, "content": problem}
    return responses


def _plain_path(path: str) -> str:
    """`/x/{id:[0-9a-f-]+}` as OpenAPI writes it: `/x/{id}`."""
    return PATTERN.sub(r"{\1}", path)
