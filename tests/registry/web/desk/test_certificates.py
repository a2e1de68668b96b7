"""Certificates at the desk: found by number and name, changed in two steps, by those who may."""

import time_machine

from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM, Grant
from registry.identifiers import new_id
from registry.issuance.actions import record_print
from registry.issuance.models import StatusChange
from registry.jobs.models import Job
from tests.factories.certificates import office, printed, reserved
from tests.factories.people import SICHUAN
from tests.factories.reviewing import account
from tests.registry.web.desk.stage import city_officer, decider, province_officer

SPRING = "2026-03-16T03:00:00Z"


async def certified():
    await office()
    return await printed()


async def opened(browser, official, step):
    made = await certified()
    await browser.sign_in_as(official.account_id)
    path = f"/desk/certificates/{made.certificate_id}"
    with time_machine.travel(SPRING, tick=True):
        await browser.get(path)
        assert f"{path}/{step}" in browser.html
        await browser.get(f"{path}/{step}")
    return made, path


async def test_the_list_is_searched_by_number(browser):
    made = await certified()
    await browser.sign_in_as((await city_officer()).account_id)
    for query, seen in (("", True), (f"?q={made.number[-6:].lower()}", True), ("?q=GM-999", False)):
        await browser.get(f"/desk/certificates{query}")
        assert (made.number in browser.html) == seen
        assert (">\n  有效\n" in browser.html) == seen
    await browser.sign_in_as((await province_officer(SICHUAN)).account_id)
    await browser.get("/desk/certificates")
    assert made.number not in browser.html
    assert (await browser.get(f"/desk/certificates/{made.certificate_id}")).status == 404


async def test_the_record_with_its_document(browser):
    made = await certified()
    await browser.sign_in_as((await city_officer()).account_id)
    await browser.get(f"/desk/certificates/{made.certificate_id}")
    assert f"/certificates/{made.number}.pdf" in browser.html
    assert f"/desk/certificates/{made.certificate_id}/suspend" not in browser.html
    assert (await browser.get(f"/desk/certificates/{made.certificate_id}/suspend")).status == 404


async def test_revoking_asks_first_and_then_does_it_once(browser):
    made, path = await opened(browser, await decider(), "revoke")
    fields = {"effective_on": "2026-03-16", "reason": "false-material", "document_number": "黔商撤〔2026〕1号"}
    with time_machine.travel(SPRING, tick=True):
        answer = await browser.submit(f"{path}/revoke", fields | {"remark": "见附件"})
        assert answer.status == 200
        assert "撤销后不能恢复" in browser.html
        assert not await StatusChange.exists()
        answer = await browser.submit(f"{path}/revoke", {})
        assert (answer.status, answer.headers["Location"]) == (303, path)
        change = await StatusChange.get(certificate_id=made.certificate_id)
        assert (change.status, change.reason, change.remark) == ("revoked", "false-material", "见附件")
        await browser.get(path)
    assert "黔商撤〔2026〕1号" in browser.html
    assert f"{path}/revoke" not in browser.html
    assert await Job.filter(name="public_register.refresh").exists()


async def test_suspend_and_reinstate(browser):
    made, path = await opened(browser, await province_officer(), "suspend")
    with time_machine.travel(SPRING, tick=True):
        await browser.submit(f"{path}/suspend", {"effective_on": "2026-03-16", "reason": "under-inquiry"})
        assert (await browser.submit(f"{path}/suspend", {})).status == 303
        await browser.get(f"{path}/reinstate")
        await browser.submit(f"{path}/reinstate", {"effective_on": "2026-03-20", "reason": "cleared"})
        assert (await browser.submit(f"{path}/reinstate", {})).status == 303
    changes = await StatusChange.filter(certificate_id=made.certificate_id).order_by("ordinal")
    assert [change.status for change in changes] == ["suspended", "valid"]


async def test_faults_are_told_before_anything_is_confirmed(browser):
    _, path = await opened(browser, await decider(), "revoke")
    with time_machine.travel(SPRING, tick=True):
        for fields, field in (
            ({"effective_on": "2026-03-16", "reason": "false-material"}, "document_number"),
            ({"effective_on": "2026-03-16", "reason": "cleared", "document_number": "1号"}, "reason"),
            ({"effective_on": "2020-03-16", "reason": "false-material", "document_number": "1号"}, "effective_on"),
            ({"effective_on": "", "reason": "false-material", "document_number": "1号"}, "effective_on"),
        ):
            assert (await browser.submit(f"{path}/revoke", fields)).status == 422, fields
            assert f'href="#{field}"' in browser.html, fields
        assert (
            await browser.submit(f"{path}/revoke", {"effective_on": "2026-03-16", "reason": "x" * 99})
        ).status == 422
    assert not await StatusChange.exists()


async def test_who_may_suspend_may_not_revoke(browser):
    _, path = await opened(browser, await province_officer(), "suspend")
    assert f"{path}/revoke" not in browser.html
    assert (await browser.get(f"{path}/revoke")).status == 404
    assert (await browser.get(f"{path}/burn")).status == 404
    await browser.get(f"{path}/suspend")
    hidden = browser.hidden(f"{path}/suspend")
    fields = {"effective_on": "2026-03-16", "reason": "false-material", "document_number": "1号", "confirmed": "yes"}
    assert (await browser.post(f"{path}/revoke", [*hidden, *fields.items()])).status == 404
    await browser.sign_in_as((await account(Grant(Role.AUDITOR))).account_id)
    await browser.get(path)
    assert f"{path}/suspend" not in browser.html
    assert "/desk/audit" in browser.html
    assert (await browser.get(f"/desk/certificates/{new_id()}")).status == 404


async def test_cancelling_at_the_holders_wish(browser):
    made, path = await opened(browser, await decider(), "cancel")
    fields = {"effective_on": "2026-03-16", "reason": "holder-request", "document_number": "黔商注〔2026〕1号"}
    with time_machine.travel(SPRING, tick=True):
        assert (await browser.submit(f"{path}/cancel", fields)).status == 200
        assert "注销后不能恢复" in browser.html
        assert (await browser.submit(f"{path}/cancel", {})).status == 303
    assert (await StatusChange.get(certificate_id=made.certificate_id)).status == "cancelled"


async def test_what_is_in_the_press_is_looked_at_again_by_itself(browser):
    await office()
    made = await reserved()
    await browser.sign_in_as((await city_officer()).account_id)
    await browser.get(f"/desk/certificates/{made.certificate_id}")
    assert "data-again" in browser.html
    assert "waiting.js" in browser.html
    await record_print(made.certificate_id, actor=SYSTEM, sha256="0" * 64, level="B-B")
    await browser.get(f"/desk/certificates/{made.certificate_id}")
    assert "data-again" not in browser.html
