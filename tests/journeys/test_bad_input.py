"""Whatever is typed, pasted or sent: a clear message in the person's language, and nothing half-done.

The pages themselves are asked, as a browser asks them; the ten gigabytes go to the product as a process of its own.
"""

import asyncio
import io
import re
import time
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
import pytest_asyncio
from aiohttp import FormData, web
from aiohttp.test_utils import TestServer
from pypdf import PdfReader
from tortoise.context import TortoiseContext

from registry import clock
from registry.app import create_app
from registry.applications.actions import open_application, open_round
from registry.applications.models import Answer, EvidenceLink, Submission
from registry.applications.schemas import RoundForm
from registry.audit.models import AuditEntry
from registry.enterprises.models import Site
from registry.identifiers import new_id
from registry.issuance.models import Certificate
from registry.issuance.printing import print_certificate
from registry.issuance.queries import pdf_for_public
from registry.jobs.models import Job
from registry.press_process import PressProcess
from registry.settings import Settings
from registry.storage.installed import install
from registry.storage.models import StoredFile
from scoring.in_force import edition_on
from tests.browsing import Browser, visitor
from tests.factories import applications, people, stages
from tests.factories.applications import page
from tests.factories.enterprises import Mall, mall, next_uscc
from tests.factories.people import NANMING
from tests.journeys.calling import Caller, session
from tests.journeys.installation import DAY, SCHEME, install_for
from tests.journeys.running import Running, running
from tests.journeys.steps import MallWay

LANGUAGES = ("zh-CN", "en")
OURS = {"Sec-Fetch-Site": "same-origin"}
TEN_GIGABYTES, CHUNK = 10 * 1024**3, 65_536
RARE = "䶮𬭎㐂购物中心"
NEW_SITE = "/portal/sites/new?scheme=green-mall"
SITE = {
    "name": "示例购物中心", "format": "shopping_centre", "place_code": NANMING, "address": "示例路2号",
    "building_area_m2": "120000", "opened_on": "2015-05-01",
}  # fmt: skip
ENTERPRISE = {
    "uscc": "", "name": "示例商业管理有限公司", "legal_representative": "张示例", "place_code": NANMING,
    "address": "示例路1号", "contact_name": "李示例", "contact_phone": "0851-0000000", "login": "example-mall",
    "password": "a short sentence for tests",
}  # fmt: skip


@pytest.fixture
def app(settings: Settings) -> web.Application:
    """The whole product, built before the loop runs."""
    install(settings)
    return create_app(settings)


@dataclass
class Seat:
    """A member of an enterprise at a browser, with a mall and an application that is being filled in."""

    browser: Browser
    mall: Mall
    application: str
    db: TortoiseContext

    @property
    def chapter(self) -> str:
        """Where the form's first chapter is."""
        return f"/portal/applications/{self.application}/chapters/X1"

    @property
    def evidence(self) -> str:
        """Where the files for one item are."""
        return f"/portal/applications/{self.application}/evidence/X103"

    @asynccontextmanager
    async def untouched(self) -> AsyncIterator[None]:
        """Nothing is written in here: every table, the audit's too, has as many rows afterwards, and no answer changed."""
        before = await self._state()
        yield
        assert await self._state() == before

    async def _state(self) -> tuple[dict[str, int], list[Any]]:
        models = self.db.apps.get_models_iterable()
        counts = {model.__name__: await model.all().count() for model in models}
        return counts, await Answer.all().order_by("id").values_list("criterion", "value", "version")

    async def send(self, where: str, fields: dict[str, str], language: str) -> int:
        """Open the page in a language, fill its form in, send it; the status. The answer is in `browser.html`."""
        address = f"{where}{'&' if '?' in where else '?'}lang={language}"
        await self.browser.get(address)
        body = urlencode([*self.browser.hidden(where), *fields.items()]).encode()
        kind = "application/x-www-form-urlencoded"
        return (await self.browser.post(address, io.BytesIO(body), **{"Content-Type": kind})).status

    async def upload(self, files: list[tuple[str, bytes]], language: str) -> int:
        """Hand in files for an item, whatever they claim to be; the status."""
        await self.browser.get(f"{self.evidence}?lang={language}")
        form = FormData(quote_fields=False)
        for name, value in self.browser.hidden(self.evidence):
            form.add_field(name, value)
        for filename, content in files:
            form.add_field("file", io.BytesIO(content), filename=filename, content_type="application/pdf")
        return (await self.browser.post(f"{self.evidence}?lang={language}", form)).status

    def told(self) -> str:
        """What the page says is wrong: the error summary, or the calm page's paragraphs."""
        found = re.search(r'<div class="govuk-error-summary".*?</ul>', self.browser.html, re.DOTALL)
        main = re.search(r"<main.*?</main>", self.browser.html, re.DOTALL)
        html = found[0] if found else main[0] if main else self.browser.html
        return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app: web.Application, db: TortoiseContext) -> AsyncIterator[Browser]:
    async with TestServer(app) as server, visitor(server) as client:
        yield Browser(client)


