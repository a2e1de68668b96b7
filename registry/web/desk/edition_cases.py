"""Worked cases of one criterion of a draft: a fact, what it must earn, and what it earns now."""

from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry.editions import actions, contents, queries
from registry.editions.rules import check_open
from registry.editions.schemas import DraftView
from registry.errors import Invalid, LvceError
from registry.fields import empty
from registry.web import values
from registry.web.desk.draft_forms import draft_address, told
from registry.web.endpoints import Path, endpoint
from registry.web.errors import status_of
from registry.web.forms import Form, posted_fields
from registry.web.pages import go, page, viewer
from scoring.drafting import Placed, criterion_written, tried
from scoring.editions import Criterion
from scoring.faults import BadFacts


@endpoint(produces="text/html")
async def show(request: web.Request, draft_id: Annotated[UUID, Path], code: Annotated[str, Path]) -> web.Response:
    """GET /desk/editions/{draft_id}/criteria/{code}/cases"""
    return await _page(request, await queries.draft(viewer(request), draft_id), code, Form(BaseModel))


@endpoint(produces="text/html")
async def save(request: web.Request, draft_id: Annotated[UUID, Path], code: Annotated[str, Path]) -> web.Response:
    """POST /desk/editions/{draft_id}/criteria/{code}/cases"""
    who = viewer(request)
    view = await queries.draft(who, draft_id)
    kept = [{"given": case.given, "expect": case.expect} for case in view.cases if case.criterion == code]
    form: Form[BaseModel] = Form(BaseModel, await posted_fields(request))
    try:
        if form.text("step") == "add":
            kept.append(_stated(_rule(view, code), form))
        elif (place := form.text("step").removeprefix("remove-")).isdecimal():
            kept = [case for number, case in enumerate(kept) if number != int(place)]
        await actions.save_cases(draft_id, kept, criterion=code, actor=who)
    except LvceError as error:
        form.refuse(error)
        return await _page(request, view, code, form, status=status_of(error))
    raise go(request, draft_address(view, f"/criteria/{code}/cases"))


def _rule(view: DraftView, code: str) -> Criterion | None:
    """The criterion, if it is whole enough to be tried. Raises NotFound."""
    _, row = contents.criterion_in(view.content, code)
    return criterion_written(row, chinese_only=view.chinese_only)


def _stated(rule: Criterion | None, form: Form[BaseModel]) -> dict[str, Any]:
    """The case that the form says: its fact is tried, so that no case is kept that could never come out."""
    if rule is None:
        raise Invalid(
            "case-criterion-incomplete",
            "The criterion is not complete yet, so nothing can be tried.",
            hint="Complete it first.",
        )
    given = values.stated(rule.code, rule.measure.field().to_json(), form.typed)
    try:
        tried(rule, given)
    except BadFacts as error:
        raise told([Placed(rule.code, _first(rule), error.faults[0])])[0] from None
    if not form.text("expect").strip():
        raise empty("expect")
    return {"given": given, "expect": form.text("expect").strip()[:40]}


def _first(rule: Criterion) -> str:
    return values.names(rule.code, rule.measure.field().to_json())[0]


async def _page(
    request: web.Request, view: DraftView, code: str, form: Form[BaseModel], *, status: int = 200
) -> web.Response:
    check_open(view.state)
    rule = _rule(view, code)
    return await page(
        request,
        "desk/edition_cases.html",
        status=status,
        draft=view,
        code=code,
        rule=rule,
        field=rule.measure.field().to_json() if rule else None,
        cases=[case for case in view.cases if case.criterion == code],
        form=form,
    )
