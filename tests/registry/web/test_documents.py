"""Documents on the pages of every audience: ask for one, wait for it, take it."""

from registry.assessments.queries import scorecards
from registry.documents.models import Document
from registry.documents.printing import print_document
from tests.factories import people, stages
from tests.factories.certificates import office
from tests.factories.documents import PAPER, PAPER_SHA256, PaperPress
from tests.factories.reviewing import account


async def printed():
    for each in await Document.filter(printed_at__isnull=True):
        await print_document(each.id, press=PaperPress())


async def taken(somebody, address):
    response = await somebody.get(address)
    assert (response.status, response.content_type) == (200, "application/pdf")
    assert response.headers["ETag"] == f'"{PAPER_SHA256}"'
    return await response.read()


async def test_a_score_sheet_is_asked_for_waited_for_and_taken(app, open_browser):
    await office()
    made = await stages.reviewed()
    city = await account(*people.city_officer().grants)
    portal, desk = f"/portal/applications/{made.id}", f"/desk/applications/{made.id}"
    for base, shown, who in ((portal, f"{portal}/result", made.member), (desk, desk, city)):
        await Document.all().delete()
        somebody = await open_browser(app)
        await somebody.sign_in_as(who.account_id)
        address = f"{base}/scorecards/{made.assessment_id}"
        assert (await somebody.get(f"{address}.pdf")).status == 404
        await somebody.get(shown)
        hidden = somebody.hidden(f"{address}/print")
        for _ in range(2):
            response = await somebody.post(f"{address}/print", hidden)
            assert (response.status, response.headers["Location"].split("?")[0]) == (303, shown)
        await somebody.get(shown)
        assert "评分表正在制作和签章" in somebody.html
        assert f"{address}.pdf" not in somebody.html
        assert await Document.all().count() == 1
        await printed()
        await somebody.get(shown)
        assert f"{address}.pdf" in somebody.html
        assert await taken(somebody, f"{address}.pdf") == PAPER


async def test_the_reviewer_takes_it_too_and_nobody_else(app, browser, open_browser):
    await office()
    made, other = await stages.reviewed(), await stages.submitted()
    (strange,) = await scorecards(other.member, other.id)
    await browser.sign_in_as(made.member.account_id)
    await browser.get(f"/portal/applications/{made.id}/result")
    mine = f"/portal/applications/{made.id}/scorecards/{made.assessment_id}/print"
    hidden = browser.hidden(mine)
    theirs = f"/portal/applications/{other.id}/scorecards/{strange.id}"
    assert (await browser.post(f"{theirs}/print", hidden)).status == 404
    assert (await browser.get(f"{theirs}.pdf")).status == 404
    await browser.post(mine, hidden)
    await printed()
    reviewer = await open_browser(app)
    await reviewer.sign_in_as(made.reviewer.account_id)
    assert await taken(reviewer, f"/desk/applications/{made.id}/scorecards/{made.assessment_id}.pdf") == PAPER


async def test_a_notice_is_a_document_for_anybody(browser):
    await office()
    made = await stages.in_notice()
    page = f"/notices/{made.notice_id}"
    await browser.get(page)
    assert "签章文件正在制作" in browser.html
    assert (await browser.get(f"{page}.pdf")).status == 404
    await printed()
    await browser.get(page)
    assert f"{page}.pdf" in browser.html
    assert await taken(browser, f"{page}.pdf") == PAPER


async def test_a_notice_from_before_the_bureau_was_on_file_is_printed_from_the_desk(browser):
    made = await stages.in_notice()
    desk = f"/desk/notices/{made.notice_id}"
    await browser.sign_in_as((await account(*people.province_decider().grants)).account_id)
    await browser.get(desk)
    assert f"{desk}/print" not in browser.html
    await browser.sign_in_as((await account(*people.province_officer().grants)).account_id)
    await browser.get(desk)
    assert "尚未登记发证机关" in browser.html
    hidden = browser.hidden(f"{desk}/print")
    refused = await browser.post(f"{desk}/print", hidden)
    assert (refused.status, "没有登记" in browser.html) == (500, True)
    await office()
    for _ in range(2):
        answer = await browser.post(f"{desk}/print", hidden)
        assert (answer.status, answer.headers["Location"]) == (303, desk)
    await browser.get(desk)
    assert "签章文件正在制作" in browser.html
    await printed()
    await browser.get(desk)
    assert await taken(browser, f"/notices/{made.notice_id}.pdf") == PAPER
    assert f"/notices/{made.notice_id}.pdf" in browser.html