@pytest_asyncio.fixture(loop_scope="session")
async def seat(browser: Browser, db: TortoiseContext) -> Seat:
    own, today = await mall(), clock.today()
    opens, closes = today - timedelta(days=30), today + timedelta(days=30)
    form = RoundForm(
        scheme=applications.SCHEME, year=today.year, place_code=people.GUIZHOU,
        title_zh="今年的绿色商场", title_en="Green malls of this year", opens_on=opens, closes_on=closes,
    )  # fmt: skip
    round_id = await open_round(form, actor=people.province_officer())
    application_id = await open_application(own.site_id, round_id=round_id, actor=own.member)
    await browser.sign_in_as(own.member.account_id)
    return Seat(browser, own, str(application_id), db)


TOMORROW = (clock.today() + timedelta(days=1)).isoformat()
SITES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "future opening date": (
        {"opened_on": TOMORROW},
        {"zh-CN": "开业日期晚于今天", "en": "The opening date lies in the future"},
    ),
    "no area": (
        {"building_area_m2": "0"},
        {"zh-CN": "建筑面积必须大于0平方米", "en": "The building area must be more than 0 m²"},
    ),
    "two megabytes": (
        {"name": "x" * 2_000_000},
        {"zh-CN": "此处最多 200 个字，现有 2,000,000 个字", "en": "At most 200 characters fit here; this has 2,000,000"},
    ),
    "more than any form": (
        {"name": "商" * 700_000},
        {"zh-CN": "提交的内容超过允许的大小", "en": "The request is larger than is accepted here"},
    ),
    "right to left": (
        {"name": "示例\u202e心中物购"},
        {"zh-CN": "改变书写方向的不可见字符（U+202E）", "en": "changes the direction of writing (U+202E)"},
    ),
    "control character": (
        {"address": "示例\x07路"},
        {"zh-CN": "控制字符（U+0007）", "en": "control character (U+0007)"},
    ),
    "nothing to be seen": (
        {"name": "示例\u200b购物中心"},
        {"zh-CN": "不可见字符（U+200B）", "en": "invisible character (U+200B)"},
    ),
    "unknown region": (
        {"place_code": "529999"},
        {"zh-CN": "没有区划代码为529999的地区", "en": "no place with the division code 529999"},
    ),
    "no region": (
        {"place_code": "贵阳"},
        {"zh-CN": "行政区划代码为六位数字", "en": "A division code has six digits"},
    ),
}  # fmt: skip
"""What is wrong with a mall, and what its enterprise is told."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", SITES)
async def test_a_mall_that_cannot_be(seat: Seat, case: str, language: str) -> None:
    wrong, told = SITES[case]
    async with seat.untouched():
        assert await seat.send(NEW_SITE, SITE | wrong, language) in {413, 422}
    assert told[language] in seat.told()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("uscc", "told"),
    [
        ("wrong digit", {"zh-CN": "末位校验码与前面各位不符", "en": "does not match the others"}),
        ("91520102", {"zh-CN": "这里有 8 位", "en": "has 18 characters; this has 8"}),
        ("91520102MA6000001I", {"zh-CN": "不含 I、O、S、V、Z", "en": "without I, O, S, V and Z"}),
    ],
)
async def test_a_credit_code_that_cannot_be(seat: Seat, uscc: str, told: dict[str, str], language: str) -> None:
    if uscc == "wrong digit":
        right = next_uscc()
        uscc = right[:-1] + ("1" if right[-1] == "0" else "0")
    async with seat.untouched():
        assert await seat.send("/sign-up", ENTERPRISE | {"uscc": uscc}, language) == 422
    assert told[language] in seat.told()
    assert f'value="{uscc}"' in seat.browser.html, "what was typed is still there"


def bomb() -> bytes:
    """A workbook of a few hundred kilobytes that is hundreds of megabytes when unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 260_000_000)
    return packed.getvalue()


