"""Errors at the door: which HTTP status each has, the page a person gets, the problem+json a machine gets.

The family itself is `registry/errors.py`. Nothing here ever shows a stack trace or the rejected value.
"""

from typing import Any

import orjson
from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage
from tortoise.exceptions import DBConnectionError

from registry import errors, logs
from registry.applications.faults import AnswerConflict
from registry.fields import flattened
from registry.web import csrf, i18n
from registry.web.pages import render
from registry.web.routing import wants_problem

STATUS: dict[type[errors.LvceError], int] = {
    errors.Invalid: 422,
    errors.InvalidMany: 422,
    errors.NotFound: 404,
    errors.Forbidden: 404,
    errors.SignInNeeded: 401,
    errors.Conflict: 409,
    errors.NotNow: 409,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.Unavailable: 503,
    errors.Misconfigured: 500,
    csrf.ForgedPost: 403,
}

UNAUTHORISED = 401

TITLES: dict[int, str] = {
    400: "The request could not be read",
    401: "Please sign in",
    403: "The form was not accepted",
    404: "Page not found",
    405: "This address does not answer that kind of request",
    409: "This step is not possible now",
    413: "Too large",
    415: "This content type is not accepted",
    422: "Something needs attention",
    429: "Too many attempts",
    500: "Something went wrong on our side",
    503: "Not available at the moment",
}


class BadRequest(errors.LvceError):
    """The request itself is broken: not JSON, not a form, not the content type that is read here."""

    def __init__(self, code: str, message: str, *, hint: str = "", status: int = 400, **context: object) -> None:
        super().__init__(code, message, hint=hint, field=None, **context)
        self.status = status


class InternalError(errors.LvceError):
    """What people see of a fault of ours; the log has the rest under the same request id."""

    def __init__(self) -> None:
        super().__init__(
            "internal",
            "Something went wrong on our side. It has been recorded.",
            hint="Try again in a few minutes. If it stays, tell the bureau the number below.",
        )


def status_of(error: errors.LvceError) -> int:
    """The HTTP status of an error; subclasses inherit their family's."""
    if isinstance(error, BadRequest):
        return error.status
    for family in type(error).__mro__:
        if family in STATUS:
            return STATUS[family]
    return 500


def from_aiohttp(error: web.HTTPException) -> errors.LvceError:
    """The refusals of aiohttp itself in our family, so that they look like all others."""
    match error.status:
        case 404:
            return errors.NotFound()
        case 405:
            return BadRequest(
                "method-not-allowed", "This address does not answer that kind of request.", status=405,
                hint="Check the method against the documentation.",
            )  # fmt: skip
        case 413:
            return errors.TooLarge(
                "request-too-large", "The request is larger than is accepted here.",
                hint="Send less text at once, or upload it as a file.",
            )  # fmt: skip
        case 415:
            return BadRequest(
                "content-type", "This content type is not accepted here.", status=415,
                hint="Send application/json.",
            )  # fmt: skip
        case _:
            return BadRequest(
                "bad-request", "The request could not be read.", status=max(error.status, 400),
                hint="Go back and try again.",
            )  # fmt: skip


def known(error: Exception) -> errors.LvceError | None:
    """The error of our family that an exception stands for; None for a fault of ours."""
    if isinstance(error, errors.LvceError):
        return error
    if isinstance(error, web.HTTPException):
        return from_aiohttp(error)
    if isinstance(error, BadHttpMessage):
        return from_aiohttp(web.HTTPBadRequest())
    if isinstance(error, DBConnectionError):
        return errors.Unavailable(
            "database-unavailable", "The database does not answer.", hint="Try again in a few minutes."
        )
    return None


def problem_body(error: errors.LvceError) -> dict[str, Any]:
    """The members of problem+json: RFC 9457's, our code and hint, one entry per fault in `errors`.

    A conflict adds both sides: `clashes` of answers, or what is `stored` now.
    """
    status = status_of(error)
    body: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "code": error.code,
        "title": i18n.gettext(TITLES.get(status, TITLES[500])),
        "detail": i18n.explained(error),
        "hint": i18n.hinted(error),
        "errors": [
            {"field": fault.field, "code": fault.code, "detail": i18n.explained(fault), "hint": i18n.hinted(fault)}
            for fault in flattened(error)
            if isinstance(error, errors.InvalidMany) or fault.field
        ],
        "request_id": logs.request_id.get(),
    }
    if isinstance(error, AnswerConflict):
        body["clashes"] = error.clashes
    if "stored" in error.context:
        body["stored"] = error.context["stored"]
    return body


def problem(error: errors.LvceError) -> web.Response:
    """The answer for machines."""
    headers = {"Content-Language": i18n.current_locale(), **_extra(error)}
    if status_of(error) == UNAUTHORISED:
        headers["WWW-Authenticate"] = 'Bearer realm="lvce"'
    return web.Response(
        body=orjson.dumps(problem_body(error), default=str),
        status=status_of(error),
        content_type="application/problem+json",
        headers=headers,
    )


def for_people(request: web.Request, error: errors.LvceError) -> web.Response:
    """The calm page, or a notice on the page that htmx works on. NotFound and Forbidden give the very same one."""
    status = status_of(error)
    script = bool(request.headers.get("HX-Request"))
    html = render(
        request,
        "errors/notice.html" if script else "errors/error.html",
        {
            "title": TITLES.get(status, TITLES[500]),
            "error": error,
            "faults": [fault for fault in flattened(error) if fault is not error],
            "request_id": logs.request_id.get(),
            "status": status,
        },
    )
    headers = {"Content-Language": i18n.current_locale(), **_extra(error)}
    if script:
        headers |= {"HX-Retarget": "#lvce-notices", "HX-Reswap": "innerHTML"}
    return web.Response(text=html, status=status, content_type="text/html", headers=headers)


def _extra(error: errors.LvceError) -> dict[str, str]:
    wait = error.context.get("seconds")
    return {"Retry-After": str(wait)} if isinstance(error, errors.TooMany) and wait else {}


def answer(request: web.Request, error: errors.LvceError) -> web.Response:
    """The answer that fits who asks."""
    return problem(error) if wants_problem(request) else for_people(request, error)
