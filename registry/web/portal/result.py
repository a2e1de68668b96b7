"""The scorecards of an application: the machine's and the reviewed one side by side, every point explained.

Beside them why it passes or not, and the cheapest way to pass; before anything is handed in, that of the form.
"""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry.accounts.schemas import Viewer
from registry.applications import queries
from registry.assessments import queries as assessments
from registry.assessments.schemas import Advised, AssessmentView, Kind
from registry.documents import queries as documents
from registry.documents.rules import Kind as DocumentKind
from registry.errors import InvalidMany
from registry.fields import flattened
from registry.web.endpoints import Path, Query, endpoint
from registry.web.forms import Form
from registry.web.pages import page, viewer

EFFORT = "effort-"
"""What comes before a criterion's code in the name of the field that states its effort."""


class Efforts(BaseModel):
    """The form of efforts; its fields are made from the criteria."""


@endpoint(produces="text/html")
async def show(
    request: web.Request, application_id: Annotated[UUID, Path], number: Annotated[int | None, Query] = None
) -> web.Response:
    """GET /portal/applications/{application_id}/result, with `effort-C` for each criterion C whose effort is stated"""
    who = viewer(request)
    view = await queries.application(who, application_id)
    submissions = await queries.submissions(who, application_id)
    shown = next((each for each in submissions if each.number == number), submissions[0] if submissions else None)
    cards = await assessments.scorecards(who, application_id)
    own = [card for card in cards if shown and card.submission_id == shown.id]
    form = Form(Efforts, {name: [text] for name, text in request.query.items() if name.startswith(EFFORT)})
    machine, reviewed = _latest(own, Kind.MACHINE), _latest(own, Kind.REVIEWED)
    judged = reviewed or machine
    return await page(
        request,
        "portal/result.html",
        view=view,
        submissions=submissions,
        shown=shown,
        machine=machine,
        reviewed=reviewed,
        sheet=await documents.document(DocumentKind.SCORE_SHEET, judged.id) if judged else None,
        form=form,
        advised=await _advised(who, application_id, shown.id if shown else None, form),
        chapter_of={item.code: chapter.code for chapter in view.chapters for item in chapter.items},
    )


async def _advised(
    who: Viewer, application_id: UUID, submission_id: UUID | None, form: Form[Efforts]
) -> Advised | None:
    """The advice at the efforts stated; where one of them is no number it stands at its field, and all count alike."""
    stated = {name.removeprefix(EFFORT): form.text(name).strip() for name in form.typed}
    try:
        return await assessments.advice(who, application_id, submission_id=submission_id, efforts=stated or None)
    except InvalidMany as error:
        for fault in flattened(error):
            fault.field = f"{EFFORT}{fault.field}"
            form.refuse(fault)
        return await assessments.advice(who, application_id, submission_id=submission_id)


def _latest(cards: list[AssessmentView], kind: Kind) -> AssessmentView | None:
    return max((card for card in cards if card.kind is kind), key=lambda card: card.ordinal, default=None)
