"""The whole path in real Chromium, on the real product: two enterprises, two cities, a province, an expert, anybody, foreign programs.

SQLite: `serve`; PostgreSQL: `web` and `worker` apart. What each person does is in `steps_*.py`.
LVCE_TEST_PICTURES names a folder for a picture of every page.
"""

import asyncio
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Browser
from stdnum.cn import uscc

from registry.accounts.actions import appoint, grant_role
from registry.accounts.rules import Role
from registry.accounts.schemas import SYSTEM
from registry.db.lifecycle import connected
from registry.settings import Settings
from tests.chromium import chromium
from tests.factories.enterprises import cheap_hashing
from tests.factories.people import GUIZHOU
from tests.journeys import steps_desk as desk
from tests.journeys import steps_enterprise as portal
from tests.journeys import steps_public as public
from tests.journeys.installation import DAY, PASSWORD, install_for
from tests.journeys.running import Running
from tests.journeys.steps_enterprise import Mall
from tests.journeys.windows import Watch, Window, window

pytestmark = [pytest.mark.may_block, pytest.mark.timeout(600)]

ZUNYI = "520300"
LAST_DAY = date(2026, 3, 6)
"""Five working days from Monday, 2 March 2026, which counts itself."""
TOO_EARLY = date(2026, 3, 5)
AFTERWARDS = date(2026, 3, 9)

ADVICE = "请补充上一年度节能改造的支出凭证，扫描件须清晰可辨。"
OWN = "须由另一位工作人员决定"
REASON = "现场抽查两个服务台，双语标识不全。"


def _code(body: str) -> str:
    return body + uscc.calc_check_digit(body)


def _malls() -> tuple[Mall, Mall]:
    first = Mall(
        login="jiaxiu",
        uscc=_code("91520102MA6000001"),
        enterprise="贵阳示例甲秀商业管理有限公司",
        name="贵阳甲秀广场",
        format="shopping_centre",
        format_name="购物中心",
        place_code="520102",
        address="示例大道1号",
        area_m2="120000",
    )
    second = Mall(
        login="longyan",
        uscc=_code("91520302MA6000002"),
        enterprise="遵义示例䶮城百货有限公司",
        name="遵义甲秀䶮城百货",
        format="department_store",
        format_name="百货店",
        place_code="520302",
        address="演示路2号",
        area_m2="45000",
    )
    return first, second


async def _appoint_more(settings: Settings, province_id: str) -> None:
    """An officer of another city; and the province's officer may decide too, so that only the rule of two prevents it."""
    day = date(2026, 1, 1)
    with cheap_hashing():
        async with connected(settings):
            await appoint(
                "zunyi",
                password=PASSWORD,
                name="zunyi",
                role=Role.CITY_OFFICER,
                place_code=ZUNYI,
                on=day,
                actor=SYSTEM,
            )
            await grant_role(UUID(province_id), Role.PROVINCE_DECIDER, place_code=GUIZHOU, on=day, actor=SYSTEM)


