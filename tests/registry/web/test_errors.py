"""Errors at the door."""

import pytest
from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage
from tortoise.exceptions import DBConnectionError

from registry import errors as family
from registry.web import errors, i18n
from registry.web.routing import PUBLIC_ACCESS, Route


def subclasses(kind):
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


def test_every_error_class_of_the_family_has_a_status():
    without = [
        kind
        for kind in subclasses(family.LvceError)
        if kind.__module__.startswith("registry")
        and kind not in {errors.BadRequest, errors.InternalError}
        and not any(parent in errors.STATUS for parent in kind.__mro__)
    ]
    assert without == []
    assert set(errors.STATUS.values()) | {400, 405, 415} == set(errors.TITLES)


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (family.Invalid("x", "X."), 422),
        (family.InvalidMany([family.Invalid("x", "X.", field="name")]), 422),
        (family.NotFound(), 404),
        (family.Forbidden("a:b"), 404),
        (family.SignInNeeded(), 401),
        (family.Conflict("x", "X."), 409),
        (family.NotNow("x", "X."), 409),
        (family.TooLarge("x", "X."), 413),
        (family.TooMany("x", "X.", seconds=30), 429),
        (family.Unavailable("x", "X."), 503),
        (family.Misconfigured("x", "X."), 500),
        (DBConnectionError("no"), 503),
        (web.HTTPBadRequest(), 400),
        (BadHttpMessage("x"), 400),
        (web.HTTPRequestEntityTooLarge(1, 2), 413),
        (web.HTTPUnsupportedMediaType(), 415),
        (ValueError("secret-of-the-house"), 500),
    ],
)
async def test_each_error_as_page_and_as_problem(app_with, open_browser, failure, status):
    async def fail(request: web.Request) -> web.Response:
        raise failure

    browser = await open_browser(
        app_with(
            Route("GET", "/fail", fail, PUBLIC_ACCESS, "page"), Route("GET", "/api/v1/fail", fail, PUBLIC_ACCESS, "api")
        )
    )
    page = await browser.get("/fail", **{"Accept-Language": "zh-CN"})
    assert (page.status, page.content_type) == (status, "text/html")
    assert page.headers["X-Request-Id"] in browser.html
    assert i18n.catalogue()[None, errors.TITLES[status]] in browser.html
    machine = await browser.get("/api/v1/fail", **{"Accept-Language": "en"})
    problem = await machine.json()
    assert (machine.status, machine.content_type) == (status, "application/problem+json")
    assert problem["status"] == status
    assert {"code", "title", "detail", "hint", "errors", "request_id"} <= set(problem)
    assert problem["request_id"] == machine.headers["X-Request-Id"]
    for text in (browser.html, str(problem)):
        assert "secret-of-the-house" not in text
        assert "Traceback" not in text


async def test_waiting_and_signing_in_are_said_in_headers():
    assert errors.problem(family.TooMany("x", "X.", seconds=30)).headers["Retry-After"] == "30"
    assert errors.problem(family.SignInNeeded()).headers["WWW-Authenticate"].startswith("Bearer")
    assert "Retry-After" not in errors.problem(family.TooMany("x", "X.")).headers


def test_a_single_fault_of_a_field_is_listed():
    body = errors.problem_body(family.Invalid("uscc-check", "Wrong.", field="uscc"))
    assert [fault["field"] for fault in body["errors"]] == ["uscc"]
    assert errors.problem_body(family.NotFound())["errors"] == []
