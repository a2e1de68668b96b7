"""One objection and its answer: upheld takes the application out of the notice, rejected leaves it there."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry import clock
from registry.errors import LvceError
from registry.fields import Paragraphs
from registry.notices import actions, queries
from registry.notices.rules import ObjectionOutcome
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer


class Answering(BaseModel):
    """The bureau's answer."""

    outcome: ObjectionOutcome
    answer: Annotated[str, Paragraphs(5000)]


@endpoint(produces="text/html")
async def show(request: web.Request, objection_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/objections/{objection_id}"""
    return await _form(request, objection_id, blank_form(Answering))


@endpoint(produces="text/html")
async def answer(request: web.Request, objection_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/objections/{objection_id}"""
    form = await read_form(request, Answering)
    if not form.ok:
        return await _form(request, objection_id, form, status=422)
    try:
        await actions.answer_objection(
            objection_id,
            actor=viewer(request),
            outcome=form.value.outcome,
            answer=form.value.answer,
            on=clock.today(),
        )
    except LvceError as error:
        form.refuse(error)
        return await _form(request, objection_id, form, status=status_of(error))
    raise go(request, f"/desk/objections/{objection_id}")


async def _form(request: web.Request, objection_id: UUID, form: Form[Answering], *, status: int = 200) -> web.Response:
    found = await queries.objection(viewer(request), objection_id)
    choices = await queries.objection_choices(found.notice_id, found.application_id)
    about = next((choice for choice in choices if choice.code == found.criterion), None)
    return await page(request, "desk/objections.html", status=status, objection=found, about=about, form=form)
