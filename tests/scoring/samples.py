"""Small editions for tests of the judge: as data, as a TOML folder, and as the edition that ships."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.editions import Edition
from scoring.in_force import edition_on

DAY = date(2024, 5, 1)


def text(zh: str, en: str | None = None) -> dict[str, str]:
    return {"zh": zh, "en": en or f"[{zh}]"}


YES_NO = {"kind": "yes_no", "points": 2}
THRESHOLD = {"kind": "threshold", "points": 3, "at_least": 80, "highest": 100, "unit": text("%", "%")}
BAND = {
    "kind": "band",
    "points": 4,
    "highest": 100,
    "bands": [{"below": 50, "points": 0}, {"at_least": 50, "below": 80, "points": 1}, {"at_least": 80, "points": 4}],
}
DEDUCT = {
    "kind": "deduct_per_defect",
    "points": 4,
    "defects": [
        {"code": "big", "title": text("大"), "deduct": 2},
        {"code": "small", "title": text("小"), "deduct": Decimal("0.5")},
    ],
}
COUNT = {"kind": "capped_count", "points": 3, "each": 1, "unit": text("次", "times")}
JUDGED = {"kind": "judged", "points": 5, "step": Decimal("0.5")}
GATE = {"kind": "yes_no", "points": 0}
STEPS = {
    "kind": "three_step",
    "points": 2,
    "steps": [
        {"code": "full", "title": text("全部", "all"), "points": 2},
        {"code": "partial", "title": text("部分", "some"), "points": 1},
        {"code": "none", "title": text("没有", "none"), "points": 0},
    ],
}
LINEAR = {"kind": "linear", "points": 4, "zero_at": 60, "full_at": 90, "highest": 100, "unit": text("%", "%")}
ADDITIVE = {
    "kind": "additive",
    "points": 3,
    "parts": [
        {"code": "a", "title": text("甲", "A"), "points": 2},
        {"code": "b", "title": text("乙", "B"), "points": 1},
    ],
}
RATIO = {
    "kind": "ratio",
    "points": 3,
    "above": {"code": "reusable", "title": text("循环箱", "reusable"), "unit": text("件", "pieces")},
    "below": {"code": "all", "title": text("全部箱", "all"), "unit": text("件", "pieces")},
    "bands": [{"below": 50, "points": 0}, {"at_least": 50, "below": 80, "points": 1}, {"at_least": 80, "points": 3}],
}
ITEMS = [{"code": "a", "title": text("甲", "A")}, {"code": "b", "title": text("乙", "B"), "at_least": 10}]
PICK = {"kind": "pick", "points": 2, "need": 1, "items": ITEMS}
ALL_OF = {"kind": "all_of", "points": 2, "items": ITEMS}
ANY_OF = {"kind": "any_of", "points": 2, "items": ITEMS}
ALL = {"A1": YES_NO, "A2": THRESHOLD, "A3": BAND, "A4": DEDUCT, "A5": COUNT, "A6": JUDGED}
MORE = {
    "B1": STEPS,
    "B2": LINEAR,
    "B3": ADDITIVE,
    "B4": RATIO,
    "B5": PICK,
    "B6": ALL_OF,
    "B7": ANY_OF,
}


def criterion(code: str = "A1", measure: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A criterion; a gate if `gate=True`."""
    return {
        "code": code,
        "title": text(f"条款{code}", f"Criterion {code}"),
        "requirement": text("要求"),
        "measure": measure or (GATE if more.get("gate") else YES_NO),
        "citation": {"document": "law", "clause": text("第一条", "Article 1")},
        "status": "reference",
        **more,
    }


def chapter(*criteria: dict[str, Any], code: str = "A", **more: Any) -> dict[str, Any]:
    points = sum((Decimal(row["measure"]["points"]) for row in criteria), Decimal(0))
    return {"code": code, "title": text(f"章{code}"), "points": points, "criteria": list(criteria), **more}


def table(*chapters: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An edition as data; a row that is no chapter is put into one."""
    if chapters and "criteria" not in chapters[0]:
        chapters = (chapter(*chapters),)
    total = sum((part["points"] for part in chapters), Decimal(0))
    local = {"status": "local", "note": text("本地设定")}
    return {
        "scheme": "sample",
        "edition": "2020-01-01",
        "title": text("样本", "Sample"),
        "in_force_from": date(2020, 1, 1),
        "citation": {"document": "law", "clause": text("附件")},
        "total": {"points": total, **local},
        "pass_mark": {"share": Decimal("0.6"), **local},
        "validity": {"months": 36, **local},
        "formats": [{"code": "mall", "title": text("商场", "Mall")}, {"code": "shop", "title": text("商店", "Shop")}],
        "chapters": list(chapters),
        "documents": [{"code": "law", "title": text("办法", "Rules"), "issuer": text("厅"), "dated": "2019"}],
        **more,
    }


def edition(*chapters: dict[str, Any], **more: Any) -> Edition:
    return Edition.model_validate(table(*chapters, **more))


def every_measure() -> Edition:
    """One criterion of each kind, and a gate."""
    return edition(criterion("A0", gate=True), *(criterion(code, measure) for code, measure in ALL.items()))


def every_further_measure() -> Edition:
    """One criterion of each kind that the shipped edition of green malls does without."""
    return edition(*(criterion(code, measure) for code, measure in MORE.items()))


def green_mall() -> Edition:
    return edition_on("green-mall", DAY)


SOURCES = """
[law]
title = { zh = "办法", en = "Rules" }
issuer = { zh = "厅", en = "Department" }
dated = "2019"
"""
SCHEME = """
title = { zh = "样本", en = "Sample" }
subject = { zh = "门店", en = "Store" }
description = { zh = "说明", en = "Description" }
"""
EDITION = """
title = { zh = "样本", en = "Sample" }
in_force_from = 2020-01-01
citation = { document = "law", clause = { zh = "附件", en = "Annex" } }
total = { points = 2, status = "local", note = { zh = "本地", en = "Local" } }
pass_mark = { share = 0.6, status = "local", note = { zh = "本地", en = "Local" } }
validity = { months = 36, status = "local", note = { zh = "本地", en = "Local" } }
formats = [{ code = "mall", title = { zh = "商场", en = "Mall" } }]

[[chapters]]
code = "A"
title = { zh = "章", en = "Chapter" }
points = 2

[[chapters.criteria]]
code = "A1"
title = { zh = "条款", en = "Criterion" }
requirement = { zh = "要求", en = "Requirement" }
measure = { kind = "yes_no", points = 2 }
citation = { document = "law", clause = { zh = "第一条", en = "Article 1" } }
status = "reference"
"""


def folder(place: Path, **files: str) -> Path:
    """A folder of criteria that is right, except for what `files` puts in place (`d2020_01_01` → `2020-01-01.toml`)."""
    (place / "sample").mkdir(parents=True, exist_ok=True)
    (place / "sources.toml").write_text(files.pop("sources", SOURCES), encoding="utf-8")
    (place / "sample" / "scheme.toml").write_text(files.pop("scheme", SCHEME), encoding="utf-8")
    for name, content in (files or {"d2020_01_01": EDITION}).items():
        path = place / "sample" / f"{name.removeprefix('d').replace('_', '-')}.toml"
        path.write_text(content, encoding="utf-8")
    return place
