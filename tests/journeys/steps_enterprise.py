"""What an enterprise does in the portal: signs up, adds its mall, fills the form in, proves it, hands it in, mends it."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Locator, expect

from registry.demonstration.answers import good_answers
from scoring.in_force import edition_on
from tests.factories.applications import page as pdf_page
from tests.journeys.installation import DAY, PASSWORD, SCHEME
from tests.journeys.windows import Window

FILES = [
    {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": pdf_page()} for name in ("证明", "台账（节选）")
]

UPLOAD = """async ([address, codes, bytes]) => {
    const answers = [];
    for (const code of codes) {
        const form = new FormData();
        form.append("_csrf", document.querySelector("input[name=_csrf]").value);
        form.append("title", "");
        form.append("file", new Blob([new Uint8Array(bytes)], {type: "application/pdf"}), `${code} 佐证.pdf`);
        const answer = await fetch(`${address}/evidence/${code}`, {method: "POST", body: form, redirect: "manual"});
        answers.push(answer.type);
    }
    return answers;
}"""
"""The same post as the page's own form, by the same session, without drawing a page after each."""


@dataclass
class Mall:
    """An enterprise with its mall as it is in life, and its application's address once there is one."""

    login: str
    uscc: str
    enterprise: str
    name: str
    format: str
    format_name: str
    place_code: str
    address: str
    area_m2: str
    application: str = ""
    number: str = ""

    @property
    def id(self) -> str:
        """Identifier of the application."""
        return self.application.rsplit("/", 1)[-1]

    @property
    def answers(self) -> dict[str, Any]:
        """What such a mall would answer to each criterion."""
        return good_answers(edition_on(SCHEME, DAY), self.format)


async def sign_up(window: Window, mall: Mall, *, wrong_uscc: str = "") -> None:
    """Sign the enterprise up; with a wrong credit code first, if one is given, after which nothing typed is lost."""
    await window.open("/")
    await window.follow("登录", window.page.locator("header"))
    await window.follow("注册")
    page = window.page
    for label, text in {
        "统一社会信用代码": wrong_uscc or mall.uscc,
        "企业名称": mall.enterprise,
        "地址（选填）": mall.address,
        "您的姓名": "李示例",
        "联系电话": "0851-00000001",
    }.items():
        await page.get_by_label(label, exact=True).fill(text)
    await page.get_by_label("市、县（区）").select_option(mall.place_code)
    await page.get_by_role("textbox", name="账号").fill(mall.login)
    await page.get_by_label("密码", exact=True).fill(PASSWORD)
    if wrong_uscc:
        await window.send("注册", status=422)
        await window.says("末位")
        assert await page.get_by_label("企业名称", exact=True).input_value() == mall.enterprise
        await page.get_by_label("统一社会信用代码", exact=True).fill(mall.uscc)
        await page.get_by_label("密码", exact=True).fill(PASSWORD)
    await window.send("注册", by_key=True)
    await window.says("企业已注册成功")


async def add_mall(window: Window, mall: Mall, *, class_name: str) -> None:
    """Add the mall; its area decides its class and nothing else."""
    await window.follow("添加申报对象")
    page = window.page
    if await page.get_by_role("link", name="绿色商场", exact=True).count():
        await window.follow("绿色商场")
    await page.get_by_label("商场名称").fill(mall.name)
    await page.get_by_label("业态").select_option(mall.format_name)
    await page.get_by_label("市、县（区）").select_option(mall.place_code)
    await page.get_by_label("街道门牌").fill(mall.address)
    await page.get_by_label("建筑面积", exact=True).fill(mall.area_m2)
    await page.get_by_label("开业日期").fill("2015-05-01")
    await window.send("添加")
    await window.says("已添加", class_name)


async def apply(window: Window, mall: Mall) -> None:
    """Open the round's application."""
    await window.follow("以此申报")
    await window.send(f"以“{mall.name}”申报")
    mall.application = window.path
    await window.says("还缺", "目前自评得分")


async def fill_in(window: Window, mall: Mall, *, by_keyboard: bool) -> None:
    """Answer every item of every chapter. Each is saved by itself, which is seen before going on to the next chapter."""
    await window.follow(re.compile("^X1 "))
    while window.path != mall.application:
        items = window.page.locator("section[data-code]")
        for item in await items.all():
            code = await item.get_attribute("data-code")
            await _answer(item, str(code), mall.answers[str(code)], by_keyboard=by_keyboard)
        await window.page.keyboard.press("Tab")
        for status in await items.locator("[data-status]").all():
            await expect(status).to_contain_text("已保存")
        await window.send("保存并继续")
        await window.says("本章已保存")


async def _answer(item: Locator, code: str, value: Any, *, by_keyboard: bool) -> None:
    if isinstance(value, bool):
        choice = item.get_by_role("radio", name="是" if value else "否", exact=True)
        await (choice.press("Space") if by_keyboard else choice.check())
        return
    several = isinstance(value, list)
    for number, part in enumerate(value if several else [value]):
        figure = item.locator(f'[name="{f"part-{number}" if several else "value"}-{code}"]')
        if by_keyboard:
            await figure.focus()
            await figure.page.keyboard.type(str(part))
        else:
            await figure.fill(str(part))


async def prove(window: Window, mall: Mall) -> None:
    """See what is missing, add evidence on its page for one item, then for all that remain; see that nothing is missing."""
    await window.send("核对并提交")
    lacking = window.page.locator("main ul.govuk-list--bullet > li > a")
    codes = sorted({await link.inner_text() for link in await lacking.all()})
    await window.says(f"还缺 {len(codes)} 项")
    await lacking.first.click()
    await window.send(f"添加或撤回文件 – {codes[0]}")
    await window.page.get_by_label("文件说明（选填）").fill("主管部门出具，见第 1 页")
    await window.page.set_input_files("#file", FILES)
    await window.send("添加")
    await window.says("文件已添加")
    sent = await window.page.evaluate(UPLOAD, [mall.application, codes[1:], list(FILES[0]["buffer"])])
    assert sent == ["opaqueredirect"] * (len(codes) - 1)
    await window.open(f"{mall.application}/submit")
    await window.says("材料齐全")


async def hand_in(window: Window, mall: Mall) -> None:
    """Declare and hand in; not without the declaration."""
    await window.open(f"{mall.application}/submit")
    await window.send("提交", status=422)
    await window.page.get_by_role("checkbox").check()
    await window.send("提交")
    await window.says("申报已提交", "已提交")


async def mend(window: Window, mall: Mall, code: str, advice: str) -> None:
    """Find on the start page that it came back, read the advice, add what was asked for, hand in again."""
    await window.open("/portal")
    await window.follow(f"去更正 – {mall.name}")
    await window.says(advice)
    await window.follow(re.compile(f"^{code} "), window.page.locator("#advice"))
    item = window.page.locator(f"#item-{code}")
    await expect(item).to_contain_text(advice)
    await item.get_by_label(f"说明（选填，{code}）").fill("支出凭证已补扫，见新文件")
    await window.send(f"添加或撤回文件 – {code}")
    await window.page.set_input_files("#file", FILES[1:])
    await window.send("添加")
    await window.says("文件已添加")
    await hand_in(window, mall)


async def compare_scores(window: Window, mall: Mall, changed: str, reason: str) -> None:
    """Both scorecards beside each other, the changed line with its reason."""
    await window.open(f"{mall.application}/result")
    await window.says("评审后", "提交时")
    line = window.page.locator(f"#line-{changed}")
    await expect(line).to_contain_text("评审有调整")
    await expect(line).to_contain_text(reason)
