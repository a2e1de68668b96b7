"""Typed parameters for handlers: `Annotated[…, Body | Query | Path]` is read, validated and handed over.

The same annotations make the OpenAPI document (`openapi.py`). Faults leave as errors of our family; the
middleware turns them into a page or problem+json. Forms of pages are read with `forms.py`.
"""

import functools
import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import orjson
from aiohttp import web
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model

from registry.errors import Invalid, InvalidMany, LvceError, NotFound, TooLarge
from registry.fields import OTHERWISE, faults_of
from registry.web.errors import BadRequest

ATTRIBUTE = "__endpoint__"
NUL = "\x00"
"""A character that no text column of PostgreSQL can hold, so nothing is ever found by it."""
BODY_BYTES = 1024 * 1024


class From(Enum):
    """Where a parameter is read from."""

    BODY = "body"
    QUERY = "query"
    PATH = "path"


Body, Query, Path = From.BODY, From.QUERY, From.PATH


@dataclass(frozen=True, slots=True)
class Source:
    """One place of the request and the model that reads it. `spread` lists names handed over one by one."""

    place: From
    model: type[BaseModel]
    argument: str | None
    spread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """What the decorator learned of a handler; the OpenAPI document is made of these."""

    name: str
    summary: str
    description: str
    tag: str
    status: int
    sources: tuple[Source, ...]
    returns: Any
    uploads: str | None
    produces: str
    location: str
    absent: bool


Lasting = Callable[[Any], str]
"""What `Cache-Control` says of a result."""


class _Spread(BaseModel):
    model_config = ConfigDict(extra="ignore")


def endpoint(
    *,
    status: int = 200,
    tag: str = "",
    uploads: str | None = None,
    produces: str = "application/json",
    location: str = "",
    absent: bool = False,
    lasting: Lasting | None = None,
) -> Callable[[Callable[..., Awaitable[Any]]], Callable[[web.Request], Awaitable[web.StreamResponse]]]:
    """Decorate a handler `async def f(request, thing: Annotated[Model, Body], id: Annotated[UUID, Path], …)`.

    A result that is no response is written as JSON by its annotation. `uploads` names the file field of a
    multipart body that the handler reads itself with `uploads.py`; `produces` the type of streamed answers.
    `location` is where the thing made is found: `/api/v1/sites/{id}`, filled from the address and the result's `id`.
    `absent` says that there may be nothing to answer (404), though no path names a thing. `lasting` tells caches how
    long a result that is the same for everybody holds.
    """

    def decorate(function: Callable[..., Awaitable[Any]]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        operation = _operation(
            function,
            status=status,
            tag=tag,
            uploads=uploads,
            produces=produces,
            location=location,
            absent=absent,
        )
        writer = TypeAdapter(operation.returns) if operation.returns is not None else None

        @functools.wraps(function)
        async def handler(request: web.Request) -> web.StreamResponse:
            result = await function(request, **await _arguments(request, operation.sources))
            if isinstance(result, web.StreamResponse):
                return result
            if writer is None:
                return web.Response(status=204)
            headers = {"Location": location.format_map({**request.match_info, "id": result.id})} if location else {}
            if lasting is not None:
                headers["Cache-Control"] = lasting(result)
            body = writer.dump_json(result)
            return web.Response(body=body, status=status, content_type="application/json", headers=headers)

        setattr(handler, ATTRIBUTE, operation)
        return handler

    return decorate


def _operation(
    function: Callable[..., Any],
    *,
    status: int,
    tag: str,
    uploads: str | None,
    produces: str,
    location: str,
    absent: bool,
) -> Operation:
    hints = get_type_hints(function, include_extras=True)
    sources: list[Source] = []
    singles: dict[From, dict[str, tuple[Any, Any]]] = {}
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        place, kind = _place(hints[name], f"{function.__module__}.{function.__qualname__}({name})")
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            sources.append(Source(place, kind, name))
        else:
            default = ... if parameter.default is inspect.Parameter.empty else parameter.default
            singles.setdefault(place, {})[name] = (kind, default)
    for place, fields in singles.items():
        model: type[BaseModel] = create_model(f"{function.__name__}_{place.value}", __base__=_Spread, **fields)  # type: ignore[call-overload]  # the fields are made above
        sources.append(Source(place, model, None, tuple(fields)))
    summary, _, description = (inspect.getdoc(function) or function.__name__).partition("\n")
    returns = hints.get("return")
    plain = returns is None or returns is type(None) or _is_response(returns)
    module = function.__module__.removeprefix("registry.web.").replace(".", "_")
    return Operation(
        name=f"{module}_{function.__name__}",
        summary=summary.strip(),
        description=description.strip(),
        tag=tag or module.removeprefix("api_"),
        status=status,
        sources=tuple(sources),
        returns=None if plain else returns,
        uploads=uploads,
        produces=produces,
        location=location,
        absent=absent,
    )


def _is_response(kind: Any) -> bool:
    options = get_args(kind) if get_origin(kind) is Union else (kind,)
    return all(isinstance(option, type) and issubclass(option, web.StreamResponse) for option in options)


def _place(hint: Any, where: str) -> tuple[From, Any]:
    if get_origin(hint) is Annotated:
        kind, *marks = get_args(hint)
        for mark in marks:
            if isinstance(mark, From):
                rest = tuple(other for other in marks if other is not mark)
                return mark, Annotated[(kind, *rest)] if rest else kind
    raise TypeError(f"{where} needs Annotated[…, Body], Query or Path")


async def _arguments(request: web.Request, sources: tuple[Source, ...]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    faults: list[LvceError] = []
    for source in sources:
        try:
            value = await _read(request, source)
        except ValidationError as error:
            if source.place is From.PATH:
                raise NotFound from None
            faults += faults_of(error)
            continue
        if source.argument is not None:
            arguments[source.argument] = value
        else:
            arguments |= {name: getattr(value, name) for name in source.spread}
    if faults:
        raise InvalidMany(faults)
    return arguments


async def _read(request: web.Request, source: Source) -> BaseModel:
    match source.place:
        case From.PATH:
            if any(NUL in value for value in request.match_info.values()):
                raise NotFound
            return source.model.model_validate(dict(request.match_info))
        case From.QUERY:
            return source.model.model_validate(_query(request, source.model))
        case From.BODY:
            return source.model.model_validate_json(await _json(request))


def _query(request: web.Request, model: type[BaseModel]) -> Mapping[str, Any]:
    """Query parameters as the model wants them: lists stay lists, an empty single value counts as absent."""
    raw: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key not in request.query:
            continue
        values = [value for value in request.query.getall(key) if value != ""]
        if any(NUL in value for value in values):
            code, message, hint = OTHERWISE
            raise Invalid(code, message, hint=hint, field=key)
        if _is_list(field.annotation):
            raw[key] = values
        elif values:
            raw[key] = values[-1]
    return raw


def _is_list(kind: Any) -> bool:
    return get_origin(kind) in {list, tuple, set, frozenset}


async def _json(request: web.Request) -> bytes:
    if request.content_type != "application/json":
        raise BadRequest(
            "content-type", "This content type is not accepted here.", hint="Send application/json.", status=415
        )
    if (request.content_length or 0) > BODY_BYTES:
        raise _too_large()
    body = await request.read()
    if len(body) > BODY_BYTES:
        raise _too_large()
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BadRequest("not-json", "This is not valid JSON.", hint="Check brackets, quotes and commas.") from None
    return body


def _too_large() -> TooLarge:
    return TooLarge(
        "request-too-large",
        "The request is larger than is accepted here.",
        hint="Send less text at once, or upload it as a file.",
    )
