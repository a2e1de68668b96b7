"""One draft edition: what was understood of the table, what is still to do, its criteria; putting it aside."""

from typing import Annotated
from uuid import UUID

from aiohttp import web

from registry.editions import actions, contents, queries
from registry.jurisdictions import queries as places
from registry.web import i18n
from registry.web.desk.draft_forms import told
from registry.web.endpoints import Path, endpoint
from registry.web.pages import go, page, viewer
from scoring.drafting import criterion_written


@endpoint(produces="text/html")
async def show(request: web.Request, draft_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/editions/{draft_id}"""
    view = await queries.draft(viewer(request), draft_id)
    rules = {
        row["code"]: criterion_written(row, chinese_only=view.chinese_only)
        for _, row in contents.criteria_of(view.content)
    }
    return await page(
        request,
        "desk/edition_drafts.html",
        draft=view,
        scheme=queries.SHIPPED.schemes[view.scheme],
        place=(await places.names(frozenset({view.place_code}), i18n.current_locale())).get(view.place_code, ""),
        faults={code: told(found) for code, found in view.faults_of.items()},
        rules=rules,
    )


@endpoint(produces="text/html")
async def discarding(request: web.Request, draft_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/editions/{draft_id}/discard"""
    return await page(request, "desk/edition_drafts_discard.html", draft=await queries.draft(viewer(request), draft_id))


@endpoint(produces="text/html")
async def discard(request: web.Request, draft_id: Annotated[UUID, Path]) -> web.Response:
    """POST /desk/editions/{draft_id}/discard"""
    await actions.discard(draft_id, actor=viewer(request))
    raise go(request, "/desk/editions")
