"""The list of editions, and drafts begun from a file or from an edition."""

import io

import pytest
import time_machine
from aiohttp import FormData

from registry.editions.models import EditionDraft
from tests.factories import editions as make
from tests.factories.people import GUIZHOU, SICHUAN
from tests.registry.web.desk.stage import city_officer, decider, province_officer

NEW = "/desk/editions/new"
TODAY = "2026-03-02T03:00:00Z"


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(TODAY, tick=True):
        yield


async def send(browser, *, content=None, **fields):
    body = FormData(quote_fields=False)
    for name, value in browser.hidden(NEW):
        if name not in fields:
            body.add_field(name, value)
    for name, value in ({"way": "file", "scheme": "green-mall"} | fields).items():
        body.add_field(name, value)
    if content is not None:
        body.add_field("file", io.BytesIO(content), filename="评价表.xlsx", content_type="application/octet-stream")
    return await browser.post(NEW, body)


@pytest.fixture
async def officer(browser):
    who = await province_officer()
    await browser.sign_in_as(who.account_id)
    await browser.get(NEW)
    return who


async def test_a_table_becomes_a_draft_in_the_list(browser, officer):
    answer = await send(browser, content=make.table_file())
    draft = await EditionDraft.get()
    assert (answer.status, answer.headers["Location"]) == (303, f"/desk/editions/{draft.id}")
    await browser.get("/desk/editions")
    assert f"/desk/editions/{draft.id}" in browser.html
    assert "评价表.xlsx" in browser.html
    assert "编写中" in browser.html


async def test_an_edition_becomes_a_draft(browser, officer):
    answer = await send(browser, way="edition", edition="green-mall/2021-05-25")
    assert answer.status == 303
    assert (await EditionDraft.get()).source == "green-mall/2021-05-25"
    await browser.get(NEW)
    assert (await send(browser, way="edition", edition="green-mall/none")).status == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "此项必填"),
        (b"PK\x03\x04", "XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式"),
        (b"a,b\n1,2\n", "没有找到评价表"),
        (b"%PDF-1.7\n\xe2\xe3", "这既不是 CSV 文件"),
        ("三级指标,分值\n".encode() + "".join(f"X{n} 要求,1\n" for n in range(601)).encode(), "最多 600 条"),
    ],
)
async def test_what_is_no_table_is_said_beside_the_field(browser, officer, content, said):
    answer = await send(browser, content=content)
    assert answer.status == 422
    assert said in browser.html
    assert "有内容需要修改" in browser.html
    assert 'href="#file"' in browser.html
    assert not await EditionDraft.exists()


async def test_a_form_that_came_through_sign_in_has_lost_its_file(browser, officer):
    answer = await browser.submit(NEW, {"way": "file", "scheme": "green-mall"})
    assert answer.status == 422
    assert 'href="#file"' in browser.html


async def test_a_file_too_large_and_a_place_elsewhere(browser, officer):
    assert (await send(browser, content=b"a" * (6 * 1024 * 1024))).status == 413
    await browser.get(NEW)
    answer = await send(browser, content=make.table_file(), place_code=SICHUAN)
    assert answer.status == 404
    await browser.get(NEW)
    assert (await send(browser, way="")).status == 422


async def test_who_sees_what(browser):
    await make.imported(await make.officer())
    name = await make.published(first_day=make.DAY)
    await browser.sign_in_as((await decider()).account_id)
    await browser.get("/desk/editions")
    assert NEW not in browser.html
    assert f"/criteria/green-mall/{name}" in browser.html
    assert "现行" in browser.html
    assert (await browser.get(NEW)).status == 404
    await browser.sign_in_as((await province_officer(SICHUAN)).account_id)
    await browser.get("/desk/editions")
    assert name not in browser.html
    assert "没有草案" in browser.html
    await browser.sign_in_as((await city_officer()).account_id)
    assert (await browser.get("/desk/editions")).status == 404


async def test_editions_ahead_and_ended_are_told_apart(browser):
    await make.published(first_day=make.DAY)
    await make.published()
    await browser.sign_in_as((await decider(GUIZHOU)).account_id)
    await browser.get("/desk/editions")
    assert "尚未施行" in browser.html
    with time_machine.travel("2026-05-01T03:00:00Z", tick=True):
        await browser.sign_in_as((await decider(GUIZHOU)).account_id)
        await browser.get("/desk/editions")
    assert "已结束" in browser.html
