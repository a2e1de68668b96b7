"""Real Chromium for tests, and axe: `async with chromium() as browser`, then `await faults(page)` must be empty."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

AXE = (Path(__file__).parent / "vendored/axe/axe.min.js").read_text(encoding="utf-8")
WIDTHS = (360, 1280)


def executable() -> str | None:
    """Debian's chromium, without windows where it is installed so, or None for the one that playwright brings."""
    found = map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))
    return os.environ.get("LVCE_TEST_CHROMIUM") or next(filter(None, found), None)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser that dies with the block. The sandbox cannot be used by root, as whom containers run tests."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=arguments)
        try:
            yield browser
        finally:
            await browser.close()


async def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page, plus content wider than the window: one line each."""
    await page.evaluate(AXE)
    # Other results are not looked at; without them a long page takes seconds less.
    found = await page.evaluate("axe.run({resultTypes: ['violations']})")
    lines = [
        f"{violation['id']}: {node['html'][:200]}" for violation in found["violations"] for node in violation["nodes"]
    ]
    wide, window = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide > window:
        lines.append(f"the page is {wide} wide in a window of {window}")
    return lines
