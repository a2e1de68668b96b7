"""People of enterprises at their browsers, with malls and applications."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest_asyncio

from registry import clock
from registry.accounts.schemas import Viewer
from registry.applications.actions import open_application, open_round
from registry.applications.schemas import RoundForm
from tests.browsing import Browser
from tests.factories import applications, people
from tests.factories.applications import Applied
from tests.factories.enterprises import Mall, mall


@dataclass
class Seat:
    """A member at a browser, with the mall they look after, and its application where there is one."""

    browser: Browser
    mall: Mall
    applied: Applied | None = None

    @property
    def member(self) -> Viewer:
        return self.mall.member

    @property
    def address(self) -> str:
        assert self.applied
        return f"/portal/applications/{self.applied.id}"


async def seated(app, open_browser) -> Seat:
    own = await mall()
    browser = await open_browser(app)
    await browser.sign_in_as(own.member.account_id)
    return Seat(browser, own)


@pytest_asyncio.fixture(loop_scope="session")
async def seat(app, open_browser, db) -> Seat:
    """A member who is signed in."""
    return await seated(app, open_browser)


@pytest_asyncio.fixture(loop_scope="session")
async def stranger(app, open_browser, db) -> Seat:
    """A member of another enterprise, signed in."""
    return await seated(app, open_browser)


@pytest_asyncio.fixture(loop_scope="session")
async def nobody(app, open_browser, db) -> Browser:
    """A browser without a session."""
    return await open_browser(app)


@pytest_asyncio.fixture(loop_scope="session")
async def round_id(db, monkeypatch):
    """A round that is open today; the factories of applications work on today's date with it."""
    today = clock.today()
    monkeypatch.setattr(applications, "DAY", today)
    return await open_round(
        RoundForm(
            scheme=applications.SCHEME,
            year=today.year,
            place_code=people.GUIZHOU,
            title_zh="今年的绿色商场",
            title_en="Green malls of this year",
            opens_on=date(today.year, 1, 1),
            closes_on=today + timedelta(days=30),
        ),
        actor=people.province_officer(),
    )


@pytest_asyncio.fixture(loop_scope="session")
async def draft(seat, round_id) -> Seat:
    """A member with an empty form, just opened."""
    application_id = await open_application(seat.mall.site_id, round_id=round_id, actor=seat.member)
    seat.applied = Applied(application_id, seat.mall)
    return seat


@pytest_asyncio.fixture(loop_scope="session")
async def full(draft) -> Seat:
    """A member with a form that lacks nothing."""
    draft.applied = await applications.complete(draft.applied)
    return draft


@pytest_asyncio.fixture(loop_scope="session")
async def handed_in(draft) -> Seat:
    """A member whose application was handed in."""
    draft.applied = await applications.submitted(draft.applied)
    return draft
