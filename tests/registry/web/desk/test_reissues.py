"""Issuing a certificate anew at the desk: shown before it is proposed, confirmed by another, then in the press."""

import time_machine

from registry.issuance.models import Certificate
from registry.reissues.models import Reissue
from tests.factories.certificates import office, printed
from tests.factories.people import SICHUAN
from tests.registry.web.desk.stage import city_officer, decider, province_officer

SPRING = "2026-03-16T03:00:00Z"
ASKED = {
    "reason": "name-changed",
    "document_number": "黔商函〔2026〕7号",
    "holder": "甲秀新天地",
    "note": "营业执照已变更。",
}


async def proposed(browser):
    await office()
    made = await printed()
    path = f"/desk/certificates/{made.certificate_id}"
    officer = await province_officer()
    await browser.sign_in_as(officer.account_id)
    await browser.get(path)
    assert f"{path}/reissue" in browser.html
    await browser.get(f"{path}/reissue")
    assert "甲秀购物中心" in browser.html
    answer = await browser.submit(f"{path}/reissue", ASKED)
    assert answer.status == 200
    assert "甲秀新天地" in browser.html
    assert not await Reissue.exists()
    answer = await browser.submit(f"{path}/reissue", {})
    row = await Reissue.get()
    assert (answer.status, answer.headers["Location"]) == (303, f"/desk/reissues/{row.id}")
    return made, row, path


async def test_it_is_shown_proposed_and_confirmed_by_another(browser):
    with time_machine.travel(SPRING, tick=True):
        made, row, path = await proposed(browser)
        await browser.get(f"/desk/reissues/{row.id}")
        assert "须由另一人确认" in browser.html
        await browser.get(path)
        assert f"/desk/reissues/{row.id}" in browser.html
        assert f"{path}/reissue" not in browser.html
        await browser.sign_in_as((await decider()).account_id)
        await browser.get("/desk")
        assert f"/desk/reissues/{row.id}" in browser.html
        await browser.get(f"/desk/reissues/{row.id}")
        assert "营业执照已变更" in browser.html
        answer = await browser.submit(f"/desk/reissues/{row.id}", {"agree": "yes"})
        assert answer.status == 303
        new = await Certificate.get(version=2)
        await browser.get(f"/desk/reissues/{row.id}")
        assert f"/desk/certificates/{new.id}" in browser.html
        await browser.get(f"/desk/certificates/{new.id}")
        assert "data-again" in browser.html
        assert 'http-equiv="refresh"' in browser.html
        await browser.get(path)
    assert f"/desk/certificates/{new.id}" in browser.html
    assert "data-again" not in browser.html
    assert new.number == made.number


async def test_rejecting_says_why(browser):
    with time_machine.travel(SPRING, tick=True):
        _, row, _ = await proposed(browser)
        await browser.sign_in_as((await decider()).account_id)
        await browser.get(f"/desk/reissues/{row.id}")
        assert (await browser.submit(f"/desk/reissues/{row.id}", {"agree": "no"})).status == 422
        assert 'href="#remark"' in browser.html
        assert (await browser.submit(f"/desk/reissues/{row.id}", {})).status == 422
        answer = await browser.submit(f"/desk/reissues/{row.id}", {"agree": "no", "remark": "名称与营业执照不一致。"})
        assert answer.status == 303
        await browser.get("/desk/reissues?state=rejected")
        assert str(row.id) in browser.html
        await browser.get("/desk/reissues?state=proposed")
        assert str(row.id) not in browser.html
    assert await Certificate.all().count() == 1


async def test_faults_are_told_at_their_fields(browser):
    await office()
    made = await printed()
    path = f"/desk/certificates/{made.certificate_id}/reissue"
    with time_machine.travel(SPRING, tick=True):
        await browser.sign_in_as((await province_officer()).account_id)
        await browser.get(path)
        for fields, field in (
            (ASKED | {"reason": ""}, "reason"),
            (ASKED | {"document_number": ""}, "document_number"),
            (ASKED | {"address": "新址"}, "address"),
            (ASKED | {"holder": "甲秀购物中心"}, "holder"),
            (ASKED | {"reason": "misprint", "uscc": "91520102MA6000000X"}, "uscc"),
        ):
            assert (await browser.submit(path, fields)).status == 422, fields
            assert f'href="#{field}"' in browser.html, fields
    assert not await Reissue.exists()


async def test_others_find_nothing(browser):
    with time_machine.travel(SPRING, tick=True):
        made, row, path = await proposed(browser)
        await browser.sign_in_as((await city_officer()).account_id)
        await browser.get(path)
        assert f"{path}/reissue" not in browser.html
        assert (await browser.get(f"{path}/reissue")).status == 404
        assert (await browser.get(f"/desk/reissues/{row.id}")).status == 200
        await browser.sign_in_as((await province_officer(SICHUAN)).account_id)
        for address in (f"/desk/certificates/{made.certificate_id}/reissue", f"/desk/reissues/{row.id}"):
            assert (await browser.get(address)).status == 404


async def test_what_hinders_it_is_told_before_anybody_confirms(browser):
    with time_machine.travel(SPRING, tick=True):
        _, row, _ = await proposed(browser)
        await browser.sign_in_as((await decider()).account_id)
    with time_machine.travel("2030-03-16T03:00:00Z", tick=True):
        await browser.sign_in_as((await decider()).account_id)
        await browser.get(f"/desk/reissues/{row.id}")
        assert "只有当日有效的证书才能换发" in browser.html
        assert (await browser.submit(f"/desk/reissues/{row.id}", {"agree": "yes"})).status == 409
