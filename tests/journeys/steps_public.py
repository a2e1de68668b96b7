"""What anybody does: objects to a notice, searches the register, takes a certificate apart with foreign programs."""

import asyncio
import io
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

from tests.certificates.looking import codes
from tests.journeys.steps_enterprise import Mall
from tests.journeys.windows import Window


async def object_to(window: Window, notice: str, mall: Mall) -> None:
    """Object by name to one item of one mall."""
    await window.open("/notices")
    await window.open(notice)
    await window.follow(f"提出异议 （{mall.name}）")
    page = window.page
    await page.get_by_label("您的姓名").fill("杨示例")
    await page.get_by_label("电话或电子邮箱").fill("yang@example.org")
    await page.get_by_label("您对哪一项有异议？").select_option("X201-2")
    await page.get_by_label("有什么问题？您如何得知？").fill("东侧入口的无障碍坡道被货车占用，轮椅不能通行。")
    await window.send("提交异议")
    await window.says("您的异议已收到")
    assert "杨示例" not in await page.content()


async def take_document(window: Window, mall: Mall, folder: Path) -> Path:
    """Check the number by hand, then save the PDF that the answer links to."""
    await window.open("/verify")
    await window.page.get_by_label("证书编号或电子证照标识").fill(f" {mall.number.lower()} ")
    await window.send("查验")
    await window.says("有效", mall.name, mall.enterprise)
    link = window.page.get_by_role("link", name="加盖电子印章的证书（PDF）")
    answer = await window.page.context.request.get(f"{window.address}{await link.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    document = folder / f"{mall.number}.pdf"
    document.write_bytes(await answer.body())
    return document


async def signature_of(document: Path) -> str:
    """What poppler's pdfsig says of the seal."""
    return await _run("pdfsig", "-nocert", document)


async def code_on(document: Path) -> str:
    """What a camera reads from the code on the page."""
    await _run("pdftoppm", "-r", "150", "-png", "-singlefile", document, document.with_suffix(""))
    return await asyncio.to_thread(_read_code, document.with_suffix(".png"))


def text_of(document: Path) -> str:
    """The words on the pages."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(document.read_bytes())).pages)


def _read_code(picture: Path) -> str:
    with Image.open(picture) as opened:
        (found,) = codes(opened)
    return found


async def _run(*words: str | Path) -> str:
    process = await asyncio.create_subprocess_exec(
        *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    told, _ = await process.communicate()
    return told.decode(errors="replace")


async def find(
    window: Window, wanted: list[str], *, q: str = "", region: str = "", year: str = "", status: str = ""
) -> None:
    """Search the register by its form; exactly these malls are found."""
    await window.open("/register")
    await window.page.get_by_label("名称、统一社会信用代码或证书编号").fill(q)
    for label, value in {"省份": region, "年度": year, "状态": status}.items():
        if value:
            await window.page.get_by_label(label, exact=True).select_option(value)
    await window.send("查找")
    rows = window.page.locator("main tbody th")

    async def there() -> bool:
        return await rows.all_inner_texts() == wanted

    if not await there():
        # The register is a copy that a job keeps: it follows a change of status within moments.
        await window.until(window.page.url.removeprefix(window.address), there)
