"""Files for one item: added, refused with the reason, read by their owners, taken back."""

import io
import zipfile

import pytest
from aiohttp import FormData

from registry.applications import queries
from registry.applications.models import Application
from registry.identifiers import new_id
from registry.storage.models import StoredFile
from registry.web.keys import SETTINGS
from tests.factories.applications import page


@pytest.fixture
def at(draft):
    return f"{draft.address}/evidence/X103"


async def upload(seat, at, *files, title=""):
    body = FormData(quote_fields=False)
    for name, value in seat.browser.hidden(at):
        body.add_field(name, value)
    body.add_field("title", title)
    for name, data in files:
        body.add_field("file", io.BytesIO(data), filename=name, content_type="application/pdf")
    return await seat.browser.post(at, body)


async def files_of(seat, code="X103"):
    view = await queries.application(seat.member, seat.applied.id)
    return next(item for chapter in view.chapters for item in chapter.items if item.code == code).evidence


async def test_several_files_at_once(draft, at):
    await draft.browser.get(at)
    assert "还没有文件" in draft.browser.html
    answer = await upload(draft, at, ("制度 一.pdf", page()), ("二.pdf", page() + b"\n"), title="见第3页")
    assert (answer.status, answer.headers["Location"]) == (303, f"{at}?added=2")
    await draft.browser.get(f"{at}?added=2")
    assert "文件已添加" in draft.browser.html
    assert "制度 一.pdf" in draft.browser.html
    assert "见第3页" in draft.browser.html
    await draft.browser.get(f"{draft.address}/chapters/X1")
    assert "见第3页" in draft.browser.html


async def test_one_reads_ones_own_file(draft, at):
    await draft.browser.get(at)
    await upload(draft, at, ("台账.pdf", page()))
    (file,) = await files_of(draft)
    answer = await draft.browser.get(f"{draft.address}/files/{file.file_id}")
    assert answer.status == 200
    assert await answer.read() == page()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E5%8F%B0%E8%B4%A6.pdf"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_program_named_pdf_is_refused_and_the_good_file_kept(draft, at):
    await draft.browser.get(f"{at}?lang=en")
    answer = await upload(draft, at, ("good.pdf", page()), ("evil.pdf", b"MZ" + b"\0" * 600), title="说明")
    assert answer.status == 422
    assert 'href="#file"' in draft.browser.html
    assert "说明" in draft.browser.html
    assert [file.name for file in await files_of(draft)] == ["good.pdf"]


async def test_a_bomb_is_refused(draft, at):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 260_000_000)
    await draft.browser.get(at)
    answer = await upload(draft, at, ("表.xlsx", packed.getvalue()))
    assert answer.status in {413, 422}
    assert await files_of(draft) == ()


async def test_a_file_too_large_is_told_with_the_limit(draft, at, app):
    await draft.browser.get(at)
    limit = app[SETTINGS].max_upload_bytes
    answer = await upload(draft, at, ("big.pdf", b"%PDF-1.7" + b"0" * limit))
    assert answer.status == 413
    assert "20.0 MB" in draft.browser.html
    assert await files_of(draft) == ()


async def test_a_bomb_behind_a_good_file_costs_neither_the_file_nor_the_words(draft, at):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 260_000_000)
    await draft.browser.get(at)
    answer = await upload(draft, at, ("good.pdf", page()), ("表.xlsx", packed.getvalue()), title="说明文字")
    assert answer.status == 413
    assert 'value="说明文字"' in draft.browser.html
    assert [(file.name, file.title) for file in await files_of(draft)] == [("good.pdf", "说明文字")]


async def test_words_that_are_refused_are_told_of_once_and_no_file_is_kept(draft, at):
    await draft.browser.get(at)
    answer = await upload(draft, at, ("a.pdf", page()), ("b.pdf", page()), title="x\u202ey")
    assert answer.status == 422
    assert draft.browser.html.count('href="#title"') == 1
    assert await StoredFile.all().count() == 0


async def test_no_file_and_too_many(draft, at):
    await draft.browser.get(at)
    assert (await upload(draft, at)).status == 422
    assert 'href="#file"' in draft.browser.html
    answer = await upload(draft, at, *((f"{number}.pdf", page()) for number in range(6)))
    assert answer.status == 400
    assert "5" in draft.browser.html


async def test_a_title_of_tricks_is_refused(draft, at):
    await draft.browser.get(at)
    assert (await upload(draft, at, ("a.pdf", page()), title="x\u202ey")).status == 422


async def test_taking_back_asks_first(draft, at):
    await draft.browser.get(at)
    await upload(draft, at, ("台账.pdf", page()))
    (file,) = await files_of(draft)
    asking = f"{at}/{file.file_id}/withdraw"
    assert (await draft.browser.get(asking)).status == 200
    assert "台账.pdf" in draft.browser.html
    assert len(await files_of(draft)) == 1
    answer = await draft.browser.submit(asking, {})
    assert answer.headers["Location"] == f"{at}?withdrawn=1"
    assert await files_of(draft) == ()
    assert (await draft.browser.get(asking)).status == 404
    await draft.browser.get(f"{at}?withdrawn=1")
    assert "文件已撤回" in draft.browser.html


async def test_after_sign_in_the_page_asks_for_the_file_again(draft, at):
    await draft.browser.get(at)
    draft.browser.client.session.cookie_jar.clear()
    answer = await upload(draft, at, ("台账.pdf", page()), title="没有丢的说明")
    assert answer.status == 401
    assert "没有丢的说明" in draft.browser.html
    await draft.browser.submit("/sign-in", {"login": draft.member.login, "password": "a short sentence for tests"})
    answer = await draft.browser.submit(at, {})
    assert answer.status == 422
    assert "没有丢的说明" in draft.browser.html


async def test_handed_in_nothing_is_added(draft, at):
    await draft.browser.get(at)
    hidden = draft.browser.hidden(at)
    await Application.all().update(state="submitted")
    body = FormData(dict(hidden))
    body.add_field("file", io.BytesIO(page()), filename="a.pdf")
    assert (await draft.browser.post(at, body)).status == 409


async def test_strangers_neither_add_nor_read(draft, at, stranger):
    await draft.browser.get(at)
    await upload(draft, at, ("台账.pdf", page()))
    (file,) = await files_of(draft)
    await stranger.browser.get("/portal/account")
    body = FormData(dict(stranger.browser.hidden("/sign-out")))
    body.add_field("file", io.BytesIO(page()), filename="a.pdf")
    assert (await stranger.browser.post(at, body)).status == 404
    assert (await stranger.browser.get(f"{draft.address}/files/{file.file_id}")).status == 404
    assert (await stranger.browser.get(f"{at}/{file.file_id}/withdraw")).status == 404
    await stranger.browser.get("/portal/account")
    hidden = [pair for pair in stranger.browser.hidden("/sign-out") if pair[0] != "_once"]
    assert (await stranger.browser.post(f"{at}/{file.file_id}/withdraw", hidden)).status == 404
    assert len(await files_of(draft)) == 1


async def test_an_item_that_is_none_does_not_exist(draft):
    assert (await draft.browser.get(f"{draft.address}/evidence/X999")).status == 404
    assert (await draft.browser.get(f"{draft.address}/evidence/X103/{new_id()}/withdraw")).status == 404
