"""Decisions: proposals that wait, and the page on which a second officer sees what would be issued before agreeing."""

from typing import Annotated, Literal
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry import clock
from registry.accounts.rules import Permission
from registry.assessments import queries as assessments
from registry.decisions import actions, queries
from registry.decisions.rules import ProposalState
from registry.decisions.schemas import DecisionView
from registry.errors import LvceError
from registry.fields import Paragraphs
from registry.issuance.schemas import IssuePreview
from registry.jurisdictions import queries as places
from registry.web import i18n
from registry.web.endpoints import Path, Query, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer


class Deciding(BaseModel):
    """The second officer's word."""

    agree: Literal["yes", "no"]
    remark: Annotated[str, Paragraphs(2000, required=False)] = ""


@endpoint(produces="text/html")
async def show(request: web.Request, state: Annotated[ProposalState | None, Query] = None) -> web.Response:
    """GET /desk/decisions"""
    who = viewer(request)
    rows = await queries.proposals(who, state=state)
    names = await places.names(frozenset(row.place_code for row in rows), i18n.current_locale())
    return await page(
        request, "desk/decisions.html", rows=list(reversed(rows)), state=state, states=list(ProposalState), names=names
    )


@endpoint(produces="text/html")
async def decision(request: web.Request, decision_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/decisions/{decision_id}"""
    return await _form(request, decision_id, blank_form(Deciding))


@endpoint(produces="text/html")
async def decide(request: web.Request, decision_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/decisions/{decision_id}"""
    form = await read_form(request, Deciding)
    if not form.ok:
        return await _form(request, decision_id, form, status=422)
    try:
        await actions.decide(
            decision_id,
            actor=viewer(request),
            agree=form.value.agree == "yes",
            remark=form.value.remark,
            on=clock.today(),
        )
    except LvceError as error:
        form.refuse(error)
        return await _form(request, decision_id, form, status=status_of(error))
    raise go(request, f"/desk/decisions/{decision_id}")


async def _form(request: web.Request, decision_id: UUID, form: Form[Deciding], *, status: int = 200) -> web.Response:
    who = viewer(request)
    found = await queries.decision(who, decision_id)
    cards = await assessments.scorecards(who, found.application_id)
    preview, hindrance = await _preview(request, found)
    return await page(
        request,
        "desk/decisions_decision.html",
        status=status,
        decision=found,
        form=form,
        preview=preview,
        hindrance=hindrance,
        card=next((card for card in cards if card.id == found.assessment_id), None),
        decides=who.may_at(Permission.DECISION_DECIDE, found.place_code),
        place=await places.full_name(found.place_code, i18n.current_locale()),
    )


async def _preview(request: web.Request, found: DecisionView) -> tuple[IssuePreview | None, LvceError | None]:
    """What would be issued today; or why nothing could be, which is better known before agreeing."""
    try:
        return await queries.issue_preview(viewer(request), found.id, on=clock.today()), None
    except LvceError as error:
        return None, error
