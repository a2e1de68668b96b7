"""Editions for tests: a bureau's table as a file, drafts of it, and one that is complete."""

import io
from datetime import date
from typing import Any
from uuid import UUID

import xlsxwriter

from registry.accounts.schemas import Viewer
from registry.editions import actions, contents
from registry.editions.models import EditionDraft
from tests.factories import people
from tests.factories.reviewing import account

SCHEME = "green-mall"
DAY = date(2026, 3, 2)
FIRST_DAY = date(2026, 4, 1)

HEAD = ("序号", "一级指标", "二级指标", "三级指标", "分值", "评价依据")
ROWS: tuple[tuple[Any, ...], ...] = (
    (1, "一、基本要求（8分）", "守法经营", "★A101 依法经营，近三年无重大安全、环保事故", "★", "承诺书"),
    (2, "", "管理制度", "A102 建立绿色管理制度并明确责任人", "5分", "制度文件；会议记录"),
    (3, "", "", "A103 按季度统计能耗", 3, "统计台账"),
    ("小计", "", "", "", 8, ""),
    (4, "二、节能（12分）", "照明", "B101 高效照明灯具占比不低于80%", 4, "灯具清单"),
    (5, "", "制冷", "B102 使用环保制冷剂*", 8, "设备台账"),
    ("合计", "", "", "", 20, ""),
    ("注：★为否决项，不计分；*为有条件适用的指标。", "", "", "", "", ""),
)


def table_file() -> bytes:
    """The official table of a province, as its bureau typed it: a title, merged cells, marks, sums, a note."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("封面").write(0, 0, "贵州省绿色商场评价")
        sheet = book.add_worksheet("评价表")
        sheet.merge_range(0, 0, 0, 5, "贵州省绿色商场评价指标表（2026年版）")
        sheet.write_row(1, 0, HEAD)
        for place, row in enumerate(ROWS, start=2):
            sheet.write_row(place, 0, list(row))
        sheet.merge_range(2, 1, 4, 1, ROWS[0][1])
        sheet.merge_range(3, 2, 4, 2, ROWS[1][2])
        sheet.merge_range(6, 1, 7, 1, ROWS[4][1])
        sheet.merge_range(9, 0, 9, 5, ROWS[7][0])
    return out.getvalue()


async def officer() -> Viewer:
    """A province's officer with an account: writes drafts and proposes them."""
    return await account(*people.province_officer().grants, name="王处长")


async def publisher() -> Viewer:
    """The second officer."""
    return await account(*people.province_decider().grants, name="赵厅长")


async def imported(actor: Viewer, *, content: bytes | None = None, place_code: str = people.GUIZHOU) -> UUID:
    """A draft as it comes out of the bureau's table."""
    return await actions.import_table(
        content or table_file(), filename="评价表.xlsx", scheme=SCHEME, place_code=place_code, actor=actor, on=DAY
    )


async def completed(actor: Viewer, *, first_day: date = FIRST_DAY, place_code: str = people.GUIZHOU) -> UUID:
    """A draft of which everything is said that has to be said."""
    draft_id = await imported(actor, place_code=place_code)
    content = (await EditionDraft.get(id=draft_id)).content
    changed = complete(content, first_day)
    await actions.save_content(draft_id, changed, seen=contents.seen(content), actor=actor)
    return draft_id


def complete(content: dict[str, Any], first_day: date = FIRST_DAY) -> dict[str, Any]:
    """The content with the bureau's document and first day entered, and one criterion measured by a number."""
    own = {
        "code": contents.OWN,
        "title": {"zh": "贵州省绿色商场评价办法", "en": "Rules on green malls of Guizhou"},
        "number": "黔商发〔2026〕1号",
        "issuer": {"zh": "贵州省商务厅", "en": "Guizhou Provincial Department of Commerce"},
        "dated": "2026-03-01",
    }
    chapters = [part | {"criteria": [dict(row) for row in part["criteria"]]} for part in content["chapters"]]
    chapters[1]["criteria"][0]["measure"] = {
        "kind": "threshold", "points": "4", "at_least": "80", "highest": "100", "unit": {"zh": "%", "en": "%"},
    }  # fmt: skip
    title = {"zh": "贵州省绿色商场评价指标（2026年版）", "en": "Criteria for green malls of Guizhou (2026)"}
    return content | {
        "title": title, "in_force_from": first_day.isoformat(), "documents": [own], "chapters": chapters
    }  # fmt: skip


async def proposed(actor: Viewer, *, first_day: date = FIRST_DAY, place_code: str = people.GUIZHOU) -> UUID:
    """A complete draft before the second officer."""
    draft_id = await completed(actor, first_day=first_day, place_code=place_code)
    await actions.propose(draft_id, document_number="黔商发〔2026〕1号", actor=actor, on=DAY)
    return draft_id


async def published(*, first_day: date = FIRST_DAY) -> str:
    """An edition of Guizhou that is law from a day on; its name."""
    draft_id = await proposed(await officer(), first_day=first_day)
    return (await actions.publish(draft_id, actor=await publisher(), on=DAY)).edition
