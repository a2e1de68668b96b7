"""An application with every address of the product, and browsers on it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from registry.app import create_app
from registry.settings import Settings
from registry.storage.installed import install
from registry.web.routing import Route
from tests.browsing import Browser, visitor

Open = Callable[..., Awaitable[Browser]]


@pytest.fixture
def app(settings: Settings) -> web.Application:
    """The whole product, on the test's settings."""
    install(settings)
    return create_app(settings)


@pytest_asyncio.fixture(loop_scope="session")
async def open_browser() -> AsyncIterator[Open]:
    """Start browsers: `await open_browser(app)`; they are closed with the test."""
    async with AsyncExitStack() as stack:
        servers: dict[int, TestServer] = {}

        async def start(app: web.Application) -> Browser:
            server = servers.get(id(app))
            if server is None:
                server = servers[id(app)] = await stack.enter_async_context(TestServer(app))
            return Browser(await stack.enter_async_context(visitor(server)))

        yield start


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app: web.Application, open_browser: Open, db: object) -> Browser:
    """A browser on the whole product, signed out, speaking Chinese."""
    return await open_browser(app)


@pytest.fixture
def app_with(settings: Settings) -> Callable[..., web.Application]:
    """An application with a few addresses of the test's own. Files are read before the loop runs."""
    install(settings)
    create_app(settings)

    def make(*routes: Route, **changes: object) -> web.Application:
        return create_app(settings.model_copy(update=changes), routes)

    return make
