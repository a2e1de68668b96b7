"""From a draft to law: what it changes, proposing it, sending it back, publishing it as a second officer."""

from collections.abc import Awaitable
from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry import clock
from registry.editions import actions, queries
from registry.editions.schemas import DraftView
from registry.errors import LvceError
from registry.fields import Line, Paragraphs
from registry.jurisdictions import queries as places
from registry.web import i18n
from registry.web.desk.draft_forms import told
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer
from scoring.diff import Change
from scoring.drafting import Placed
from scoring.editions import Edition
from scoring.faults import NoEdition


class Proposing(BaseModel):
    """The number of the document by which the edition is issued."""

    document_number: Annotated[str, Line(100, required=False)] = ""


class Returning(BaseModel):
    """What has to be changed."""

    remark: Annotated[str, Paragraphs(2000, required=False)] = ""


@endpoint(produces="text/html")
async def show(request: web.Request, draft_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/editions/{draft_id}/publish"""
    return await _page(request, draft_id, blank_form(Proposing))


@endpoint(produces="text/html")
async def propose(request: web.Request, draft_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/editions/{draft_id}/propose"""
    form = await read_form(request, Proposing)
    number = form.text("document_number")
    proposing = actions.propose(draft_id, document_number=number, actor=viewer(request), on=clock.today())
    return await _done(request, draft_id, form, proposing)


@endpoint(produces="text/html")
async def publish(request: web.Request, draft_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/editions/{draft_id}/publish"""
    publishing = actions.publish(draft_id, actor=viewer(request), on=clock.today())
    return await _done(request, draft_id, blank_form(Returning), publishing)


@endpoint(produces="text/html")
async def send_back(request: web.Request, draft_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/editions/{draft_id}/return"""
    form = await read_form(request, Returning)
    returning = actions.send_back(draft_id, remark=form.text("remark"), actor=viewer(request))
    return await _done(request, draft_id, form, returning)


async def _done(request: web.Request, draft_id: UUID, form: Form[Any], step: Awaitable[object]) -> web.Response:
    """Take the step; if it is refused, the page again with what was typed."""
    try:
        await step
    except LvceError as error:
        form.refuse(error)
        return await _page(request, draft_id, form, status=status_of(error))
    raise go(request, f"/desk/editions/{draft_id}/publish")


async def _page(request: web.Request, draft_id: UUID, form: Form[Any], *, status: int = 200) -> web.Response:
    who = viewer(request)
    view = await queries.draft(who, draft_id)
    return await page(
        request,
        "desk/edition_publishing.html",
        status=status,
        draft=view,
        form=form,
        place=(await places.names(frozenset({view.place_code}), i18n.current_locale())).get(view.place_code, ""),
        compared=await _compared(request, draft_id),
        warnings={code: told(found) for code, found in _warnings(view).items()},
    )


def _warnings(view: DraftView) -> dict[str, list[Placed]]:
    """What does not keep a draft from being law and still wants a look, by criterion, before two officers sign for it."""
    found = {
        code: [each for each in placed if each.fault.severity != "error"] for code, placed in view.faults_of.items()
    }
    return {code: each for code, each in found.items() if each}


async def _compared(request: web.Request, draft_id: UUID) -> tuple[Edition, Edition, tuple[Change, ...]] | None:
    """What the draft changes against what is in force today; None while it makes no edition, or nothing is in force."""
    try:
        return await queries.draft_diff(viewer(request), draft_id, clock.today())
    except (LvceError, NoEdition):
        return None
