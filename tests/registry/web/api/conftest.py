"""Programs of people in every role, on a working day in 2023 on which the rounds of the factories are open."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
import time_machine
from aiohttp.test_utils import TestClient, TestServer

from registry.accounts.schemas import Viewer
from tests.factories import people
from tests.factories.reviewing import account
from tests.programs import Program, token_for

Start = Callable[[Viewer | None], Awaitable[Program]]


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    """The middle of May 2023; steps that come later travel on."""
    with time_machine.travel("2023-05-15T03:00:00Z"):
        yield


@pytest_asyncio.fixture(loop_scope="session")
async def start(app, db) -> AsyncIterator[Start]:
    """Start the program of a person who has an account: `await start(viewer)`; None has no token."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(TestServer(app))

        async def begin(viewer: Viewer | None) -> Program:
            client = await stack.enter_async_context(TestClient(server))
            return Program(client, await token_for(viewer) if viewer else "")

        yield begin


@pytest_asyncio.fixture(loop_scope="session")
async def anybody(start: Start) -> Program:
    """A program without a token."""
    return await start(None)


def _office(viewer: Callable[..., Viewer]) -> Callable[..., Awaitable[Program]]:
    async def program(start: Start) -> Program:
        return await start(await account(*viewer().grants))

    return program


city = pytest_asyncio.fixture(_office(people.city_officer), loop_scope="session", name="city")
other_city = pytest_asyncio.fixture(
    _office(lambda: people.city_officer(people.ZUNYI)), loop_scope="session", name="other_city"
)
province = pytest_asyncio.fixture(_office(people.province_officer), loop_scope="session", name="province")
decider = pytest_asyncio.fixture(_office(people.province_decider), loop_scope="session", name="decider")
auditor = pytest_asyncio.fixture(_office(people.auditor), loop_scope="session", name="auditor")


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(start: Start) -> Program:
    """A member of another enterprise."""
    from tests.factories.enterprises import mall

    return await start((await mall()).member)
