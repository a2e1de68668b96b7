"""Evidence is handed out through the application that the viewer may see, and as a file only."""

from datetime import date

from registry.accounts.schemas import SYSTEM
from registry.applications.facts import submission_for_system
from registry.reviews.actions import accept, assign_reviewer
from registry.workdays.actions import seed
from tests.factories.applications import DAY, page, submitted
from tests.factories.people import ZUNYI
from tests.factories.reviewing import reviewer
from tests.registry.web.desk.stage import city_officer, province_officer


async def test_the_city_downloads_what_was_handed_in(browser):
    made = await submitted()
    evidence = (await submission_for_system(made.submission_id)).evidence[0]
    path = f"/desk/files/{made.id}/{evidence.file_id}"
    await browser.sign_in_as((await city_officer()).account_id)
    answer = await browser.get(path)
    assert answer.status == 200
    assert await answer.read() == page()
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    await browser.sign_in_as((await city_officer(ZUNYI)).account_id)
    assert (await browser.get(path)).status == 404


async def test_a_reviewer_reads_only_what_was_assigned(browser):
    await seed(actor=SYSTEM)
    made = await submitted()
    evidence = (await submission_for_system(made.submission_id)).evidence[0]
    path = f"/desk/files/{made.id}/{evidence.file_id}"
    expert = await reviewer()
    await browser.sign_in_as(expert.account_id)
    assert (await browser.get(path)).status == 404
    await accept(made.id, actor=await city_officer(), on=DAY)
    await assign_reviewer(
        made.id, actor=await province_officer(), reviewer_id=expert.account_id, on=DAY, due_on=date(2023, 6, 1)
    )
    assert (await browser.get(path)).status == 200
