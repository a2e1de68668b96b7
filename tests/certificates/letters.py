"""Documents to print: a notice of so many malls, a score sheet of two chapters; keyword arguments replace fields."""

from datetime import date
from typing import Any

from certificates.documents import (
    Bureau,
    Notice,
    NoticeEntry,
    NoticeInEnglish,
    ScoreRow,
    ScoreSheet,
    SheetInEnglish,
)
from tests.certificates.conftest import ISSUER_USCC

BUREAU = Bureau(name="贵州省商务厅", uscc=ISSUER_USCC, seal_line="演示专用章")


def notice(entries: int = 3, **changes: Any) -> Notice:
    fields: dict[str, Any] = {
        "title": "关于2026年度省级绿色商场拟认定名单的公示",
        "number": "黔商公示〔2026〕3号",
        "bureau": BUREAU,
        "dated_on": date(2026, 3, 2),
        "demonstration": True,
        "paragraphs": ("现将拟认定名单予以公示。", "公示期自2026年3月2日起至2026年3月6日止。"),
        "entries": tuple(
            NoticeEntry(name=f"贵阳第{place}购物中心", enterprise="贵州𬭎昌商业管理有限公司", place="贵阳市南明区")
            for place in range(1, entries + 1)
        ),
        "closing": ("对公示内容有异议的，可以实名提出：https://lvce.example.org/notices/1",),
        "english": NoticeInEnglish(
            title="Green malls proposed for recognition in 2026",
            paragraphs=("The following are proposed.", "The notice stands from 2026-03-02 to 2026-03-06."),
            closing=("Objections: https://lvce.example.org/notices/1",),
        ),
    }
    return Notice(**(fields | changes))


def score_sheet(rows: int = 4, **changes: Any) -> ScoreSheet:
    fields: dict[str, Any] = {
        "title": "绿色商场评分表",
        "bureau": BUREAU,
        "dated_on": date(2026, 3, 2),
        "demonstration": True,
        "facts": (("参评单位", "贵阳花溪购物中心"), ("评分性质", "专家评审后")),
        "rows": tuple(
            ScoreRow(
                serial=str(place + 1),
                chapter=f"模块{'一' if place < rows // 2 else '二'}",
                item=f"指标{place + 1}",
                requirement="按所占比例计分，40 % 及以下不得分。",
                points="10",
                obtained="7.25",
                reason="10 × 0.725 = 7.25",
            )
            for place in range(rows)
        ),
        "maximum": "40",
        "total": "29",
        "verdict": "未达标",
        "signatures": ("评审人（签名）", "复核人（签名）", "日期"),
        "fingerprint": "ab" * 32,
        "english": SheetInEnglish(
            title="Green malls: score sheet",
            facts=(("Assessed", "贵阳花溪购物中心"), ("Scores", "After expert review")),
            rows=tuple(
                ScoreRow(
                    serial=str(place + 1),
                    chapter=f"Module {1 if place < rows // 2 else 2}",
                    item=f"Indicator {place + 1}",
                    requirement="In proportion; nothing for 40 % and less.",
                    points="10",
                    obtained="7.25",
                    reason="10 × 0.725 = 7.25",
                )
                for place in range(rows)
            ),
            verdict="Does not meet the requirements",
        ),
    }
    return ScoreSheet(**(fields | changes))
