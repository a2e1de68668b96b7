"""What a draft edition says once for all its criteria: title, first day, total, pass mark, formats, chapters, documents."""

from collections.abc import Iterable, Mapping
from typing import Annotated
from uuid import UUID

from aiohttp import web

from registry.editions import actions, contents, queries
from registry.editions.contents import DraftConflict
from registry.editions.rules import check_open
from registry.editions.schemas import DraftView
from registry.errors import LvceError
from registry.web.desk.draft_forms import (
    SETTINGS,
    differing,
    draft_address,
    form_of,
    options,
    told,
    typed_settings,
    written_settings,
)
from registry.web.endpoints import Path, Query, endpoint
from registry.web.errors import status_of
from registry.web.forms import posted_fields
from registry.web.nested import SPARE, drawn
from registry.web.pages import go, page, viewer

MORE = 5


@endpoint(produces="text/html")
async def show(
    request: web.Request,
    draft_id: Annotated[UUID, Path],
    saved: Annotated[bool, Query] = False,  # noqa: FBT002 - a query parameter
) -> web.Response:
    """GET /desk/editions/{draft_id}/settings"""
    view = await queries.draft(viewer(request), draft_id)
    check_open(view.state)
    return await _page(request, view, typed_settings(view.content), told(view.faults_of.get("", [])), saved=saved)


@endpoint(produces="text/html")
async def save(request: web.Request, draft_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/editions/{draft_id}/settings"""
    typed = await posted_fields(request)
    who, step = viewer(request), typed.pop("step", ["save"])[-1]
    seen, chinese = typed.pop("seen", [""])[-1], typed.pop("chinese_only", ["false"])[-1] == "true"
    if step == "show":
        view = await queries.draft(who, draft_id)
        return await _page(request, view, typed, (), seen=seen, spare=MORE, chinese_only=chinese)
    try:
        await actions.save_settings(draft_id, written_settings(typed), seen=seen, chinese_only=chinese, actor=who)
    except LvceError as error:
        view = await queries.draft(who, draft_id)
        stored = typed_settings(view.content) if isinstance(error, DraftConflict) else None
        seen = "" if isinstance(error, DraftConflict) else seen
        return await _page(request, view, typed, [error], seen=seen, clash=stored, chinese_only=chinese)
    raise go(request, draft_address(request, "/settings"), saved="true")


async def _page(
    request: web.Request,
    view: DraftView,
    typed: Mapping[str, list[str]],
    faults: Iterable[LvceError],
    *,
    seen: str = "",
    spare: int = SPARE,
    clash: Mapping[str, list[str]] | None = None,
    saved: bool = False,
    chinese_only: bool | None = None,
) -> web.Response:
    nodes, found = drawn(SETTINGS, typed, spare=spare), list(faults)
    refused = [fault for fault in found if not isinstance(fault, DraftConflict)] if not saved else []
    return await page(
        request,
        "desk/edition_settings.html",
        status=status_of(found[0]) if found and request.method == "POST" else 200,
        draft=view,
        form=form_of(typed, nodes, found),
        nodes={node.name: node for node in nodes},
        options=options(view),
        chinese_only=view.chinese_only if chinese_only is None else chinese_only,
        seen=seen or contents.seen(contents.settings_of(view.content)),
        clash=differing(typed, clash) if clash is not None else None,
        saved=saved,
        open_faults=len(refused),
    )
