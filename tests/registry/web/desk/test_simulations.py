"""Simulations at the desk: asked, watched, read, given up, by those who may and for their places only."""

import re

import pytest
from aiohttp.test_utils import TestServer

from registry import clock
from registry.accounts import signing_in as accounts
from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.jobs.models import Job
from registry.simulations.actions import run
from registry.simulations.models import Simulation
from registry.simulations.rules import job_key
from registry.web.session import digest
from tests.chromium import WIDTHS, chromium, faults
from tests.factories import applications as make
from tests.factories import people
from tests.factories.enterprises import places
from tests.factories.reviewing import account
from tests.factories.simulations import finish, question, started, stop
from tests.registry.web.desk.stage import city_officer, decider, province_officer

PAGE = "/desk/simulations"


async def signed_in(browser, who):
    await browser.sign_in_as(who.account_id)
    return browser


async def test_asked_once_watched_and_read(browser):
    made = await make.submitted(name="甲秀购物中心")
    await signed_in(browser, await province_officer())
    await browser.get(PAGE)
    assert 'value="green-mall/2018-03-01"' in browser.html
    assert ">贵阳市</option>" in browser.html
    hidden = browser.hidden(PAGE)
    fields = [*hidden, ("edition", "green-mall/2018-03-01"), ("place_code", "520000")]
    first = await browser.post(PAGE, fields)
    again = await browser.post(PAGE, [*fields[:1], ("_once", "another"), *fields[2:]])
    assert (first.status, again.status) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"]
    row = await Simulation.get()
    here = f"{PAGE}/{row.id}"
    await browser.get(here)
    assert re.search(r'<noscript><meta http-equiv="refresh" content="5"></noscript>', browser.html)
    assert re.search(r'<progress [^>]*max="1" value="0"', browser.html)
    await browser.get(f"{here}?still=1")
    assert "http-equiv" not in browser.html
    await finish(row.id)
    for language in ("zh-CN", "en"):
        await browser.get(f"{here}?lang={language}")
        assert "http-equiv" not in browser.html
        assert "<progress" not in browser.html
        assert f"/desk/applications/{made.id}" in browser.html
    assert "depends on what is not known" in browser.html
    assert "Not known: M101" in browser.html
    assert f"{here}.xlsx" in browser.html
    await browser.get(f"{here}?kind=falls")
    assert f"/desk/applications/{made.id}" not in browser.html
    await browser.get(f"{here}?place=520300")
    assert f"/desk/applications/{made.id}" not in browser.html
    await browser.get(f"{here}?place=520100&kind=open")
    assert f"/desk/applications/{made.id}" in browser.html
    await browser.get(PAGE)
    assert here in browser.html


async def test_what_is_wrong_stands_beside_its_field(browser):
    await places()
    await signed_in(browser, await province_officer())
    for fields, status, where in (
        ({"edition": "", "place_code": "520000"}, 422, "#edition"),
        ({"edition": "not an edition", "place_code": "520000"}, 422, "#edition"),
        ({"edition": "green-mall/1999-01-01", "place_code": "520000"}, 404, ""),
        ({"edition": "green-mall/2018-03-01", "place_code": "510000"}, 404, ""),
        ({"edition": "00000000-0000-0000-0000-000000000000", "place_code": "520000"}, 404, ""),
    ):
        await browser.get(PAGE)
        assert (await browser.submit(PAGE, fields)).status == status, fields
        assert where in browser.html
        assert "选择" in browser.html
    assert await Simulation.all().count() == 0


async def test_given_up(browser):
    await make.submitted()
    await signed_in(browser, await province_officer())
    asked = await started()
    await browser.get(f"{PAGE}/{asked}")
    assert (await browser.submit(f"{PAGE}/{asked}/cancel", {})).status == 303
    assert (await Simulation.get(id=asked)).state == "cancelled"
    await browser.get(f"{PAGE}/{asked}")
    assert "已放弃" in browser.html


async def test_what_stopped_says_so_and_is_tried_again(browser):
    await make.submitted()
    await signed_in(browser, await province_officer())
    asked = await started()
    here = f"{PAGE}/{asked}"
    await browser.get(here)
    assert f"{here}/retry" not in browser.html
    await stop()
    await browser.get(PAGE)
    assert "因错误停止" in browser.html
    await browser.get(f"{here}?lang=en")
    assert "This simulation has stopped. Its next part was tried 8 times and failed each time" in browser.html
    assert "OperationalError at client.py:12" in browser.html
    assert "http-equiv" not in browser.html
    assert f"{here}/cancel" in browser.html
    await browser.get(here)
    assert (await browser.submit(f"{here}/retry", {})).status == 303
    await browser.get(here)
    assert "http-equiv" in browser.html
    assert "该模拟已停止" not in browser.html
    await finish(asked)


async def test_who_may_read_and_who_may_not(app, open_browser, db):
    await make.submitted()
    asked, far = await started(), await started(asked=question(place_code=people.ZUNYI))
    await finish(asked)
    await Job.filter(key=job_key(asked, 0)).delete()
    await stop()
    auditor = await account(Grant(Role.AUDITOR))
    for reader in (await decider(), auditor):
        browser = await signed_in(await open_browser(app), reader)
        assert (await browser.get(PAGE)).status == 200
        assert f"{PAGE}/{far}" in browser.html
        assert 'name="edition"' not in browser.html
        assert (await browser.get(f"{PAGE}/{asked}")).status == 200
        assert (await browser.get(f"{PAGE}/{asked}.xlsx")).status == 200
        assert "/cancel" not in browser.html
        assert (await browser.get(f"{PAGE}/{far}")).status == 200
        assert "因错误停止" in browser.html
        assert "/retry" not in browser.html
    for stranger in (await city_officer(), await province_officer(people.SICHUAN)):
        browser = await signed_in(await open_browser(app), stranger)
        assert (await browser.get(f"{PAGE}/{asked}")).status == 404
        assert (await browser.get(f"{PAGE}/{asked}.xlsx")).status == 404


async def test_what_cannot_be_judged_again_is_named(browser):
    from registry.applications.models import Submission

    made = await make.submitted()
    await Submission.filter(id=made.submission_id).update(edition_digest="0" * 64)
    asked = await started()
    await run(asked)
    await signed_in(browser, await province_officer())
    await browser.get(f"{PAGE}/{asked}")
    assert "不能重算的申报" in browser.html
    assert "edition-changed" in browser.html


@pytest.fixture
async def address(app, db):
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def test_it_moves_by_itself_and_axe_finds_nothing(address):
    for name in ("甲秀购物中心", "花果园购物中心"):
        await make.submitted(name=name)
    officer = await province_officer()
    asked = await started()
    await run(asked, at_once=1)
    await accounts.open_session(officer.account_id, digest("sim"), clock.now(), "tests")
    async with chromium() as browser:
        context = await browser.new_context(locale="zh-CN")
        await context.add_cookies([{"name": "lvce", "value": "sim", "url": address}])
        page = await context.new_page()
        await page.goto(f"{address}{PAGE}/{asked}")
        assert await page.locator("progress").get_attribute("value") == "1"
        await finish(asked)
        await page.wait_for_selector("progress", state="detached", timeout=15_000)
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            for path in (PAGE, f"{PAGE}/{asked}", f"{PAGE}/{await started()}"):
                await page.goto(f"{address}{path}")
                assert await faults(page) == [], f"{path} at {width}"
