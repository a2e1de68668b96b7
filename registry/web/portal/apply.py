"""Open rounds and the sites that may apply in them; opening the form of one."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from registry import clock
from registry.accounts.schemas import Viewer
from registry.applications import actions, queries
from registry.applications.rules import State
from registry.applications.schemas import ApplicationRow, RoundView, Start
from registry.duties import queries as duties
from registry.duties.schemas import RenewalOffer
from registry.enterprises import queries as enterprises
from registry.enterprises.schemas import SiteView
from registry.errors import LvceError, NotFound
from registry.jurisdictions.rules import covers
from registry.web.errors import status_of
from registry.web.forms import Form, blank_form, read_form
from registry.web.pages import go, page, viewer
from registry.web.portal import steps


class Opening(BaseModel):
    """Which site applies in which round, and whether its form begins with what was handed in last."""

    site_id: UUID
    round_id: UUID
    carry: Literal["", "yes"] = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A site in a round; `row` is its application there, if it has one, `start` what a new form could begin with.

    `offer`: its certificate may be renewed, which is what applying then means.
    """

    site: SiteView
    row: ApplicationRow | None
    state: str
    colour: str
    start: Start | None = None
    offer: RenewalOffer | None = None


async def show(request: web.Request) -> web.Response:
    """GET /portal/apply"""
    return await _form(request, blank_form(Opening))


async def submit(request: web.Request) -> web.StreamResponse:
    """POST /portal/apply"""
    form = await read_form(request, Opening)
    if not form.ok:
        return await _form(request, form, status=422)
    try:
        application_id = await actions.open_application(
            form.value.site_id,
            round_id=form.value.round_id,
            actor=viewer(request),
            carry=form.value.carry == "yes",
        )
    except NotFound:
        raise
    except LvceError as error:
        form.refuse(error)
        return await _form(request, form, status=status_of(error))
    raise go(request, f"/portal/applications/{application_id}")


async def _form(request: web.Request, form: Form[Opening], *, status: int = 200) -> web.Response:
    who = viewer(request)
    calls = await queries.rounds(on=clock.today())
    sites, rows = await _sites(who), await queries.mine(who)
    return await page(
        request,
        "portal/apply.html",
        status=status,
        form=form,
        sites=sites,
        rounds=[(call, await _candidates(who, call, sites, rows)) for call in calls],
    )


async def _sites(who: Viewer) -> list[SiteView]:
    return [site for owner in await enterprises.mine(who) for site in await enterprises.sites_of(who, owner.id)]


async def _candidates(
    who: Viewer, call: RoundView, sites: list[SiteView], rows: list[ApplicationRow]
) -> list[Candidate]:
    """The sites of the round's scheme within its place, each with where it stands."""
    offers = {offer.site_id: offer for offer in await duties.renewals(who, on=clock.today())}
    known = {row.site_id: row for row in rows if row.round_id == call.id and row.state is not State.WITHDRAWN}
    found = []
    for site in sites:
        if site.scheme == call.scheme and covers(call.place_code, site.place_code):
            row = known.get(site.id)
            state = steps.state_name(row.state) if row else ""
            start = None if row else await queries.beginning(who, site.id, call.scheme, on=clock.today())
            colour = steps.COLOURS.get(row.state, "blue") if row else ""
            found.append(Candidate(site, row, state, colour, start, offers.get(site.id)))
    return found
