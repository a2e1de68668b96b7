"""Every shipped edition through the pages and through the API: drawn, typed, handed in, scored, reviewed, passed."""

from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from aiohttp.test_utils import TestClient, TestServer

from registry import clock
from registry.applications import queries
from registry.applications.actions import add_evidence, open_application, open_round
from registry.applications.rules import State
from registry.applications.schemas import RoundForm
from registry.assessments import queries as assessments
from registry.assessments.actions import score_submission
from registry.demonstration.answers import good_answers
from registry.reviews.actions import accept, assign_reviewer
from registry.web import i18n, values
from scoring.editions import Edition
from scoring.loader import load_all
from tests.factories import people
from tests.factories.applications import evidence
from tests.factories.enterprises import Mall, mall
from tests.factories.reviewing import reviewer
from tests.programs import Program, token_for

LATEST = date(2026, 3, 2)
EDITIONS = [pytest.param(edition, id=f"{edition.scheme}-{edition.edition}") for edition in load_all().editions]


@pytest.fixture(autouse=True)
def _day(edition: Edition) -> Iterator[None]:
    """A day on which the edition is in force."""
    day = (edition.in_force_until or LATEST) - timedelta(days=30)
    with time_machine.travel(f"{day}T03:00:00Z"):
        yield


def form_of(edition: Edition) -> str:
    """The format to which most of the edition applies."""
    return max(edition.formats, key=lambda known: sum(row.applies(known.code) for row in edition.criteria)).code


async def applicant(edition: Edition) -> Mall:
    figures = {} if edition.scheme == "green-mall" else {"building_area_m2": None, "opened_on": None}
    return await mall(scheme=edition.scheme, format=form_of(edition), **figures)


async def call(edition: Edition):
    today = clock.today()
    form = RoundForm(
        scheme=edition.scheme,
        year=today.year,
        place_code=people.GUIZHOU,
        title_zh="认定批次",
        title_en="A round",
        opens_on=today,
        closes_on=today + timedelta(days=60),
    )
    return await open_round(form, actor=people.province_officer())


async def add_files(own: Mall, edition: Edition, application_id) -> None:
    wanted = [row.code for row in edition.criteria if row.evidence_required and row.applies(form_of(edition))]
    if wanted:
        file_id = await evidence(own)
        for code in wanted:
            await add_evidence(application_id, code, file_id, actor=own.member)


@pytest.mark.parametrize("edition", EDITIONS)
async def test_typed_into_the_pages_it_passes(app, open_browser, db, edition):
    own, round_id = await applicant(edition), await call(edition)
    browser = await open_browser(app)
    await browser.sign_in_as(own.member.account_id)
    await browser.get("/portal/apply")
    sent = {"site_id": str(own.site_id), "round_id": str(round_id)}
    address = (await browser.submit("/portal/apply", sent)).headers["Location"]
    application_id = (await queries.mine(own.member))[0].id
    best = good_answers(edition, form_of(edition))

    view = await queries.application(own.member, application_id)
    assert view.edition == edition.edition
    for chapter in view.chapters:
        page = f"{address}/chapters/{chapter.code}"
        await browser.get(page)
        typed = {}
        for item in chapter.items:
            names = values.names(item.code, item.field)
            assert all((f'name="{name}"' in browser.html) == item.applies for name in names), item.code
            if item.applies:
                typed |= {
                    name: text for name, (text,) in values.typed_of(item.code, item.field, best[item.code]).items()
                }
        assert (await browser.submit(page, typed)).status == 303, page
        await browser.get(f"{page}?lang=en")
        for item in chapter.items:
            for part in item.field["parts"] if item.applies else ():
                assert part["title"]["en"] in unescape(browser.html)
    view = await queries.application(own.member, application_id)
    stated = {item.code: item.value for chapter in view.chapters for item in chapter.items if item.value is not None}
    assert stated == best

    await add_files(own, edition, application_id)
    await browser.get(f"{address}/submit")
    assert (await browser.submit(f"{address}/submit", {"agree": "yes"})).status == 303
    view = await queries.application(own.member, application_id)
    assert view.latest_submission_id
    await score_submission(view.latest_submission_id)
    machine = await assessments.machine_for_system(view.latest_submission_id)
    assert machine
    assert machine.passed
    for chapter in view.chapters:
        await browser.get(f"{address}/chapters/{chapter.code}")
        for item in chapter.items:
            for title, text in values.said_parts(item.field, item.value):
                assert f"{title}：<strong>{text}" in unescape(browser.html)

    await _reviewed(await open_browser(app), application_id)
    reviewed = (await assessments.scorecards(own.member, application_id))[0]
    assert reviewed.kind == "reviewed"
    assert reviewed.passed
    for locale in i18n.LOCALES:
        await browser.get(f"{address}/result?lang={locale}")
        assert "None" not in browser.html
        assert all(row.code in browser.html for row in edition.criteria)


async def _reviewed(browser, application_id) -> None:
    """Found complete, given to an expert, every item confirmed on the sheet, concluded."""
    today, due = clock.today(), clock.today() + timedelta(days=10)
    await accept(application_id, actor=people.city_officer(), on=today)
    expert = await reviewer()
    assignment_id = await assign_reviewer(
        application_id, actor=people.province_officer(), reviewer_id=expert.account_id, on=today, due_on=due
    )
    await browser.sign_in_as(expert.account_id)
    sheet = f"/desk/reviews/{assignment_id}"
    await browser.get(sheet)
    view = await queries.application(people.province_officer(), application_id)
    for item in (item for chapter in view.chapters for item in chapter.items if item.applies):
        assert all(f'name="{name}"' in browser.html for name in values.names(item.code, item.field)), item.code
        found = await browser.submit(f"{sheet}/findings/{item.code}", {f"verdict-{item.code}": "confirm"})
        assert found.status == 303, item.code
        await browser.get(sheet)
    assert (await browser.submit(f"{sheet}/conclude", {})).status == 303
    assert (await queries.application(people.province_officer(), application_id)).state is State.REVIEWED


@pytest.mark.parametrize("edition", EDITIONS)
async def test_stated_through_the_api_it_is_scored_alike(app, db, edition):
    own, round_id = await applicant(edition), await call(edition)
    application_id = await open_application(own.site_id, round_id=round_id, actor=own.member)
    best = good_answers(edition, form_of(edition))
    async with TestClient(TestServer(app)) as client:
        program = Program(client, await token_for(own.member))
        form = await program.get(f"/applications/{application_id}")
        items = {item["code"]: item for chapter in form["chapters"] for item in chapter["items"]}
        sent = {code: {"value": _by_code(items[code], value)} for code, value in best.items()}
        await program.patch(f"/applications/{application_id}/answers", {"answers": sent})
        assert program.status == 200
        form = await program.get(f"/applications/{application_id}")
    assert form["scorecard"]["passed"]
    items = {item["code"]: item for chapter in form["chapters"] for item in chapter["items"]}
    for code, value in best.items():
        assert values.each_of(items[code]["field"], items[code]["value"]) == values.each_of(items[code]["field"], value)
        assert items[code]["line"]["status"] != "unknown"


def _by_code(item, value):
    """A value of several parts as an object by code: the other way in which it may be stated."""
    if item["field"]["kind"] not in values.SEVERAL:
        return value
    return {part["code"]: given for part, given in zip(item["field"]["parts"], value, strict=True)}
