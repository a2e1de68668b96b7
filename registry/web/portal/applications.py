"""One application at a glance: where it stands, what comes next, its chapters, what is missing, what was said to it."""

from typing import Annotated
from uuid import UUID

from aiohttp import web

from registry import clock
from registry.accounts.schemas import Viewer
from registry.applications import actions, queries
from registry.applications.rules import State
from registry.applications.schemas import ApplicationView
from registry.assessments import queries as assessments
from registry.decisions import queries as decisions
from registry.issuance import queries as issuance
from registry.issuance.schemas import CertificateView
from registry.notices import queries as notices
from registry.reviews import queries as reviews
from registry.reviews.schemas import CheckView
from registry.web.endpoints import Path, endpoint
from registry.web.pages import go, page, viewer
from registry.web.portal import steps


@endpoint(produces="text/html")
async def show(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """GET /portal/applications/{application_id}"""
    who = viewer(request)
    view = await queries.application(who, application_id)
    checks = await reviews.checks(who, application_id)
    return await page(
        request,
        "portal/applications.html",
        view=view,
        state=(steps.state_name(view.state), steps.COLOURS.get(view.state, "blue")),
        waiting=steps.waiting_for(view.state) if view.state in steps.OURS else "",
        timeline=steps.timeline(view, await queries.history(who, application_id)),
        submissions=await queries.submissions(who, application_id),
        advice=_advice(view, checks),
        judged=bool(await assessments.scorecards(who, application_id)),
        outcome=await decisions.outcome_of(who, application_id),
        certificate=await issuance.certificate_of(who, application_id),
        notice=await notices.standing_for_system(application_id) if view.state is State.IN_NOTICE else None,
        renewed=await _renewed(who, view),
        carried=sum(item.carried_on is not None for chapter in view.chapters for item in chapter.items),
        old_files=sum(file.old for chapter in view.chapters for item in chapter.items for file in item.evidence),
        chapter_of={item.code: chapter.code for chapter in view.chapters for item in chapter.items},
        titles={item.code: item.title for chapter in view.chapters for item in chapter.items},
    )


async def _renewed(who: Viewer, view: ApplicationView) -> CertificateView | None:
    """The certificate that this application is to renew."""
    known = view.renews_certificate_id
    return None if known is None else await issuance.certificate(who, known)


def _advice(view: ApplicationView, checks: list[CheckView]) -> CheckView | None:
    """What the bureau said when it returned the application, while the enterprise corrects it."""
    return checks[-1] if checks and view.state is State.RETURNED else None


@endpoint(produces="text/html")
async def move(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """POST /portal/applications/{application_id}/edition"""
    await actions.move_to_edition(application_id, actor=viewer(request), on=clock.today())
    raise go(request, f"/portal/applications/{application_id}", moved=1)
