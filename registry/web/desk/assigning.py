"""Assigning a reviewer: experts with what speaks against each, and the day by which to conclude."""

from typing import Annotated
from uuid import UUID

from aiohttp import web

from registry import clock
from registry.applications import queries as applications
from registry.applications.rules import State
from registry.errors import LvceError, NotNow
from registry.reviews import actions, queries
from registry.web.desk import deadlines
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer

OPEN = frozenset({State.ACCEPTED, State.IN_REVIEW, State.REVIEWED})


class Assigning(deadlines.Deadline):
    """Who reviews, and until when."""

    reviewer_id: UUID


@endpoint(produces="text/html")
async def show(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/applications/{application_id}/assign"""
    return await _form(request, application_id, blank_form(Assigning, {"working_days": 10}))


@endpoint(produces="text/html")
async def assign(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/applications/{application_id}/assign"""
    form = await read_form(request, Assigning)
    if not form.ok:
        return await _form(request, application_id, form, status=422)
    working_days, due_on = form.value.chosen
    try:
        await actions.assign_reviewer(
            application_id,
            actor=viewer(request),
            reviewer_id=form.value.reviewer_id,
            on=clock.today(),
            working_days=working_days,
            due_on=due_on,
        )
    except LvceError as error:
        form.refuse(error)
        return await _form(request, application_id, form, status=status_of(error))
    raise go(request, f"/desk/applications/{application_id}")


async def _form(
    request: web.Request, application_id: UUID, form: Form[Assigning], *, status: int = 200
) -> web.Response:
    who = viewer(request)
    found = await applications.application(who, application_id)
    if found.state not in OPEN and not form.faults:
        raise NotNow(
            "assign-not-now",
            "A reviewer can be assigned once the city bureau has accepted the application, and until it is noticed.",
            hint="Open the application to see where it stands.",
        )
    return await page(
        request,
        "desk/assigning.html",
        status=status,
        found=found,
        form=form,
        reviewers=await queries.assignable(who, application_id),
        assignments=await queries.assignments(who, application_id),
        deadlines=await deadlines.choices(clock.today()),
    )
