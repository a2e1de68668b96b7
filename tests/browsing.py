"""A browser without a screen: keeps cookies, says where its posts come from, sends the guards of the form it saw."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from typing import Any

from aiohttp import ClientResponse, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from registry import clock
from registry.accounts import signing_in
from registry.web.keys import SETTINGS
from registry.web.session import cookie_name, digest


class _Forms(HTMLParser):
    """Hidden inputs per form of a page, by the address the form posts to."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append((given.get("action") or "", []))
        if tag == "input" and given.get("type") == "hidden" and self.forms:
            self.forms[-1][1].append((given["name"] or "", given.get("value") or ""))


class Browser:
    """One person's browser on one application."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self.client = client
        self.html = ""

    async def get(self, path: str, **headers: str) -> ClientResponse:
        """Open a page; its text is kept in `html`. Redirects are not followed."""
        return await self._keep(await self.client.get(path, headers=headers, allow_redirects=False))

    async def post(self, path: str, fields: Any = None, *, site: str = "same-origin", **headers: str) -> ClientResponse:
        """Post fields as they are, without any guard that is not among them."""
        response = await self.client.post(
            path, data=fields or {}, headers={"Sec-Fetch-Site": site, **headers}, allow_redirects=False
        )
        return await self._keep(response)

    async def submit(self, path: str, fields: dict[str, Any]) -> ClientResponse:
        """Fill in and send the form of the present page that posts to `path`, with its hidden inputs."""
        return await self.post(path, self.hidden(path) + list(fields.items()))

    def hidden(self, path: str) -> list[tuple[str, str]]:
        """Hidden inputs of the last form that posts to `path` (with or without a query); the first may be the header's."""
        parser = _Forms()
        parser.feed(self.html)
        for action, inputs in reversed(parser.forms):
            if action.split("?")[0] == path.split("?", maxsplit=1)[0]:
                return inputs
        raise AssertionError(f"the page has no form for {path}: {[action for action, _ in parser.forms]}")

    async def sign_in_as(self, account_id: Any) -> None:
        """Be signed in, without the sign-in page and its slow password hash."""
        raw = f"session-of-{account_id}"
        await signing_in.open_session(account_id, digest(raw), clock.now(), "tests")
        self.client.session.cookie_jar.update_cookies(
            {cookie_name(self._app[SETTINGS]): raw}, URL(str(self.client.make_url("/")))
        )

    @property
    def title(self) -> str:
        """The title of the present page."""
        found = re.search(r"<title>(.*?)</title>", self.html, re.DOTALL)
        return found[1].strip() if found else ""

    @property
    def _app(self) -> web.Application:
        server = self.client.server
        assert isinstance(server, TestServer)
        return server.app

    async def _keep(self, response: ClientResponse) -> ClientResponse:
        if response.content_type == "text/html":
            self.html = await response.text()
        return response


@asynccontextmanager
async def visitor(server: TestServer) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """A client with cookies of its own. It leaves the server to others, and closes what it did not read of answers."""
    client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
    try:
        yield client
    finally:
        for response in client._responses:
            response.close()
        await client.session.close()
