"""The one word about a certificate."""

from datetime import date

import pytest

from registry.accounts.schemas import SYSTEM
from registry.db.transactions import transaction
from registry.issuance.actions import record_print, revoke
from registry.issuance.succession import reissue
from tests.factories.certificates import office, printed, reserved


@pytest.fixture
async def certificate(db):
    await office()
    return await printed()


async def test_the_form_leads_to_the_answer(browser, certificate):
    assert (await browser.get("/verify")).status == 200
    response = await browser.get(f"/verify?number= {certificate.number.lower()} ")
    assert response.status == 303
    assert response.headers["Location"] == f"/verify/{certificate.number.lower()}"


async def test_valid_not_valid_and_why(browser, certificate):
    await browser.get(f"/verify/{certificate.number}?on=2026-05-01")
    assert "lvce-verdict--valid" in browser.html
    assert "甲秀购物中心" in browser.html
    await revoke(
        certificate.certificate_id,
        actor=SYSTEM,
        effective_on=date(2026, 6, 1),
        reason="false-material",
        document_number="黔商发〔2026〕9号",
    )
    await browser.get(f"/verify/{certificate.number}?on=2026-06-01&lang=en")
    assert "lvce-verdict--not-valid" in browser.html
    assert "NOT VALID" in browser.html


async def test_a_number_that_was_never_given_is_not_valid(browser, certificate):
    response = await browser.get("/verify/GM-520000-2026-9999")
    assert response.status == 200
    assert "lvce-verdict--not-valid" in browser.html


async def test_before_it_is_sealed_nobody_can_tell(browser, db):
    await office()
    waiting = await reserved()
    await browser.get(f"/verify/{waiting.number}")
    assert "lvce-verdict--cannot-tell" in browser.html
    assert "甲秀购物中心" not in browser.html


async def test_a_copy_of_the_page_elsewhere_warns(browser, certificate):
    await browser.get(f"/verify/{certificate.number}")
    assert "http://127.0.0.1:8080" in browser.html, "the test server's port is not the issuer's"


async def test_a_version_is_checked_by_itself(browser, certificate):
    async with transaction():
        new = await reissue(
            certificate.certificate_id,
            {"holder": "甲秀新天地"},
            reason="name-changed",
            document_number="黔商函〔2026〕7号",
            on=date(2026, 6, 1),
            actor_id=None,
        )
    await record_print(new.certificate_id, actor=SYSTEM, sha256="1" * 64, level="B-B")
    await browser.get(f"/verify/{certificate.number}?on=2026-06-02")
    assert "lvce-verdict--valid" in browser.html
    assert "甲秀新天地" in browser.html
    assert "第 2 版（共 2 版）" in browser.html
    await browser.get(f"/verify/{certificate.number}?on=2026-06-02&version=1&lang=en")
    assert "lvce-verdict--not-valid" in browser.html
    assert "Superseded" in browser.html
    assert "Version 1 is answered above." in browser.html
    await browser.get(f"/verify/{certificate.identifier}?on=2026-06-02")
    assert "lvce-verdict--not-valid" in browser.html
    assert (await browser.get(f"/verify/{certificate.number}?version=0")).status == 422
