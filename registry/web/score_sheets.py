"""Score sheets as bureaus print them, for download by every audience: of an edition, empty; of a judgement, filled in.

What stands in the rows is `scoring/score_sheets.py`'s.
"""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import Field

from registry.assessments.queries import judged_sheet
from registry.assessments.schemas import JudgedSheet
from registry.editions.queries import edition_named
from registry.errors import NotFound
from registry.reviews.queries import assigned_for
from registry.spreadsheets.writing import Column, Form, Layout, Merged
from registry.web import downloads, i18n
from registry.web.endpoints import Path, endpoint
from registry.web.pages import viewer
from scoring.editions import Edition
from scoring.faults import NoEdition
from scoring.score_sheets import ScoreSheet, score_sheet
from scoring.sheets import Language

Name = Annotated[str, Field(max_length=60)]
WIDTHS = (6, 16, 20, 44, 7, 8, 26, 46)
"""In characters, column by column; together they fill a landscape A4 page."""
CENTRED = {0, 4, 5}


@endpoint(produces=downloads.XLSX, tag="schemes")
async def of_edition(
    request: web.Request, scheme: Annotated[Name, Path], edition: Annotated[Name, Path]
) -> web.StreamResponse:
    """The score sheet of an edition as a workbook, with room for points and signatures."""
    try:
        found = await edition_named(scheme, edition)
    except NoEdition:
        raise NotFound("edition") from None
    return await downloads.form(request, f"{scheme}-{edition}", empty(found))


@endpoint(produces=downloads.XLSX, tag="scorecards")
async def of_assessment(
    request: web.Request, application_id: Annotated[UUID, Path], assessment_id: Annotated[UUID, Path]
) -> web.StreamResponse:
    """One judgement as a score sheet, a workbook: what was obtained in each item, and why."""
    who = viewer(request)
    found = await judged_sheet(who, application_id, assessment_id, also_ids=await assigned_for(who))
    return await downloads.form(request, f"{found.submission.snapshot['site']['name']}-{_word()}", filled(found))


def empty(edition: Edition) -> Form:
    """The sheet of an edition for the reviewer's pen, in the language being written."""
    mall = i18n.gettext("Assessed (name, stamp):")
    return _form(edition, score_sheet(edition, _language()), above=(_source(edition), mall))


def filled(found: JudgedSheet) -> Form:
    """The sheet of a judgement, in the language being written."""
    card, snapshot = found.assessment.scorecard, found.submission.snapshot
    assessed = i18n.say(
        "Assessed: {site}, {enterprise} ({uscc}). Handed in on {day}, number {number}.",
        site=snapshot["site"]["name"],
        enterprise=snapshot["enterprise"]["name"],
        uscc=snapshot["enterprise"]["uscc"],
        day=found.submission.submitted_on,
        number=found.submission.number,
    )
    made = {
        "machine": i18n.gettext("Computed from the answers; not confirmed by a reviewer."),
        "reviewed": i18n.gettext("After review."),
    }[found.assessment.kind.value]
    outcome = i18n.say(
        "{total} of {maximum} points. {verdict} {made}",
        total=card["total"],
        maximum=card["maximum"],
        verdict=i18n.gettext("Passed.") if card["passed"] else i18n.gettext("Not passed."),
        made=made,
    )
    fingerprint = i18n.say("Fingerprint: {sha256}", sha256=found.assessment.sha256)
    sheet = score_sheet(found.edition, _language(), card)
    return _form(found.edition, sheet, above=(_source(found.edition), assessed, outcome, fingerprint))


def _form(edition: Edition, sheet: ScoreSheet, *, above: tuple[str, ...]) -> Form:
    columns = tuple(
        Column(heading, width, place in CENTRED)
        for place, (heading, width) in enumerate(zip(sheet.columns, WIDTHS, strict=True))
    )
    signatures = (
        i18n.gettext("Reviewers (signature):                              Checked by (signature):"),
        i18n.gettext("Bureau (stamp):                              Date:"),
    )
    title = f"{i18n.bi(edition.title)} {_word()}"
    layout = Layout(_word(), columns, title=title, above=above, below=signatures)
    return Form(layout, sheet.rows, tuple(Merged(*each) for each in sheet.merged), total=True)


def _source(edition: Edition) -> str:
    cited = edition.cite(edition.citation)
    document = i18n.bi(cited["title"]) + (f" ({cited['number']})" if cited["number"] else "")
    return i18n.say(
        "Criteria: {document}, {clause}. In force from {day}.",
        document=document,
        clause=i18n.bi(cited["clause"]),
        day=edition.in_force_from,
    )


def _word() -> str:
    return i18n.gettext("Score sheet")


def _language() -> Language:
    return "en" if i18n.current_locale() == "en" else "zh"
