"""The public register as anybody sees it."""

from datetime import date

import pytest

from registry.accounts.schemas import SYSTEM
from registry.issuance.actions import revoke
from registry.public_register.actions import refresh
from registry.public_register.models import RegisterEntry
from tests.factories.certificates import office, printed


@pytest.fixture
async def entry(db):
    """A recognised mall in the register."""
    await office()
    certificate = await printed(site_name="䶮城甲秀广场")
    await refresh(certificate.certificate_id)
    return certificate, await RegisterEntry.get(certificate_id=certificate.certificate_id)


async def test_an_empty_register_says_what_to_do(browser):
    response = await browser.get("/register")
    assert response.status == 200
    assert "Set-Cookie" not in response.headers
    assert "名册中没有符合条件的记录" in browser.html


async def test_it_is_found_by_two_characters_of_its_name_and_by_its_number(browser, entry):
    certificate, _ = entry
    for typed in ("甲秀", "䶮城", certificate.number.lower(), "广场 城"):
        await browser.get(f"/register?q={typed}&on=2026-05-01")
        assert "䶮城甲秀广场" in browser.html, typed
    await browser.get("/register?q=万达&on=2026-05-01")
    assert "䶮城甲秀广场" not in browser.html


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("region=520000", True),
        ("region=520000&city=520100", True),
        ("region=520000&city=520300", False),
        ("region=520000&city=510100", True),
        ("city=520300", True),
        ("region=520100", True),
        ("region=510000", False),
        ("year=2026", True),
        ("year=2025", False),
    ],
)
async def test_facets_narrow(browser, entry, filters, found):
    await browser.get(f"/register?{filters}&on=2026-05-01")
    assert ("䶮城甲秀广场" in browser.html) is found


async def test_an_entry_answers_for_the_day_and_keeps_its_history(browser, entry):
    certificate, row = entry
    await revoke(
        certificate.certificate_id,
        actor=SYSTEM,
        effective_on=date(2026, 7, 1),
        reason="false-material",
        document_number="黔商发〔2026〕9号",
    )
    await refresh(certificate.certificate_id)
    await browser.get(f"/register/{row.id}?on=2026-05-31&lang=en")
    assert "lvce-verdict--valid" in browser.html
    await browser.get(f"/register/{row.id}?on=2026-07-01&lang=en")
    assert "lvce-verdict--not-valid" in browser.html
    assert "120,000 m²" in browser.html
    assert "黔商发〔2026〕9号" in browser.html


@pytest.mark.parametrize("address", ["/register/no-such-entry", "/register/00000000-0000-7000-8000-000000000000"])
async def test_what_is_not_there_is_not_found(browser, address):
    assert (await browser.get(address)).status == 404


@pytest.mark.parametrize("query", ["region=52", "year=x", "page=0", "on=tomorrow", f"q={'长' * 101}"])
async def test_a_bad_filter_is_explained(browser, query):
    response = await browser.get(f"/register?{query}")
    assert response.status == 422
    assert "Traceback" not in browser.html


async def test_a_chosen_province_offers_its_cities(browser, entry):
    await browser.get("/register")
    assert 'name="city"' not in browser.html
    await browser.get("/register?region=520000&city=520100")
    assert '<option value="520100" selected>' in browser.html
