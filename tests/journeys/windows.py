"""One person's browser window. Every page that comes to stand in it is looked at: axe, width, title, console.

The faults of all windows come together in one `Watch`, so that a journey can go to its end and then show them all.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from tests.chromium import WIDTHS, faults
from tests.databases import LEG
from tests.journeys.installation import PASSWORD

PICTURES = os.environ.get("LVCE_TEST_PICTURES", "")
"""Folder for a picture of each page seen; none are taken without it."""

PATIENCE = 20_000
"""Milliseconds that anything may take before the journey is stuck."""

SHAPE = """[document.querySelector("main form") ? "asks" : "tells",
            document.querySelector(".lvce-verdict")?.className, document.querySelector("#preview")?.id].join(" ")"""
"""What makes two pages at one kind of address look different: a form, a verdict of another colour, a preview."""

WORKER_PATIENCE = 60.0
"""Seconds until what the worker or the press brings about must be there."""

LOADING = "Failed to load resource"
"""What Chromium writes about each answer above 399. Those of pages are asserted, those of anything else are faults."""

NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)X\d[\d-]*|(?<=/)GM-[\d-]+", re.IGNORECASE)
"""Identifiers, codes and numbers in a path: pages that differ in them alone are of one kind."""

NARROW, WIDE = WIDTHS


@dataclass
class Watch:
    """What was seen by everybody: addresses, and everything that should not have been."""

    faults: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)
    pictures: int = 0

    def see(self, what: str) -> bool:
        """Note that something was looked at; whether it is for the first time."""
        first = what not in self.looked_at
        self.looked_at.add(what)
        return first


class Window:
    """One person's window. `open`, `follow` and `send` bring a page and look at it."""

    def __init__(self, who: str, page: Page, address: str, watch: Watch) -> None:
        self.who, self.page, self.address, self.watch = who, page, address, watch
        self._titles: dict[str, str] = {}
        page.set_default_timeout(PATIENCE)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._fault(f"the script failed: {error}"))
        page.on("response", self._answered)

    @property
    def path(self) -> str:
        """Path of the present page, without its query."""
        return urlsplit(self.page.url).path

    async def open(self, path: str, *, status: int = 200) -> None:
        """Go to a path of the product, or to a whole address."""
        answer = await self.page.goto(path if "://" in path else f"{self.address}{path}")
        assert answer is not None
        assert answer.status == status, f"{self.who}: {path} answered {answer.status}, not {status}"
        await self.look(status)

    async def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Follow the link of this name."""
        link = (within or self.page.locator("main")).get_by_role("link", name=name, exact=isinstance(name, str)).first
        await self._going(link.click, 200)

    async def send(self, name: str, within: Locator | None = None, *, status: int = 200, by_key: bool = False) -> None:
        """Press the button of this name, and wait for the page that comes of it."""
        button = (within or self.page.locator("main")).get_by_role("button", name=name, exact=True).first
        await self._going((lambda: button.press("Enter")) if by_key else button.click, status)

    async def says(self, *texts: str) -> None:
        """Wait until the page shows each of these texts."""
        for text in texts:
            await expect(self.page.locator("body")).to_contain_text(text, timeout=PATIENCE)

    async def until(self, path: str, there: Callable[[], Awaitable[bool]]) -> None:
        """Open a page again and again until something is there: for what the worker brings about."""
        async with asyncio.timeout(WORKER_PATIENCE):
            await self.page.goto(f"{self.address}{path}")
            while not await there():
                await self.page.reload()
        await self.look()

    async def sign_in(self, login: str) -> None:
        """Sign in, by keyboard alone."""
        await self.open("/sign-in")
        await self.page.get_by_label("账号", exact=True).focus()
        await self.page.keyboard.type(login)
        await self.page.keyboard.press("Tab")
        await self.page.keyboard.type(PASSWORD)
        await self._going(lambda: self.page.keyboard.press("Enter"), 200)
        await self.says("退出登录")

    async def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form that the page does not offer, as a person with the browser's tools could: status and text."""
        status, text = await self.page.evaluate(
            """async ([path, fields]) => {
                const token = document.querySelector("input[name=_csrf]").value;
                const answer = await fetch(path, {method: "POST", body: new URLSearchParams({...fields, _csrf: token})});
                return [answer.status, await answer.text()];
            }""",
            [path, fields],
        )
        return status, text

    async def look(self, status: int = 200) -> None:
        """Judge the present page, and take its picture if pictures are wanted. A kind of page is judged once."""
        if status < 400:
            self._judge_title(await self.page.title())
        shape = await self.page.evaluate(SHAPE)
        if self.watch.see(f"{NAME.sub('…', self.path)} {'refused' if status >= 400 else ''} {shape}"):
            await self._judge(WIDE)
            await self.page.set_viewport_size({"width": NARROW, "height": 740})
            await self._judge(NARROW)
            await self.page.set_viewport_size({"width": WIDE, "height": 900})

    async def _going(self, act: Callable[[], Awaitable[None]], status: int) -> None:
        async with self.page.expect_navigation(timeout=PATIENCE) as going:
            await act()
        answer = await going.value
        if answer is not None and answer.status != status:
            told = await self.page.locator("main").inner_text()
            raise AssertionError(f"{self.who}: {self.page.url} answered {answer.status}, not {status}:\n{told[:1500]}")
        await self.look(status)

    async def _judge(self, width: int) -> None:
        # Pages are the same on every database; one leg shows them to axe.
        for fault in await faults(self.page) if LEG == "sqlite" else []:
            self._fault(f"at {width}: {fault}")
        if PICTURES:
            self.watch.pictures += 1
            name = NAME.sub("-", self.path).strip("/").replace("/", "-") or "home"
            picture = Path(PICTURES) / f"{self.watch.pictures:03}-{self.who}-{name}-{width}.png"
            await self.page.screenshot(path=picture, full_page=True)

    def _judge_title(self, title: str) -> None:
        """WCAG 2.4.2: whoever has two pages open tells them apart by their titles."""
        path = self.path.lower()
        other = self._titles.setdefault(title, path)
        if other != path:
            self._fault(f"has the title of {other}: {title}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(LOADING):
            self._fault(f"the console says: {message.text}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400 and not answer.request.is_navigation_request() and answer.request.method == "GET":
            self._fault(f"needs {answer.url}, which answers {answer.status}")

    def _fault(self, text: str) -> None:
        line = f"{self.who}: {NAME.sub('…', self.path)} {text}"
        if line not in self.watch.faults:
            self.watch.faults.append(line)


@asynccontextmanager
async def window(
    browser: Browser, who: str, address: str, watch: Watch, *, locale: str = "zh-CN"
) -> AsyncIterator[Window]:
    """A window of somebody's own: no cookie is shared with anybody."""
    context = await browser.new_context(locale=locale, viewport={"width": WIDE, "height": 900})
    try:
        yield Window(who, await context.new_page(), address, watch)
    finally:
        await context.close()
