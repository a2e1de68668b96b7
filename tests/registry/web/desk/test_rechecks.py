"""Re-checks at the desk: what is due where, and recording what one found."""

from datetime import date

import time_machine

from registry.accounts.schemas import SYSTEM
from registry.duties.actions import remind
from registry.duties.models import Recheck
from registry.workdays.actions import seed
from tests.factories.certificates import office, printed
from tests.factories.people import ZUNYI
from tests.registry.web.desk.stage import city_officer, decider, province_officer

SUMMER = "2024-07-16T03:00:00Z"


async def certified():
    await seed(actor=SYSTEM)
    await office()
    return await printed(on=date(2023, 6, 12))


async def test_the_list_says_what_is_late_and_what_comes(browser):
    made = await certified()
    await printed(on=date(2023, 8, 10), place_code="520302")
    with time_machine.travel(SUMMER, tick=True):
        await remind()
        await browser.sign_in_as((await province_officer()).account_id)
        await browser.get("/desk/rechecks")
        assert "已逾期" in browser.html
        assert made.number in browser.html
        assert "GM-520000-2023-0002" in browser.html
        await browser.get("/desk/rechecks?place=520300")
        assert made.number not in browser.html
        assert "没有到期的复核" in browser.html
        assert (await browser.get("/desk/rechecks?place=52")).status == 422
        await browser.sign_in_as((await city_officer(ZUNYI)).account_id)
        await browser.get("/desk/rechecks")
    assert made.number not in browser.html


async def test_the_city_finds_it_among_its_tasks_and_records_it(browser):
    made = await certified()
    path = f"/desk/certificates/{made.certificate_id}/rechecks/1"
    with time_machine.travel(SUMMER, tick=True):
        await browser.sign_in_as((await city_officer()).account_id)
        await browser.get("/desk")
        assert path in browser.html
        await browser.get(path)
        fields = {"result": "mend", "done_on": "2024-07-15", "mend_by": "2024-08-30", "remark": "请补充台账。"}
        assert (await browser.submit(path, fields)).status == 422
        assert 'href="#document_number"' in browser.html
        assert (await browser.submit(path, {"done_on": ""})).status == 422
        answer = await browser.submit(path, fields | {"document_number": "筑商函〔2024〕3号"})
        assert (answer.status, answer.headers["Location"]) == (303, f"/desk/certificates/{made.certificate_id}")
        await browser.get(f"/desk/certificates/{made.certificate_id}")
        assert "筑商函〔2024〕3号" in browser.html
        assert "整改中" in browser.html
        await browser.get(path)
        assert "请补充台账" in browser.html
    assert await Recheck.all().count() == 1


async def test_a_proposed_suspension_comes_to_the_province(browser):
    made = await certified()
    path = f"/desk/certificates/{made.certificate_id}/rechecks/1"
    with time_machine.travel(SUMMER, tick=True):
        await browser.sign_in_as((await city_officer()).account_id)
        await browser.get(path)
        await browser.submit(path, {"result": "suspend", "done_on": "2024-07-15", "document_number": "1号"})
        await browser.get(path)
        assert "已登记" in browser.html
        await browser.sign_in_as((await province_officer()).account_id)
        await browser.get("/desk")
        assert "建议暂停" in browser.html
        await browser.get("/desk/rechecks")
    assert f"/desk/certificates/{made.certificate_id}/suspend" in browser.html


async def test_others_find_nothing(browser):
    made = await certified()
    path = f"/desk/certificates/{made.certificate_id}/rechecks/1"
    with time_machine.travel(SUMMER, tick=True):
        await browser.sign_in_as((await city_officer(ZUNYI)).account_id)
        assert (await browser.get(path)).status == 404
        await browser.sign_in_as((await decider()).account_id)
        assert (await browser.get(path)).status == 404
        await browser.sign_in_as((await city_officer()).account_id)
        assert (await browser.get(f"/desk/certificates/{made.certificate_id}/rechecks/9")).status == 404
        assert (await browser.get(f"/desk/certificates/{made.certificate_id}/rechecks/x")).status == 404