FILES: dict[str, tuple[str, Callable[[], bytes], dict[str, str]]] = {
    "program": ("台账.pdf", lambda: b"MZ" + bytes(600), {"zh-CN": "实际为EXE类型", "en": "This file is really EXE"}),
    "bomb": ("台账.xlsx", bomb, {"zh-CN": "解压后会异常膨胀", "en": "far larger than it is"}),
    "nothing": ("台账.pdf", bytes, {"zh-CN": "文件是空的", "en": "The file is empty"}),
    "too large": (
        "台账.pdf",
        lambda: b"%PDF-1.7" + bytes(20 * 1024 * 1024),
        {"zh-CN": "20.0 MB", "en": "larger than 20.0 MB"},
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", FILES)
async def test_a_file_that_is_not_what_it_seems(seat: Seat, case: str, language: str) -> None:
    name, make, told = FILES[case]
    content = await asyncio.to_thread(make)
    async with seat.untouched():
        assert await seat.upload([(name, content)], language) in {413, 422}
    assert told[language] in seat.told()


@pytest.mark.parametrize("case", FILES)
async def test_a_good_file_beside_a_bad_one_is_kept_whole_or_not_at_all(seat: Seat, case: str) -> None:
    """A file that is stored is also offered as evidence; none is stored for nobody."""
    name, make, told = FILES[case]
    await seat.upload([("好的.pdf", page()), (name, await asyncio.to_thread(make))], "zh-CN")
    assert told["zh-CN"] in seat.told()
    offered = set(await EvidenceLink.all().values_list("file_id", flat=True))
    assert set(await StoredFile.all().values_list("id", flat=True)) == offered


@pytest.mark.may_block  # this process serves nobody
@pytest.mark.parametrize("length", [f"Content-Length: {TEN_GIGABYTES}", "Transfer-Encoding: chunked"])
async def test_ten_gigabytes_are_cut_off(separate_settings: Settings, length: str) -> None:
    """Over a real connection to the product as a process: it answers while the sender is still sending."""
    made = await install_for(separate_settings)
    async with running(separate_settings, at=DAY) as product, session() as http:
        member = Caller(http, product.address, before=lambda _method, _path: None)
        way = MallWay(1, {"mall-1": member}, edition_on(SCHEME, DAY), made.round_id, made.accounts)
        for step in (way.sign_up, way.add_site, way.open):
            await step()
        where = f"/api/v1/applications/{way.id}/evidence?criterion=X103&lang="
        for language, told in (("zh-CN", "20.0 MB，未予保存"), ("en", "larger than 20.0 MB")):
            answer, sent, seconds = await pour(product, where + language, member.token, length)
            assert answer.startswith("HTTP/1.1 413 "), answer[:500]
            assert told in answer
            assert sent < TEN_GIGABYTES / 50
            assert seconds < 10
        view = await way.view()
        assert [item for chapter in view["chapters"] for item in chapter["items"] if item["evidence"]] == []
        assert list((product.settings.data / "spool").iterdir()) == []
        assert list((product.settings.data / "files").rglob("*.*")) == []
        await product.stop()


async def pour(product: Running, where: str, token: str, length: str) -> tuple[str, int, float]:
    """Send zeros as fast as they are taken, until the other side answers: the answer, bytes sent, seconds."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", product.port)
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
    writer.write(
        f"POST {where} HTTP/1.1\r\nHost: 127.0.0.1:{product.port}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\n{length}\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    zeros, sent, answer = bytes(256 * 1024), 0, bytearray()

    async def listen() -> None:
        with suppress(ConnectionError):
            while part := await reader.read(CHUNK):
                answer.extend(part)

    def piece(content: bytes) -> bytes:
        return content if "Length" in length else b"%x\r\n%s\r\n" % (len(content), content)

    listening = asyncio.create_task(listen())
    with suppress(ConnectionError):
        writer.write(piece(head))
        while not answer and sent < TEN_GIGABYTES:
            writer.write(piece(zeros))
            await writer.drain()
            sent += len(zeros)
    writer.close()
    async with asyncio.timeout(20):
        await listening
    return answer.decode(), sent, time.monotonic() - began


async def test_a_form_from_an_expired_session_is_not_lost(seat: Seat) -> None:
    await seat.browser.get(NEW_SITE)
    fields = [*seat.browser.hidden("/portal/sites/new"), *(SITE | {"name": RARE}).items()]
    seat.browser.client.session.cookie_jar.clear()
    async with seat.untouched():
        assert (await seat.browser.post("/portal/sites/new", fields)).status == 401
    assert "您填写的内容" in seat.browser.html or RARE in seat.browser.html
    signing_in = {"login": seat.mall.member.login, "password": "a short sentence for tests"}
    assert (await seat.browser.submit("/sign-in", signing_in)).status == 200
    answer = await seat.browser.submit("/portal/sites/new", {})
    assert answer.status == 303
    assert await Site.filter(name=RARE).count() == 1


@pytest.mark.parametrize(("language", "stored"), [("zh-CN", "现已保存：1"), ("en", "Stored now: 1")])
async def test_two_tabs_see_both_answers(seat: Seat, language: str, stored: str) -> None:
    await seat.browser.get(seat.chapter)
    other_tab = seat.browser.hidden(seat.chapter)
    await seat.browser.submit(seat.chapter, {"value-X103": "1"})
    async with seat.untouched():
        answer = await seat.browser.post(f"{seat.chapter}?lang={language}", [*other_tab, ("value-X103", "3")])
    assert answer.status == 409
    assert stored in " ".join(re.sub(r"<[^>]+>", " ", seat.browser.html).split())
    assert 'value="3"' in seat.browser.html


async def test_handing_in_twice_is_one_submission(seat: Seat) -> None:
    """Sent twice at the same time, and once more by a page that was opened before."""
    made = applications.Applied(UUID(seat.application), seat.mall)
    await applications.complete(made)
    where = f"/portal/applications/{seat.application}/submit"
    await seat.browser.get(where)
    hidden = seat.browser.hidden(where)
    other = [(name, str(new_id()) if name == "_once" else value) for name, value in hidden]
    sent = [seat.browser.client.post(where, data=[*fields, ("agree", "yes")], headers=OURS, allow_redirects=False)
            for fields in (hidden, hidden, other)]  # fmt: skip
    answers = await asyncio.gather(*sent)
    assert [answer.status for answer in answers] == [303, 303, 303]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert await Submission.all().count() == 1
    assert await AuditEntry.filter(tag="application:submit").count() == 1
    assert await Job.filter(name="assessments.score").count() == 1


async def test_rare_characters_reach_the_certificate(seat: Seat, settings: Settings) -> None:
    """Typed into the page, kept as they are, and read out of the sealed document as text."""
    await seat.browser.get(NEW_SITE)
    answer = await seat.browser.submit("/portal/sites/new", SITE | {"name": RARE})
    await seat.browser.get(answer.headers["Location"])
    assert RARE in seat.browser.html
    made = await stages.recognised(name=RARE)
    assert made.certificate_id is not None
    async with PressProcess(settings) as press:
        await print_certificate(made.certificate_id, press=press)
    book = await Certificate.get(id=made.certificate_id)
    pdf = b"".join([piece async for piece in (await pdf_for_public(book.number)).content])
    assert RARE in await asyncio.to_thread(text_of, pdf)


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
