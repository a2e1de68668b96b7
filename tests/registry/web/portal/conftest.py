"""People of enterprises at their browsers."""

from dataclasses import dataclass

import pytest_asyncio

from tests.browsing import Browser
from tests.factories.enterprises import Mall, mall


@dataclass
class Seat:
    """A member at a browser, with the mall they look after."""

    browser: Browser
    mall: Mall


@pytest_asyncio.fixture(loop_scope="session")
async def seat(app, open_browser, db) -> Seat:
    """A member who is signed in."""
    own = await mall()
    browser = await open_browser(app)
    await browser.sign_in_as(own.member.account_id)
    return Seat(browser, own)


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(app, open_browser, db) -> Seat:
    """A member of another enterprise, signed in."""
    other = await mall()
    browser = await open_browser(app)
    await browser.sign_in_as(other.member.account_id)
    return Seat(browser, other)


@pytest_asyncio.fixture(loop_scope="session")
async def nobody(app, open_browser, db) -> Browser:
    """A browser without a session."""
    return await open_browser(app)
