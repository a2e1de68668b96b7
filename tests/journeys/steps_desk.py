"""What officials and the expert do at the desk: check, assign, review, put before the public, answer, decide, revoke."""

import re
from datetime import date

from playwright.async_api import expect

from tests.journeys.steps_enterprise import FILES, Mall
from tests.journeys.windows import Window

CONFIRM_THE_REST = """async (left) => {
    const failed = [];
    for (const section of document.querySelectorAll(".lvce-sheet__line--open")) {
        const form = section.querySelector("form");
        const fields = new URLSearchParams(new FormData(form));
        const code = section.id.slice("item-".length);
        if (code === left) continue;
        fields.set(`verdict-${code}`, "confirm");
        const answer = await fetch(form.action, {method: "POST", body: fields, redirect: "manual"});
        if (answer.type !== "opaqueredirect") failed.push(`${code} ${answer.status}`);
    }
    return failed;
}"""
"""The forms of the review sheet, each sent as its button would, without drawing the sheet again after each."""


async def from_queue(window: Window, step: str, mall: Mall) -> None:
    """Take a mall's next step from the list of what waits."""
    await window.open("/desk")
    await window.follow(re.compile(rf"^{step}\s*:\s*{mall.name}$"))


async def return_it(window: Window, mall: Mall, code: str, advice: str) -> None:
    """Return it with advice on one item, due in ten working days."""
    await from_queue(window, "审核", mall)
    await window.says(*(str(file["name"]) for file in FILES))
    page = window.page
    await page.get_by_text(f"需要补正 {code}").click()
    await page.get_by_label(f"{code}：企业须补正的内容").fill(advice)
    await page.get_by_role("radio", name="退回补正").check()
    await page.get_by_label("期限", exact=True).select_option("10")
    await window.send("提交审核结论")
    await window.says("已退回", advice)


async def accept(window: Window, mall: Mall) -> None:
    """Find it complete."""
    await from_queue(window, "审核", mall)
    await window.page.get_by_role("radio", name="通过：材料齐全").check()
    await window.send("提交审核结论")
    await window.says("已受理")


async def assign(window: Window, mall: Mall, expert: str) -> None:
    """Ask an expert to review it."""
    await from_queue(window, "指派", mall)
    await window.page.get_by_role("radio", name=expert).check()
    await window.page.get_by_label("期限", exact=True).select_option("10")
    await window.send("指派")
    await window.says("评审中")


async def review(window: Window, mall: Mall, *, change: str = "", value: str = "", reason: str = "") -> None:
    """Confirm item by item, change one with a reason if asked to, conclude."""
    await from_queue(window, "评审", mall)
    page = window.page
    await page.keyboard.press("j")
    await expect(page.locator("[data-move]").first).to_be_focused()
    first = page.locator(".lvce-sheet__line--open").first
    await first.get_by_role("radio", name="确认申报内容").press("Space")
    await window.send("保存结论", first, by_key=True)
    await window.says("的结论已保存")
    if change:
        line = page.locator(f"#item-{change}")
        await line.get_by_role("radio", name="另填核实值").check()
        await line.locator(f'[name="value-{change}"]').fill(value)
        await window.send("保存结论", line, status=422)
        await expect(line.locator(".govuk-error-message")).to_be_visible()
        await line.get_by_label("理由").fill(reason)
        await window.send("保存结论", line)
        await window.says(f"{change} 的结论已保存")
    assert await page.evaluate(CONFIRM_THE_REST, change) == []
    await window.open(window.path)
    await window.send("完成评审")
    await window.says("已于", "结论不再变更")


async def publish(window: Window, malls: list[Mall], *, too_early: date, right: date) -> str:
    """Publish one notice for several malls: too short a window is refused with the right day. Returns its address."""
    await window.open("/desk/notices")
    await window.send("拟定公示")
    page = window.page
    for mall in malls:
        await page.get_by_role("checkbox", name=mall.name).check()
    await page.get_by_label("中文标题").fill("2026年贵州省绿色商场拟认定名单公示")
    await page.get_by_label("文号").fill("黔商公示〔2026〕1号")
    await page.get_by_label("截止日期").fill(too_early.isoformat())
    await window.send("先预览公示", status=422)
    await window.says("工作日", f"{right.year}年{right.month}月{right.day}日")
    await page.get_by_label("截止日期").fill("")
    await window.send("先预览公示")
    await window.says("将发布的内容", right.isoformat())
    await window.send("立即发布")
    await window.says("公示中")
    return window.path.removeprefix("/desk")


async def blocked(window: Window, mall: Mall, why: str) -> None:
    """Recognition cannot be proposed now, and the page says why."""
    await window.open(f"/desk/applications/{mall.id}/propose")
    await window.says("今日不能建议认定", why)
    await expect(window.page.get_by_role("radio", name="建议认定", exact=True)).to_be_disabled()


async def answer_objection(window: Window, mall: Mall) -> None:
    """Answer the objection: it is not right."""
    await from_queue(window, "答复", mall)
    await window.page.get_by_role("radio", name="异议不成立").check()
    await window.page.get_by_label("答复").fill("经现场核查，坡道已清空并设置隔离桩，轮椅可以通行。")
    await window.send("提交答复")
    await window.says("异议不成立")


async def propose(window: Window, mall: Mall, document_number: str) -> str:
    """Propose to recognise it. Returns the address of the decision."""
    await from_queue(window, "提出建议", mall)
    await window.page.get_by_role("radio", name="建议认定", exact=True).check()
    await window.page.get_by_label("文号").fill(document_number)
    await window.send("提交审定")
    await window.says("待审定", "由您本人提出")
    return window.path


async def decide(window: Window, mall: Mall) -> None:
    """Look at what agreeing issues, agree, and wait for the sealed document."""
    await from_queue(window, "作出决定", mall)
    await window.says("今日同意将颁发的证书", mall.name)
    await window.page.get_by_role("radio", name="同意", exact=True).check()
    await window.send("作出决定")
    await window.says("已同意")
    await window.follow("查看证书")
    document = window.page.get_by_role("link", name=re.compile("PDF"))
    await window.until(window.path, document.is_visible)
    heading = await window.page.get_by_role("heading", level=1).inner_text()
    mall.number = heading.removeprefix("证书").strip()


async def revoke(window: Window, mall: Mall) -> None:
    """Revoke the certificate for good, from today on."""
    await window.open("/desk/certificates")
    await window.follow(mall.number)
    await window.send("撤销证书")
    await window.page.get_by_role("radio").first.check()
    await window.page.get_by_label("文号").fill("黔商发〔2026〕9号")
    await window.send("查看效果")
    await window.says("确认撤销此证书")
    await window.send("永久撤销")
    await window.says("撤销")
