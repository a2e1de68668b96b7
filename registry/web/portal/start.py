"""The start page of an enterprise: what it has to do, what it waits for, what it holds, each with its day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aiohttp import web

from certificates.lifecycle import Status, label
from registry import clock
from registry.accounts.schemas import Viewer
from registry.applications import queries as applications
from registry.applications.rules import State
from registry.applications.schemas import ApplicationRow, RoundView
from registry.duties import queries as duties
from registry.enterprises import queries as enterprises
from registry.enterprises.schemas import EnterpriseView, SiteView
from registry.issuance import queries as issuance
from registry.issuance.schemas import CertificateView
from registry.jurisdictions.rules import covers
from registry.notices import queries as notices
from registry.web import i18n
from registry.web.pages import page, viewer
from registry.web.portal import lasting, steps
from registry.web.portal.steps import Step

STATUS_COLOURS = {Status.VALID: "green", Status.NOT_YET_VALID: "blue", Status.SUSPENDED: "orange"}
"""Every other status of a certificate is red."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application that a bureau has. `day` is the last day of its public notice, else None."""

    row: ApplicationRow
    state: str
    text: str
    day: date | None


async def show(request: web.Request) -> web.Response:
    """GET /portal"""
    who, today = viewer(request), clock.today()
    owners = await enterprises.mine(who)
    sites = [site for owner in owners for site in await enterprises.sites_of(who, owner.id)]
    rows = await applications.mine(who)
    calls = await applications.rounds()
    held, _ = await issuance.certificates(who)
    renewing = frozenset(offer.site_id for offer in await duties.renewals(who, on=today))
    return await page(
        request,
        "portal/start.html",
        owners=owners,
        sites=sites,
        todo=_by_day([*_todo(owners, sites, rows, calls, today, renewing), *await lasting.steps(who, today)]),
        waiting=[await _waiting(row) for row in rows if row.state in steps.OURS],
        ended=[(row, steps.state_name(row.state), steps.COLOURS[row.state]) for row in rows if _ended(row)],
        held=[(each, label(each.status), STATUS_COLOURS.get(each.status, "red")) for each in held if _own(who, each)],
    )


def _own(who: Viewer, certificate: CertificateView) -> bool:
    return certificate.enterprise_id in who.own_enterprises


def _ended(row: ApplicationRow) -> bool:
    return row.state not in steps.OURS | steps.YOURS


async def _waiting(row: ApplicationRow) -> Waiting:
    standing = await notices.standing_for_system(row.id) if row.state is State.IN_NOTICE else None
    return Waiting(
        row, steps.state_name(row.state), steps.waiting_for(row.state), standing.closes_on if standing else None
    )


def _todo(  # noqa: PLR0917 - everything that was read for the page
    owners: list[EnterpriseView],
    sites: list[SiteView],
    rows: list[ApplicationRow],
    calls: list[RoundView],
    today: date,
    renewing: frozenset[UUID],
) -> list[tuple[str, Step]]:
    """What waits for the enterprise in its applications. Sites in `renewing` apply by renewing their certificate."""
    by_id = {call.id: call for call in calls}
    found = [
        (row.site_name, steps.own_step(row, by_id.get(row.round_id), today)) for row in rows if row.state in steps.YOURS
    ]
    applied = steps.applied_sites(rows) | {(call.id, site_id) for call in calls for site_id in renewing}
    for site in sites:
        found += [(site.name, _apply(call)) for call in calls if _open_to(call, site, today, applied)]
    if owners and not sites:
        _ = i18n.gettext
        step = Step(_("Add what is to be recognised."), _("Add a site"), "/portal/sites/new", None)
        found.append((owners[0].name, step))
    return found


def _by_day(todo: list[tuple[str, Step]]) -> list[tuple[str, Step]]:
    """The soonest first; what has no day comes last."""
    return sorted(todo, key=lambda each: each[1].day or date.max)


def _open_to(call: RoundView, site: SiteView, today: date, applied: frozenset[tuple[UUID, UUID]]) -> bool:
    within = call.opens_on <= today <= call.closes_on
    fits = site.scheme == call.scheme and covers(call.place_code, site.place_code)
    return within and fits and (call.id, site.id) not in applied


def _apply(call: RoundView) -> Step:
    title = i18n.bi({"zh": call.title_zh, "en": call.title_en})
    return Step(
        i18n.say("The round “{title}” is open.", title=title), i18n.gettext("Apply"), "/portal/apply", call.closes_on
    )