class Journey:
    """The people, each in a window of their own, and the two malls."""

    def __init__(self, product: Running, browser: Browser, stack: AsyncExitStack, folder: Path) -> None:
        self.product, self.browser, self.folder = product, browser, folder
        self.watch = Watch()
        self.first, self.second = _malls()
        self._stack = stack
        self._windows: dict[str, Window] = {}

    async def of(self, who: str) -> Window:
        """Somebody's window."""
        if who not in self._windows:
            entered = window(self.browser, who, self.product.address, self.watch)
            self._windows[who] = await self._stack.enter_async_context(entered)
        return self._windows[who]

    async def signed_in(self, who: str) -> Window:
        """Somebody's window, in which they have just signed in."""
        found = await self.of(who)
        await found.sign_in(who)
        return found

    async def hand_in(self) -> None:
        """Both enterprises come to hand in, one with the keyboard and one with the mouse."""
        wrong = self.first.uscc[:-1] + ("0" if self.first.uscc[-1] != "0" else "1")
        async with asyncio.TaskGroup() as both:
            both.create_task(self._come_to_hand_in(self.first, "大型商场。 120,000 平方米，达到", wrong_uscc=wrong))
            both.create_task(self._come_to_hand_in(self.second, "中型商场。 45,000 平方米，未到"))

    async def _come_to_hand_in(self, mall: Mall, size: str, *, wrong_uscc: str = "") -> None:
        enterprise = await self.of(mall.login)
        await portal.sign_up(enterprise, mall, wrong_uscc=wrong_uscc)
        await portal.add_mall(enterprise, mall, class_name=size)
        await portal.apply(enterprise, mall)
        await portal.fill_in(enterprise, mall, by_keyboard=mall is self.first)
        await portal.prove(enterprise, mall)
        await portal.hand_in(enterprise, mall)

    async def check(self) -> None:
        """Each city sees its own mall alone; one comes back with advice and is mended; both are accepted."""
        city = await self.signed_in("city")
        await desk.return_it(city, self.first, "X105", ADVICE)
        for below in ("", "/check"):
            await city.open(f"/desk/applications/{self.second.id}{below}", status=404)
            await city.says("没有找到页面")
        await portal.mend(await self.of(self.first.login), self.first, "X105", ADVICE)
        await desk.accept(city, self.first)
        await desk.accept(await self.signed_in("zunyi"), self.second)

    async def review(self) -> None:
        """The province asks the expert, who changes one item of the first mall."""
        province, expert = await self.signed_in("province"), await self.signed_in("expert")
        for mall in (self.first, self.second):
            await desk.assign(province, mall, "expert")
        await desk.review(expert, self.first, change="X406", value="2", reason=REASON)
        await desk.review(expert, self.second)
        await portal.compare_scores(await self.of(self.first.login), self.first, "X406", REASON)

    async def decide(self) -> None:
        """Before the public; an objection; the window passes; two officers; two sealed certificates."""
        province = await self.of("province")
        notice = await desk.publish(province, [self.first, self.second], too_early=TOO_EARLY, right=LAST_DAY)
        await public.object_to(await self.of("anybody"), notice, self.first)
        await desk.blocked(province, self.first, "异议")
        await desk.blocked(province, self.second, "公示至")
        await self.product.move_to(AFTERWARDS)
        await self.signed_in("province")
        await desk.blocked(province, self.first, "尚有异议未答复")
        await desk.answer_objection(province, self.first)
        decider = await self.signed_in("decider")
        for number, mall in enumerate((self.first, self.second), 1):
            decision = await desk.propose(province, mall, f"黔商发〔2026〕{number}号")
            status, told = await province.post(decision, {"agree": "yes", "remark": ""})
            assert status >= 400
            assert OWN in told
            await desk.decide(decider, mall)

    async def examine(self) -> None:
        """Anybody finds both, and takes a certificate apart with programs that are not ours."""
        anybody = await self.of("anybody")
        for mall in (self.first, self.second):
            document = await public.take_document(anybody, mall, self.folder)
            told = await public.signature_of(document)
            assert "Signature is Valid" in told, told
            assert "Total document signed" in told, told
            text = public.text_of(document)
            assert mall.name in text
            assert mall.enterprise in text
            code = await public.code_on(document)
            assert code.startswith(f"{self.product.address}/verify/")
            await anybody.open(code)
            await anybody.says("有效", mall.name)
            address, _, signed = code.partition("#")
            assert signed
            await anybody.open(f"{address}?lang=en")
            await anybody.says("VALID", mall.name)
        both = [self.first.name, self.second.name]
        for how in (
            {"q": "甲秀"},
            {"region": GUIZHOU},
            {"year": "2026"},
            {"q": "甲秀", "region": GUIZHOU, "year": "2026"},
        ):
            await public.find(anybody, both, **how)
        await public.find(anybody, [self.second.name], q="䶮城")

    async def revoke(self) -> None:
        """The answer changes at once; the entry stays."""
        await desk.revoke(await self.of("decider"), self.first)
        anybody = await self.of("anybody")
        await anybody.open(f"/verify/{self.first.number}")
        await anybody.says("无效", "撤销")
        await anybody.open(f"/verify/{self.first.number}?lang=en")
        await anybody.says("NOT VALID")
        await anybody.open(f"/verify/{self.second.number}")
        await anybody.says("有效", self.second.name)
        await public.find(anybody, [self.first.name], status="撤销")
        await anybody.follow(self.first.name)
        await anybody.says("无效", self.first.number, "黔商发〔2026〕9号")
        enterprise = await self.signed_in(self.first.login)
        await enterprise.follow(f"查看证书 {self.first.number}")
        await enterprise.says("撤销", self.first.number)


async def test_two_enterprises_from_signing_up_to_a_revoked_certificate(separate_settings: Settings, tmp_path: Path):
    product = Running(separate_settings, at=DAY)
    try:
        made = await install_for(product.settings)
        await _appoint_more(product.settings, made.accounts["province"])
        await product.start()
        async with chromium() as browser, AsyncExitStack() as stack:
            journey = Journey(product, browser, stack, tmp_path)
            for step in (
                journey.hand_in,
                journey.check,
                journey.review,
                journey.decide,
                journey.examine,
                journey.revoke,
            ):
                await step()
            assert journey.watch.faults == []
        await product.stop()
    except BaseException as failure:
        failure.add_note(product.tail())
        raise
    finally:
        await product.end()
