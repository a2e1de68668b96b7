"""One criterion of a draft edition: its texts, how it earns points, what proves it, where it is written; and new ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from aiohttp import web

from registry.editions import actions, contents, queries
from registry.editions.contents import DraftConflict
from registry.editions.rules import check_open
from registry.editions.schemas import DraftView
from registry.errors import LvceError
from registry.web.desk.draft_forms import (
    CRITERION,
    MEASURES,
    differing,
    draft_address,
    form_of,
    options,
    order_of,
    sheet_row,
    told,
    typed_criterion,
    written_criterion,
)
from registry.web.endpoints import Path, Query, endpoint
from registry.web.errors import status_of
from registry.web.forms import posted_fields
from registry.web.nested import SPARE, Spec, Typed, drawn
from registry.web.pages import go, page, viewer
from scoring.drafting import criterion_written
from scoring.editions import Criterion

MORE = 5
NEW = {"measure.kind": ["yes_no"], "status": ["local"]}


@dataclass(frozen=True, slots=True)
class Shown:
    """A criterion's page: what stands in its fields and what is said beside them. `code` None is a new one."""

    code: str | None
    typed: Typed
    faults: Iterable[LvceError] = ()
    seen: str = ""
    spare: int = SPARE
    stored: Mapping[str, list[str]] | None = None
    saved: bool = False


@endpoint(produces="text/html")
async def show(
    request: web.Request,
    draft_id: Annotated[UUID, Path],
    code: Annotated[str, Path],
    saved: Annotated[bool, Query] = False,  # noqa: FBT002 - a query parameter
) -> web.Response:
    """GET /desk/editions/{draft_id}/criteria/{code}"""
    view = await queries.draft(viewer(request), draft_id)
    check_open(view.state)
    chapter, row = contents.criterion_in(view.content, code)
    faults = told(view.faults_of.get(code, []))
    seen = contents.seen([chapter, row])
    return await _page(request, view, Shown(code, typed_criterion(chapter, row), faults, seen, saved=saved))


@endpoint(produces="text/html")
async def save(request: web.Request, draft_id: Annotated[UUID, Path], code: Annotated[str, Path]) -> web.Response:
    """POST /desk/editions/{draft_id}/criteria/{code}"""
    return await _save(request, draft_id, code)


@endpoint(produces="text/html")
async def new(request: web.Request, draft_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/editions/{draft_id}/add"""
    view = await queries.draft(viewer(request), draft_id)
    check_open(view.state)
    return await _page(request, view, Shown(None, NEW))


@endpoint(produces="text/html")
async def add(request: web.Request, draft_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/editions/{draft_id}/add"""
    return await _save(request, draft_id, None)


@endpoint(produces="text/html")
async def removing(request: web.Request, draft_id: Annotated[UUID, Path], code: Annotated[str, Path]) -> web.Response:
    """GET /desk/editions/{draft_id}/criteria/{code}/remove"""
    view = await queries.draft(viewer(request), draft_id)
    _, row = contents.criterion_in(view.content, code)
    return await page(request, "desk/edition_criteria_remove.html", draft=view, row=row)


@endpoint(produces="text/html")
async def remove(request: web.Request, draft_id: Annotated[UUID, Path], code: Annotated[str, Path]) -> web.Response:
    """POST /desk/editions/{draft_id}/criteria/{code}/remove"""
    await actions.remove_criterion(draft_id, code, actor=viewer(request))
    raise go(request, draft_address(request))


async def _save(request: web.Request, draft_id: UUID, code: str | None) -> web.Response:
    typed = await posted_fields(request)
    who, step, seen = viewer(request), typed.pop("step", ["save"])[-1], typed.pop("seen", [""])[-1]
    view = await queries.draft(who, draft_id)
    if step == "show":
        return await _page(request, view, Shown(code, typed, seen=seen, spare=MORE))
    chapter, row = written_criterion(typed)
    try:
        await actions.save_criterion(draft_id, code, row, chapter=chapter, seen=seen, actor=who)
    except LvceError as error:
        return await _page(request, await queries.draft(who, draft_id), _refused(code, typed, seen, error))
    codes = order_of(await queries.draft(who, draft_id))
    here = codes.index(row["code"])
    if step == "next" and here + 1 < len(codes):
        raise go(request, draft_address(request, f"/criteria/{codes[here + 1]}"))
    raise go(request, draft_address(request, f"/criteria/{row['code']}"), saved="true")


def _refused(code: str | None, typed: Typed, seen: str, error: LvceError) -> Shown:
    """The page as it was sent; after a clash with the other version beside it, which the next saving replaces."""
    if not isinstance(error, DraftConflict):
        return Shown(code, typed, [error], seen)
    if error.stored is None:
        return Shown(None, typed, [error], stored={})
    chapter, row = error.stored["chapter"], error.stored["criterion"]
    return Shown(code, typed, [error], contents.seen([chapter, row]), stored=typed_criterion(chapter, row))


def _rule(view: DraftView, code: str | None) -> Criterion | None:
    """The criterion as it is saved, if it is whole."""
    row = next((row for _, row in contents.criteria_of(view.content) if row["code"] == code), {})
    return criterion_written(row, chinese_only=view.chinese_only)


async def _page(request: web.Request, view: DraftView, shown: Shown) -> web.Response:
    kind = (shown.typed.get("measure.kind") or [""])[-1]
    specs = (
        Spec("chapter", "text"),
        *CRITERION,
        Spec("measure.kind", "choice", choices=tuple(MEASURES)),
        *(
            Spec(f"measure.{spec.name}", spec.kind, spec.required, spec.choices, spec.parts)
            for spec in MEASURES.get(kind, ())
        ),
    )
    nodes, faults = drawn(specs, shown.typed, spare=shown.spare), list(shown.faults)
    codes = order_of(view)
    here = codes.index(shown.code) if shown.code in codes else None
    return await page(
        request,
        "desk/edition_criteria.html",
        status=status_of(faults[0]) if faults and request.method == "POST" else 200,
        draft=view,
        code=shown.code,
        form=form_of(shown.typed, nodes, faults),
        nodes={node.name: node for node in nodes},
        measure=[node for node in nodes if node.name.startswith("measure.") and node.name != "measure.kind"],
        kinds=list(MEASURES),
        options=options(view),
        seen=shown.seen,
        clash=None if shown.stored is None else differing(shown.typed, shown.stored),
        saved=shown.saved,
        sheet_row=sheet_row(view, shown.code) if shown.code else None,
        cases=[case for case in view.cases if case.criterion == shown.code],
        rule=_rule(view, shown.code),
        before=codes[here - 1] if here else None,
        after=codes[here + 1] if here is not None and here + 1 < len(codes) else None,
        number=None if here is None else here + 1,
        count=len(codes),
    )
