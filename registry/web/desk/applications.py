"""Applications as officials see them: the list with its filters, and one application with everything about it."""

from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import Field

from registry import clock
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.applications import queries
from registry.applications.rules import State
from registry.applications.schemas import ApplicationRow, QueueFilter
from registry.assessments import queries as assessments
from registry.assessments.schemas import Advised, AssessmentView
from registry.decisions import queries as decisions
from registry.documents import queries as documents
from registry.documents.rules import Kind
from registry.enterprises import queries as enterprises
from registry.enterprises.formats import formats_of
from registry.errors import NotFound
from registry.fields import Line
from registry.issuance import queries as issuance
from registry.jurisdictions import queries as places
from registry.notices import queries as notices
from registry.reviews import queries as reviews
from registry.reviews.schemas import AssignmentView
from registry.web import i18n
from registry.web.endpoints import Path, Query, endpoint
from registry.web.pages import page, viewer
from registry.web.paging import PageQuery, Pager


class Wanted(PageQuery):
    """Filters of the list, the same names as in the address."""

    q: Annotated[str, Line(100, required=False)] = ""
    state: State | None = None
    place: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None
    scheme: Annotated[str, Line(60, required=False)] = ""
    round: UUID | None = None

    def as_filter(self) -> QueueFilter:
        """The same in the words of the question."""
        return QueueFilter(
            scheme=self.scheme,
            round_id=self.round,
            states=(self.state,) if self.state else (),
            place_code=self.place or "",
            text=self.q,
            page=self.page,
            size=self.size,
        )


@endpoint(produces="text/html")
async def show(request: web.Request, wanted: Annotated[Wanted, Query]) -> web.Response:
    """GET /desk/applications"""
    who = viewer(request)
    found = await queries.queue(who, wanted.as_filter())
    rounds = await queries.rounds()
    return await page(
        request,
        "desk/applications.html",
        wanted=wanted,
        rows=found.items,
        pager=Pager(found.page, found.size, found.total),
        states=[state for state in State if state is not State.DRAFT],
        schemes=sorted({each.scheme for each in rounds}),
        rounds=rounds,
        cities=await _cities(who),
        names=await _names(found.items),
    )


async def _cities(who: Viewer) -> list[tuple[str, str]]:
    """Places one rung below those of the office, to narrow the list to."""
    return [
        (place.code, place.name(i18n.current_locale()))
        for code in who.places_for(Permission.APPLICATION_READ)
        for place in await places.children(code)
    ]


async def _names(rows: tuple[ApplicationRow, ...]) -> dict[str, str]:
    return await places.names(frozenset(row.place_code for row in rows), i18n.current_locale())


@endpoint(produces="text/html")
async def application(request: web.Request, application_id: Annotated[UUID, Path]) -> web.Response:
    """GET /desk/applications/{application_id}"""
    who, today = viewer(request), clock.today()
    found = await queries.application(who, application_id)
    return await page(
        request,
        "desk/applications_application.html",
        found=found,
        today=today,
        history=await queries.history(who, application_id),
        submissions=await queries.submissions(who, application_id),
        checks=await reviews.checks(who, application_id),
        assignments=await _assignments(who, application_id),
        cards=(cards := await assessments.scorecards(who, application_id)),
        papers=await documents.documents(Kind.SCORE_SHEET, [card.id for card in cards]),
        advised=await _advised(who, application_id, cards),
        notices=await notices.notices_of(who, application_id, today),
        decisions=await decisions.decisions_of(who, application_id),
        outcome=await decisions.outcome_of(who, application_id),
        certificate=await issuance.certificate_of(who, application_id),
        may_at=lambda name: who.may_at(Permission(name), found.place_code),
        **await _about(who, found.enterprise_id, found.site_id),
    )


async def _about(who: Viewer, enterprise_id: UUID, site_id: UUID) -> dict[str, Any]:
    site = await enterprises.site(who, site_id)
    return {
        "enterprise": await enterprises.enterprise(who, enterprise_id),
        "site": site,
        "format_title": (await formats_of(site.scheme)).get(site.format, site.format),
        "place": await places.full_name(site.place_code, i18n.current_locale()),
    }


async def _advised(who: Viewer, application_id: UUID, cards: list[AssessmentView]) -> Advised | None:
    """Why the latest judgement passes or not; None while there is none."""
    return await assessments.advice(who, application_id, submission_id=cards[0].submission_id) if cards else None


async def _assignments(who: Viewer, application_id: UUID) -> list[AssignmentView]:
    """Who reviews: for the office that assigns, nobody else."""
    try:
        return await reviews.assignments(who, application_id)
    except NotFound:
        return []
