"""Score sheets by every audience: what is downloaded is what was judged, and an edition's comes back as its draft."""

import io
import re
import zipfile

import pytest
from python_calamine import load_workbook

from registry.assessments.queries import scorecards
from registry.web import downloads
from scoring.loader import load_all
from scoring.tables import read_table
from tests.factories import people, stages
from tests.factories.reviewing import account

EDITION = load_all().of("green-mall")[-1]


def sheet_of(body):
    return load_workbook(io.BytesIO(body)).get_sheet_by_index(0)


def row_with(rows, text):
    return next(row for row in rows if any(text in str(cell) for cell in row))


@pytest.mark.parametrize("edition", load_all().editions, ids=lambda each: f"{each.scheme}/{each.edition}")
async def test_an_edition_comes_back_from_its_sheet(browser, edition):
    response = await browser.get(f"/criteria/{edition.scheme}/{edition.edition}.xlsx")
    assert (response.status, response.content_type) == (200, downloads.XLSX)
    sheet = sheet_of(await response.read())
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges]
    draft = read_table(sheet.to_python(skip_empty_area=False), merged)
    assert draft.faults == []
    assert [(item.code, item.points, item.gate, item.bonus, item.requirement) for item in draft.items] == [
        (row.code, row.maximum, row.gate, row.bonus, " ".join(row.requirement.zh.split(" ")))
        for row in edition.criteria
    ]
    assert list(draft.chapters) == [chapter.title.zh for chapter in edition.chapters]
    assert draft.stated_total == edition.maximum


async def test_it_prints_as_bureaus_print_it(browser):
    response = await browser.get(f"/criteria/green-mall/{EDITION.edition}.xlsx")
    body = await response.read()
    sheet = sheet_of(body)
    rows = sheet.to_python(skip_empty_area=False)
    assert rows[0][0].endswith("评分表")
    assert ["序号", "一级指标", "二级指标", "三级指标", "分值", "得分", "评价依据", "理由"] in rows
    assert row_with(rows, "签字")
    assert row_with(rows, "盖章")
    assert row_with(rows, "合计")[4] == float(EDITION.maximum)
    heading = next(number for number, row in enumerate(rows) if row[0] == "序号")
    down = [(first, last) for first, last in sheet.merged_cell_ranges if first[1] == last[1] == 1]
    assert sum(last[0] - first[0] + 1 for first, last in down) == len(EDITION.criteria)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
    assert re.search(r'<pageSetup paperSize="9"[^>]*orientation="landscape"', xml)
    assert f"评分表'!${heading + 1}:${heading + 1}" in book.replace("评分表!", "评分表'!")


async def test_in_english_too(browser):
    response = await browser.get(f"/criteria/green-mall/{EDITION.edition}.xlsx?lang=en")
    rows = sheet_of(await response.read()).to_python(skip_empty_area=False)
    assert ["No.", "Chapter", "Item", "Requirement", "Points", "Obtained", "Evidence", "Reason"] in rows
    assert rows[0][0].endswith("Score sheet")


async def test_an_edition_that_is_none(browser):
    assert (await browser.get("/criteria/green-mall/1999-01-01.xlsx")).status == 404
    await browser.get(f"/criteria/green-mall/{EDITION.edition}")
    assert f"/criteria/green-mall/{EDITION.edition}.xlsx" in browser.html


async def test_a_judgement_for_all_whom_it_concerns(app, browser, open_browser):
    made = await stages.reviewed()
    cards = await scorecards(made.member, made.id)
    reviewed = next(card for card in cards if card.kind.value == "reviewed")
    city = await account(*people.city_officer().grants)
    portal, desk = f"/portal/applications/{made.id}", f"/desk/applications/{made.id}"
    for page, shown, who in ((portal, f"{portal}/result", made.member), (desk, desk, city)):
        somebody = await open_browser(app)
        await somebody.sign_in_as(who.account_id)
        await somebody.get(shown)
        address = f"{page}/scorecards/{reviewed.id}.xlsx"
        assert address in somebody.html
        response = await somebody.get(address)
        rows = sheet_of(await response.read()).to_python(skip_empty_area=False)
        assert row_with(rows, "合计")[4:6] == [float(reviewed.scorecard["maximum"]), float(reviewed.total)]
        assert row_with(rows, "X103")[5] == float(line(reviewed, "X103")["points"])
        assert row_with(rows, "X103")[7] == line(reviewed, "X103")["reason"]["zh"]
        assert row_with(rows, "评审后")
    await browser.sign_in_as(made.reviewer.account_id)
    assert (await browser.get(f"{desk}/scorecards/{reviewed.id}.xlsx")).status == 200


async def test_a_judgement_is_nobody_elses(app, browser, open_browser):
    made, other = await stages.submitted(), await stages.submitted()
    card, another = [(await scorecards(each.member, each.id))[0] for each in (made, other)]
    stranger = await open_browser(app)
    await stranger.sign_in_as((await account(*people.city_officer(people.ZUNYI).grants)).account_id)
    assert (await stranger.get(f"/desk/applications/{made.id}/scorecards/{card.id}.xlsx")).status == 404
    await browser.sign_in_as((await account(*people.city_officer().grants)).account_id)
    assert (await browser.get(f"/desk/applications/{other.id}/scorecards/{card.id}.xlsx")).status == 404
    response = await browser.get(f"/desk/applications/{other.id}/scorecards/{another.id}.xlsx?lang=en")
    assert row_with(sheet_of(await response.read()).to_python(), "not confirmed by a reviewer")


def line(card, code):
    return next(each for each in card.scorecard["lines"] if each["code"] == code)
