"""A province's own criteria, in real Chromium on the real product: its table is uploaded, completed on pages, proposed,
published by a second officer, and from its first day on an application is filled in and judged by it.
"""

from contextlib import AsyncExitStack
from datetime import date

import pytest
from playwright.async_api import Browser, expect
from stdnum.cn import uscc

from registry.assessments.queries import replays_for_system
from registry.db.lifecycle import connected
from registry.settings import Settings
from tests.chromium import chromium
from tests.databases import LEG
from tests.factories.editions import table_file
from tests.journeys import steps_enterprise as portal
from tests.journeys.installation import DAY, install_for
from tests.journeys.running import Running
from tests.journeys.steps_enterprise import Mall
from tests.journeys.windows import Watch, Window, window

pytestmark = [
    pytest.mark.may_block,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        LEG != "sqlite", reason="a journey of a minute: test_browser_journey.py walks on PostgreSQL too"
    ),
]

FIRST_DAY = date(2026, 3, 9)
TITLE = "贵州省绿色商场评价指标（2026年版）"
NUMBER = "黔商发〔2026〕1号"
BODY = "91520102MA6000001"


class Journey:
    """An officer who writes, an officer who publishes, and an enterprise."""

    def __init__(self, product: Running, browser: Browser, stack: AsyncExitStack) -> None:
        self.product, self.browser, self.watch = product, browser, Watch()
        self.draft = ""
        self._stack = stack
        self._windows: dict[str, Window] = {}

    async def of(self, who: str) -> Window:
        """Somebody's window; officials have signed in."""
        if who not in self._windows:
            entered = window(self.browser, who, self.product.address, self.watch)
            self._windows[who] = await self._stack.enter_async_context(entered)
            if who in {"province", "decider"}:
                await self._windows[who].sign_in(who)
        return self._windows[who]

    async def upload(self) -> None:
        """A file that is no table first, then the table: every row is told."""
        province = await self.of("province")
        await province.open("/desk/editions")
        await province.send("新建草案")
        page = province.page
        await page.set_input_files("#file", {"name": "表.csv", "mimeType": "text/csv", "buffer": "甲,乙\n".encode()})
        await province.send("开始", status=422)
        await province.says("文件中没有找到评价表")
        await page.set_input_files("#file", {"name": "评价表.xlsx", "mimeType": "", "buffer": table_file()})
        await province.send("开始")
        await province.says("这一行标有 *", "守法经营", "处待改")
        self.draft = province.path
        await page.locator("summary").click()
        await province.says("注：★为否决项")

    async def complete(self) -> None:
        """What the table did not say; a slip is kept and told beside its field."""
        province = await self.of("province")
        await province.send("总体设置和各章")
        page = province.page
        for name, text in {
            "title.zh": TITLE,
            "in_force_from": FIRST_DAY.isoformat(),
            "documents.0.title.zh": "贵州省绿色商场评价办法",
            "documents.0.number": NUMBER,
            "documents.0.issuer.zh": "贵州省商务厅",
            "documents.0.dated": "2026-03-02",
        }.items():
            await page.locator(f'[name="{name}"]').fill(text)
        await province.send("保存")
        await province.says("已保存")
        await province.open(f"{self.draft}/criteria/B101")
        await page.get_by_label("给分方式", exact=True).select_option(label="数值达到界限")
        await province.send("显示该方式的各项")
        await page.get_by_label("不低于（选填）").fill("80")
        await page.get_by_label("可填的最大值（选填）").fill("百分之百")
        await page.locator('[name="measure.unit.zh"]').fill("%")
        await province.send("保存")
        await province.says("这不是一个数")
        await expect(page.get_by_label("可填的最大值（选填）")).to_have_value("百分之百")
        await page.get_by_label("可填的最大值（选填）").fill("100")
        await province.send("保存")
        await province.says("不低于 80 %，得 4 分")
        await province.follow("算例")
        await page.locator('[name="value-B101"]').fill("79.9")
        await page.get_by_label("应得", exact=True).fill("0")
        await province.send("添加")
        await province.says("结果相符", "未达到要求")

    async def publish(self) -> None:
        """Proposed by one, published by the other, and there for everybody."""
        province, decider = await self.of("province"), await self.of("decider")
        await province.open(f"{self.draft}/publish")
        await province.says("与现行版本相比的变化")
        await province.page.get_by_label("文号", exact=True).fill(NUMBER)
        await province.send("提请公布")
        await province.says("待公布")
        status, _ = await province.post(f"{self.draft}/publish", {})
        assert status == 404
        await decider.open("/desk/editions")
        await decider.follow(TITLE)
        await decider.send("比较与公布")
        await decider.send("公布")
        await decider.says("已公布")
        anybody = await self.of("anybody")
        await anybody.open("/criteria")
        await anybody.says(f"由文件 {NUMBER} 为贵州省印发")
        await anybody.follow(TITLE)
        await anybody.says("高效照明灯具占比不低于80%", "本地设定")
        await anybody.open("/log")
        await anybody.says("green-mall")

    async def be_judged(self) -> None:
        """From its first day on, a new form has the province's own items and is scored by them."""
        await self.product.move_to(FIRST_DAY)
        enterprise = await self.of("jiaxiu")
        mall = Mall(
            login="jiaxiu",
            uscc=BODY + uscc.calc_check_digit(BODY),
            enterprise="贵阳示例甲秀商业管理有限公司",
            name="贵阳甲秀广场",
            format="shopping_centre",
            format_name="购物中心",
            place_code="520102",
            address="示例大道1号",
            area_m2="120000",
        )
        await portal.sign_up(enterprise, mall)
        await portal.add_mall(enterprise, mall, class_name="大型商场。 120,000 平方米，达到")
        await portal.apply(enterprise, mall)
        page = enterprise.page
        for chapter, answers in {
            "C1": {"A102": "5", "A103": "2"},
            "C2": {"B101": "85", "B102": "8"},
        }.items():
            await enterprise.open(f"{mall.application}/chapters/{chapter}")
            if chapter == "C1":
                await page.locator("#item-A101").get_by_role("radio", name="是", exact=True).check()
            for code, value in answers.items():
                await page.locator(f'[name="value-{code}"]').fill(value)
            await enterprise.send("保存并继续")
        await enterprise.open(f"{mall.application}/submit")
        await enterprise.says("材料齐全")
        await portal.hand_in(enterprise, mall)
        await enterprise.until(f"{mall.application}/result", self._scored(enterprise))
        await enterprise.says("85 %", "照明", "19")

    def _scored(self, enterprise: Window):  # type: ignore[no-untyped-def] - a question for `until`
        async def there() -> bool:
            return await enterprise.page.locator("#line-B101").count() > 0

        return there


async def test_a_bureaus_table_becomes_the_law_that_an_application_is_judged_by(separate_settings: Settings):
    product = Running(separate_settings, at=DAY)
    try:
        await install_for(product.settings)
        await product.start()
        async with chromium() as browser, AsyncExitStack() as stack:
            journey = Journey(product, browser, stack)
            for step in (journey.upload, journey.complete, journey.publish, journey.be_judged):
                await step()
            assert journey.watch.faults == []
        await product.stop()
        async with connected(product.settings):
            replayed = [each async for each in replays_for_system()]
        assert [each.faults for each in replayed] == [()]
    except BaseException as failure:
        failure.add_note(product.tail())
        raise
    finally:
        await product.end()
