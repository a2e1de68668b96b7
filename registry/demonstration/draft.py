"""A made-up table of criteria in the hands of the province: a draft that any officer can look at, tried on all malls.

It is the table in force with one item turned into a gate for shopping centres. It is law for nobody.
"""

import csv
import io
from copy import deepcopy
from datetime import date

from registry.demonstration.plan import SCHEME, Province
from registry.editions import actions, contents
from registry.editions.queries import draft, edition_in_force
from registry.identifiers import new_id
from registry.simulations.actions import start
from registry.simulations.schemas import Question
from scoring.editions import Edition
from scoring.sheets import edition_table
from scoring.values import amount

NAME = "贵州省绿色商场评价指标（演示草案，虚构）"
FILE = "演示指标表（虚构）.csv"
GATE = "X203-1"
LIMIT = "90"
ALONE = "shopping_centre"


async def write_draft(province: Province) -> None:
    """Import the table, complete it, and ask what it would do."""
    officer, place, today = province.people["province"], province.settings.province, province.today
    base = await edition_in_force(SCHEME, today, place)
    draft_id = await actions.import_table(
        table(base), filename=FILE, scheme=SCHEME, place_code=place, actor=officer, on=today
    )
    content = (await draft(officer, draft_id)).content
    changed = completed(content, today)
    await actions.save_content(draft_id, changed, seen=contents.seen(content), actor=officer)
    await start(Question(draft_id=draft_id, place_code=place), token=new_id().hex, actor=officer)


def table(base: Edition) -> bytes:
    """The table as a bureau would send it: the one in force, with a title, the item without points, and other sums."""
    gate = base.by_code[GATE]
    chapter = next(part for part in base.chapters if gate in part.criteria)
    sums = {amount(whole): amount(whole - gate.maximum) for whole in (chapter.points, base.maximum)}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([NAME])
    for row in edition_table(base):
        if f"{GATE} " in row[3]:
            row[3:5] = f"★{GATE} 空调和冷链设备使用环保制冷剂的比例不低于 {LIMIT} %。", "★"
        row[1] = row[1].replace(f"（{amount(chapter.points)}分）", f"（{sums[amount(chapter.points)]}分）")
        if not row[3]:
            row[4] = sums.get(row[4], row[4])
        writer.writerow(row)
    return out.getvalue().encode("utf-8-sig")


def completed(content: contents.Content, today: date) -> contents.Content:
    """With what the table does not say: its document, its first day, and by what the new gate is measured."""
    whole = deepcopy(content)
    _, row = contents.criterion_in(whole, GATE)
    row["measure"] = {
        "kind": "threshold",
        "points": "0",
        "at_least": LIMIT,
        "highest": "100",
        "unit": {"zh": "%", "en": "%"},
    }
    row["applies_to"] = [ALONE]
    document = {
        "code": contents.OWN,
        "title": {"zh": "绿色商场评价办法（演示，虚构）", "en": "Rules on green malls (demonstration, made up)"},
        "number": f"演示〔{today.year + 1}〕2号",
        "issuer": {"zh": "贵州省商务厅（演示）", "en": "Department of Commerce of Guizhou Province (demonstration)"},
        "dated": str(today.year),
    }
    title = {"zh": NAME, "en": "Criteria for green malls of Guizhou (demonstration draft, made up)"}
    return whole | {"title": title, "documents": [document], "in_force_from": f"{today.year + 1}-01-01"}
