"""What comes after a certificate, in real Chromium on the real product: its renewal from the start page to a certificate
with a new number, then a change of name and the re-issue of that one.
"""

import asyncio
import re
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path

import pytest
import time_machine
from playwright.async_api import Browser, expect

from registry import clock
from registry.accounts.schemas import SYSTEM
from registry.db.lifecycle import connected
from registry.enterprises.queries import site_for_system
from registry.issuance.actions import register_bureau
from registry.issuance.queries import facts_for_system
from registry.settings import Settings
from registry.storage.installed import install
from tests.chromium import chromium
from tests.databases import LEG
from tests.factories import stages
from tests.factories.certificates import bureau
from tests.journeys import steps_desk as desk
from tests.journeys import steps_enterprise as portal
from tests.journeys import steps_public as public
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

TOO_EARLY, LAST_DAY, AFTERWARDS = date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 9)
RENAMED = "示例新天地购物中心"


async def recognised_before(settings: Settings) -> tuple[Mall, str]:
    """A mall that was recognised in June 2023, as it is in life, and the number that it has held since."""
    with time_machine.travel(clock.start_of(DAY)):
        await asyncio.to_thread(install, settings)
        async with connected(settings):
            made = await stages.recognised()
            await register_bureau(bureau(verify_base_url=settings.base_url), actor=SYSTEM)
            site, facts = await site_for_system(made.mall.site_id), await facts_for_system(made.certificate_id)
    mall = Mall(
        login=made.member.login,
        uscc=site.uscc,
        enterprise=site.enterprise_name,
        name=site.name,
        format=site.format,
        format_name="购物中心",
        place_code=site.place_code,
        address=site.address,
        area_m2="120000",
    )
    return mall, facts.record.number


class Journey:
    """The people, each in a window of their own, the mall, and the number that it held before."""

    def __init__(self, product: Running, browser: Browser, stack: AsyncExitStack, folder: Path) -> None:
        self.product, self.browser, self.folder = product, browser, folder
        self.watch = Watch()
        self._stack = stack

    async def of(self, who: str) -> Window:
        """Somebody's window, in which they have just signed in, or anybody's."""
        entered = window(self.browser, who, self.product.address, self.watch)
        found = await self._stack.enter_async_context(entered)
        if who != "anybody":
            await found.sign_in(who)
        return found

    async def begin(self, mall: Mall, held: str) -> None:
        """The start page says that the certificate ends; everything is carried over and confirmed by chapter."""
        member = await self.of(mall.login)
        await member.open("/portal")
        await member.says(held)
        await member.follow(f"办理延续 – {mall.name}")
        await member.says("答案全部沿用")
        await member.send("开始办理延续")
        mall.application = member.path
        await member.says(f"用于延续证书 {held}", "待您确认")
        await member.open(f"{mall.application}/submit")
        await expect(member.page.get_by_role("button", name="提交", exact=True)).to_have_count(0)
        await member.open(mall.application)
        chapters = await member.page.locator(".govuk-task-list__link").evaluate_all(
            "links => links.map(l => l.pathname)"
        )
        await self.confirm_one(member, chapters[0])
        for chapter in chapters:
            await member.open(chapter)
            await member.send("本章沿用内容均属实")
        await portal.hand_in(member, mall)

    async def confirm_one(self, member: Window, chapter: str) -> None:
        """One answer by its box, which is saved at once and needs no button."""
        await member.open(chapter)
        item = member.page.locator("[data-code]").first
        await item.get_by_role("checkbox", name=re.compile("的答案仍属实")).check()
        await expect(item.locator("[data-carried]")).to_have_count(0)
        await expect(item.locator("[data-status]")).to_contain_text("已保存")

    async def recognise(self, mall: Mall) -> None:
        """The whole way once more, to a certificate with a new number."""
        await desk.accept(await self.of("city"), mall)
        province = await self.of("province")
        await desk.assign(province, mall, "expert")
        await desk.review(await self.of("expert"), mall)
        await desk.publish(province, [mall], too_early=TOO_EARLY, right=LAST_DAY)
        await self.product.move_to(AFTERWARDS)
        await desk.propose(await self.of("province"), mall, "黔商发〔2026〕1号")
        await desk.decide(await self.of("decider"), mall)

    async def succeed(self, mall: Mall, held: str) -> None:
        """The old number says that it was renewed; the new one is valid."""
        anybody = await self.of("anybody")
        await anybody.open(f"/verify/{held}")
        await anybody.says("无效", "已延续")
        await anybody.open(f"/verify/{mall.number}")
        await anybody.says("有效", mall.name)
        member = await self.of(mall.login)
        await member.open("/portal/certificates")
        await member.says(mall.number, held, "已换发")

    async def reissue(self, mall: Mall) -> None:
        """The mall is renamed: proposed with what would be printed in view, confirmed by another, sealed anew."""
        province = await self.of("province")
        await province.open("/desk/certificates")
        await province.follow(mall.number)
        await province.send("换发证书")
        page = province.page
        await page.get_by_role("radio", name="名称变更").check()
        await page.get_by_label("文号", exact=True).fill("黔商函〔2026〕7号")
        await page.locator("#holder").fill(RENAMED)
        await province.send("预览换发内容")
        await province.says(mall.name, RENAMED, ".002.")
        await province.send("提出换发")
        await province.says("须由另一人确认")
        decider = await self.of("decider")
        await decider.open("/desk")
        await decider.follow(re.compile(rf"^去确认\s*:\s*{mall.name}$"))
        await decider.page.get_by_role("radio", name="确认", exact=True).check()
        await decider.send("作出决定")
        await decider.follow("打开新版本")
        document = decider.page.get_by_role("link", name=re.compile("PDF"))
        await expect(document).to_be_visible(timeout=60_000)

    async def examine(self, mall: Mall) -> None:
        """Both papers stay to be had; each is answered by its version, in the register stands the new name."""
        anybody = await self.of("anybody")
        old_name, mall.name = mall.name, RENAMED
        document = await public.take_document(anybody, mall, self.folder)
        assert RENAMED in public.text_of(document)
        assert "Signature is Valid" in await public.signature_of(document)
        code = await public.code_on(document)
        assert f"/verify/{mall.number}?version=2" in code
        await anybody.open(code)
        await anybody.says("有效", RENAMED)
        await anybody.open(f"/verify/{mall.number}?version=1")
        await anybody.says("无效", "名称变更", old_name)
        await public.find(anybody, [RENAMED], q=mall.number)


async def test_a_certificate_is_renewed_and_then_issued_anew(separate_settings: Settings, tmp_path: Path) -> None:
    product = Running(separate_settings, at=DAY)
    try:
        await install_for(product.settings)
        mall, held = await recognised_before(product.settings)
        await product.start()
        async with chromium() as browser, AsyncExitStack() as stack:
            journey = Journey(product, browser, stack, tmp_path)
            await journey.begin(mall, held)
            await journey.recognise(mall)
            await journey.succeed(mall, held)
            await journey.reissue(mall)
            await journey.examine(mall)
            assert journey.watch.faults == []
        await product.stop()
    except BaseException as failure:
        failure.add_note(product.tail())
        raise
    finally:
        await product.end()
