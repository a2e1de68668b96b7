"""Re-checks: those that are due and overdue by place, what there is to be reminded of, and recording what one found."""

from datetime import date
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field

from registry import clock
from registry.accounts.rules import Permission
from registry.duties import actions, queries
from registry.duties.rules import Result
from registry.duties.schemas import DutyView
from registry.errors import LvceError, NotFound
from registry.fields import Line, Paragraphs
from registry.jurisdictions import queries as places
from registry.web import i18n
from registry.web.endpoints import Path, Query, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer

Number = Annotated[int, Field(ge=1, le=1000)]


class Recording(BaseModel):
    """What an officer found."""

    result: Result
    done_on: date
    mend_by: date | None = None
    document_number: Annotated[str, Line(100, required=False)] = ""
    remark: Annotated[str, Paragraphs(1000, required=False)] = ""


@endpoint(produces="text/html")
async def show(request: web.Request, place: Annotated[str, Query, Field(pattern=r"^(\d{6})?$")] = "") -> web.Response:
    """GET /desk/rechecks"""
    who, today = viewer(request), clock.today()
    duties = await queries.waiting(who, on=today)
    reminders = await queries.reminders(who, on=today)
    codes = {each.place_code for each in duties} | {each.place_code for each in reminders}
    cities = sorted({f"{code[:4]}00" for code in codes})
    return await page(
        request,
        "desk/rechecks.html",
        duties=[each for each in duties if each.place_code.startswith(place[:4])],
        reminders=[each for each in reminders if each.place_code.startswith(place[:4])],
        place=place,
        cities=cities,
        today=today,
        names=await places.names(frozenset({*cities, *codes}), i18n.current_locale()),
        records=lambda code: who.may_at(Permission.RECHECK_RECORD, code),
    )


@endpoint(produces="text/html")
async def new(
    request: web.Request, certificate_id: Annotated[UUID, Path], duty: Annotated[Number, Path]
) -> web.Response:
    """GET /desk/certificates/{certificate_id}/rechecks/{duty}"""
    return await _form(request, certificate_id, duty, blank_form(Recording, {"done_on": clock.today()}))


@endpoint(produces="text/html")
async def record(
    request: web.Request, certificate_id: Annotated[UUID, Path], duty: Annotated[Number, Path]
) -> web.Response:
    """POST /desk/certificates/{certificate_id}/rechecks/{duty}"""
    form = await read_form(request, Recording)
    if not form.ok:
        return await _form(request, certificate_id, duty, form, status=422)
    try:
        await actions.record_result(certificate_id, duty, actor=viewer(request), **form.value.model_dump())
    except NotFound:
        raise
    except LvceError as error:
        form.refuse(error)
        return await _form(request, certificate_id, duty, form, status=status_of(error))
    raise go(request, f"/desk/certificates/{certificate_id}")


async def _form(
    request: web.Request, certificate_id: UUID, duty: int, form: Form[Recording], *, status: int = 200
) -> web.Response:
    return await page(
        request,
        "desk/rechecks_new.html",
        status=status,
        found=await _reachable(request, certificate_id, duty),
        form=form,
        results=list(Result),
    )


async def _reachable(request: web.Request, certificate_id: UUID, duty: int) -> DutyView:
    """The re-check, if the viewer may record its result; NotFound otherwise."""
    who = viewer(request)
    for each in await queries.of_certificate(who, certificate_id, on=clock.today()):
        if each.duty.number == duty and who.may_at(Permission.RECHECK_RECORD, each.place_code):
            return each
    raise NotFound("certificate")
