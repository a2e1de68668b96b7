"""The completeness check: accept a submission, or return it with advice per item and a day by which to mend it."""

from typing import Annotated, Literal
from uuid import UUID

from aiohttp import web

from registry import clock
from registry.applications import queries as applications
from registry.applications.schemas import ApplicationView
from registry.errors import LvceError
from registry.fields import Paragraphs
from registry.reviews import actions, queries
from registry.web.desk import deadlines
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer

ADVICE = "advice."


class Check(deadlines.Deadline):
    """What the form sends; the advice fields are named after their items, see `_advice`."""

    outcome: Literal["accept", "return"]
    submission_id: UUID
    remark: Annotated[str, Paragraphs(2000, required=False)] = ""


@endpoint(produces="text/html")
async def show(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/applications/{application_id}/check"""
    found = await applications.application(viewer(request), application_id)
    form = blank_form(Check, {"working_days": 10, "submission_id": found.latest_submission_id})
    return await _form(request, found, form)


@endpoint(produces="text/html")
async def decide(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/applications/{application_id}/check"""
    form = await read_form(request, Check)
    if not form.ok:
        return await _again(request, application_id, form, 422)
    try:
        await _do(request, application_id, form)
    except LvceError as error:
        form.refuse(error)
        return await _again(request, application_id, form, status_of(error))
    raise go(request, f"/desk/applications/{application_id}")


async def _do(request: web.Request, application_id: UUID, form: Form[Check]) -> None:
    sent, on, actor = form.value, clock.today(), viewer(request)
    if sent.outcome == "accept":
        await actions.accept(application_id, actor=actor, on=on, remark=sent.remark, submission_id=sent.submission_id)
        return
    working_days, due_on = sent.chosen
    await actions.return_for_changes(
        application_id,
        actor=actor,
        on=on,
        advice=_advice(form),
        remark=sent.remark,
        working_days=working_days,
        due_on=due_on,
        submission_id=sent.submission_id,
    )


def _advice(form: Form[Check]) -> dict[str, str]:
    return {name.removeprefix(ADVICE): form.text(name) for name in form.typed if name.startswith(ADVICE)}


async def _again(request: web.Request, application_id: UUID, form: Form[Check], status: int) -> web.Response:
    found = await applications.application(viewer(request), application_id)
    return await _form(request, found, form, status=status)


async def _form(request: web.Request, found: ApplicationView, form: Form[Check], *, status: int = 200) -> web.Response:
    earlier = await queries.checks(viewer(request), found.id)
    return await page(
        request,
        "desk/checks.html",
        status=status,
        found=found,
        form=form,
        earlier=earlier[-1] if earlier else None,
        deadlines=await deadlines.choices(clock.today()),
    )
