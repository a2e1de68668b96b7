"""Targets and progress as anybody reads them."""

from pathlib import Path

from registry.accounts.schemas import SYSTEM
from registry.public_register.actions import refresh
from registry.targets.actions import load_targets
from tests.factories.certificates import office, printed

GUIZHOU_2023 = Path("registry/targets/data/guizhou-2023.toml")


async def test_without_targets_it_says_so(browser):
    assert (await browser.get("/targets")).status == 200
    assert "尚未录入目标任务" in browser.html


async def test_progress_is_counted_in_the_register(browser, db):
    await office()
    await load_targets(GUIZHOU_2023, actor=SYSTEM)
    await browser.get("/targets?lang=en")
    assert "0 of 3" in browser.html
    assert "0 of 13" in browser.html
    assert "that is not nought" in browser.html, "plastics reporters have no data here yet"
    certificate = await printed(year=2023)
    await refresh(certificate.certificate_id)
    await browser.get("/targets?lang=en")
    assert "1 of 3" in browser.html


async def test_a_year_without_targets_is_not_found(browser, db):
    await office()
    assert (await browser.get("/targets?year=2010")).status == 404
