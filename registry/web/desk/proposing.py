"""Proposing a decision: recognise or decline, with the number of its document, put before a second officer."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry import clock
from registry.applications import queries as applications
from registry.assessments import queries as assessments
from registry.decisions import actions, queries
from registry.decisions.rules import Outcome
from registry.errors import LvceError, NotNow
from registry.fields import Line, Paragraphs
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer


class Proposing(BaseModel):
    """What is proposed."""

    outcome: Outcome
    document_number: Annotated[str, Line(100)]
    reason: Annotated[str, Paragraphs(2000, required=False)] = ""


@endpoint(produces="text/html")
async def show(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/applications/{application_id}/propose"""
    return await _form(request, application_id, blank_form(Proposing))


@endpoint(produces="text/html")
async def propose(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/applications/{application_id}/propose"""
    form = await read_form(request, Proposing)
    if not form.ok:
        return await _form(request, application_id, form, status=422)
    try:
        decision_id = await actions.propose(
            application_id, actor=viewer(request), on=clock.today(), **form.value.model_dump()
        )
    except LvceError as error:
        form.refuse(error)
        return await _form(request, application_id, form, status=status_of(error))
    raise go(request, f"/desk/decisions/{decision_id}")


async def _form(
    request: web.Request, application_id: UUID, form: Form[Proposing], *, status: int = 200
) -> web.Response:
    who = viewer(request)
    found = await applications.application(who, application_id)
    ready = next(
        (each for each in await queries.proposable(who, clock.today()) if each.application_id == application_id), None
    )
    if ready is None and not form.faults:
        raise NotNow(
            "propose-not-now",
            "Nothing can be proposed for this application now: it is not reviewed yet, or a proposal is open, or it is decided.",
            hint="Open the application to see where it stands.",
        )
    cards = await assessments.scorecards(who, application_id)
    return await page(
        request,
        "desk/proposing.html",
        status=status,
        found=found,
        ready=ready,
        card=cards[0] if cards else None,
        form=form,
    )
