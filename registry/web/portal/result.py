"""The scorecards of an application: the machine's and the reviewed one side by side, every point explained."""

from typing import Annotated
from uuid import UUID

from aiohttp import web

from registry.applications import queries
from registry.assessments import queries as assessments
from registry.assessments.schemas import AssessmentView, Kind
from registry.web.endpoints import Path, Query, endpoint
from registry.web.pages import page, viewer


@endpoint(produces="text/html")
async def show(
    request: web.Request, application_id: Annotated[UUID, Path], number: Annotated[int | None, Query] = None
) -> web.Response:
    """GET /portal/applications/{application_id}/result"""
    who = viewer(request)
    view = await queries.application(who, application_id)
    submissions = await queries.submissions(who, application_id)
    shown = next((each for each in submissions if each.number == number), submissions[0] if submissions else None)
    cards = await assessments.scorecards(who, application_id)
    own = [card for card in cards if shown and card.submission_id == shown.id]
    return await page(
        request,
        "portal/result.html",
        view=view,
        submissions=submissions,
        shown=shown,
        machine=_latest(own, Kind.MACHINE),
        reviewed=_latest(own, Kind.REVIEWED),
    )


def _latest(cards: list[AssessmentView], kind: Kind) -> AssessmentView | None:
    return max((card for card in cards if card.kind is kind), key=lambda card: card.ordinal, default=None)
