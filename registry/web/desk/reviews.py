"""Reviews: the reviewer's list, and the sheet on which each item is confirmed or changed, saved one by one."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry import clock
from registry.accounts.rules import Permission
from registry.errors import LvceError, NotFound
from registry.fields import empty
from registry.jurisdictions import queries as places
from registry.reviews import actions, queries
from registry.reviews.schemas import ReviewSheet, SheetLine
from registry.web import i18n
from registry.web.desk import findings
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, posted_fields
from registry.web.pages import go, page, viewer


class Sheet(BaseModel):
    """The sheet's form; its fields are made from the criteria (`findings.py`)."""


@endpoint(produces="text/html")
async def show(request: web.Request) -> web.Response:
    """GET /desk/reviews"""
    who = viewer(request)
    rows = await queries.my_assignments(who)
    done = await queries.my_assignments(who, closed=True)
    codes = frozenset(row.place_code for row in (*rows, *done))
    names = await places.names(codes, i18n.current_locale())
    return await page(request, "desk/reviews.html", rows=rows, done=done, names=names, today=clock.today())


@endpoint(produces="text/html")
async def sheet(request: web.Request, assignment_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/reviews/{assignment_id}"""
    return await _sheet(request, await queries.review_sheet(viewer(request), assignment_id))


@endpoint(produces="text/html")
async def find(
    request: web.Request, assignment_id: Annotated[UUID, Path], criterion: Annotated[str, Path]
) -> web.Response:
    """POST /desk/reviews/{assignment_id}/findings/{criterion}"""
    found = await queries.review_sheet(viewer(request), assignment_id)
    line = next((each for chapter in found.chapters for each in chapter.lines if each.code == criterion), None)
    if line is None:
        raise NotFound("criterion")
    form = Form(Sheet, await posted_fields(request))
    try:
        await _record(request, found, line, form)
    except LvceError as error:
        form.refuse(findings.at_field(line, error, form.typed))
        return await _sheet(request, found, form, line.code, status=status_of(error))
    raise go(request, f"/desk/reviews/{assignment_id}", saved=criterion)


async def _record(request: web.Request, found: ReviewSheet, line: SheetLine, form: Form[Sheet]) -> None:
    verdict = findings.stated_verdict(line, form.typed)
    if verdict is None:
        raise empty("verdict")
    await actions.record_finding(
        found.assignment_id,
        line.code,
        actor=viewer(request),
        verdict=verdict,
        value=findings.stated_value(line, form.typed),
        reason=findings.stated_reason(line, form.typed),
    )


@endpoint(produces="text/html")
async def conclude(request: web.Request, assignment_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/reviews/{assignment_id}/conclude"""
    found = await queries.review_sheet(viewer(request), assignment_id)
    try:
        await actions.conclude(assignment_id, actor=viewer(request), on=clock.today())
    except LvceError as error:
        form = blank_form(Sheet)
        form.refuse(error)
        return await _sheet(request, found, form, status=status_of(error))
    raise go(request, f"/desk/reviews/{assignment_id}")


async def _sheet(
    request: web.Request, found: ReviewSheet, sent: Form[Sheet] | None = None, code: str = "", *, status: int = 200
) -> web.Response:
    """The sheet; `sent` is a form that was refused, of the item `code` or of the whole."""
    lines = [line for chapter in found.chapters for line in chapter.lines]
    forms = {line.code: Form(Sheet, findings.typed_of(line)) for line in lines}
    if sent is not None and code:
        forms[code] = sent
    saved = request.query.get("saved", "")
    return await page(
        request,
        "desk/reviews_sheet.html",
        status=status,
        sheet=found,
        forms=forms,
        refused=sent,
        saved=saved if saved in forms else "",
        following=_following(lines, saved),
        editable=found.open and await _own(request, found),
        place=await places.full_name(found.place_code, i18n.current_locale()),
    )


def _following(lines: list[SheetLine], saved: str) -> str:
    """The next item without a finding, after the one just saved."""
    codes = [line.code for line in lines]
    start = codes.index(saved) + 1 if saved in codes else 0
    return next((line.code for line in (*lines[start:], *lines[:start]) if line.finding is None), "")


async def _own(request: web.Request, found: ReviewSheet) -> bool:
    """Whether the viewer is the reviewer, and not the office that looks on."""
    who = viewer(request)
    mine = await queries.my_assignments(who) if who.may(Permission.REVIEW_DO) else []
    return any(row.id == found.assignment_id for row in mine)
