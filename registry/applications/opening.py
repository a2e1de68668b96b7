"""The doorway by which a form is opened, inside the transaction of whichever action opens it: alone, or for a renewal.

It leaves no audit entry of its own. What a form can begin with is `carrying.py`'s.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tortoise.exceptions import TransactionManagementError

from registry import clock
from registry.accounts.schemas import Viewer
from registry.applications import carrying, criteria, snapshot
from registry.applications.carrying import Beginning, Offered, Passage
from registry.applications.models import Application, Round, Submission
from registry.applications.rules import FINAL, State, check_within_round, opening_edition
from registry.db.transactions import in_open_transaction
from registry.enterprises.schemas import SiteView
from registry.errors import Conflict, Invalid, NotFound
from registry.jurisdictions.rules import covers
from scoring.editions import Edition


@dataclass(frozen=True, slots=True)
class Renewal:
    """The certificate that a form is to renew, and the edition (its name) by which the holder was recognised."""

    certificate_id: UUID
    edition: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A form; `new` False: it was open already. `carried_from` is the submission whose answers it began with."""

    id: UUID
    new: bool
    edition: str
    place_code: str
    carried_from: UUID | None = None


async def open_form(
    site: SiteView, *, round_id: UUID, actor: Viewer, on: date, carry: bool, renewal: Renewal | None = None
) -> Opened:
    """Open the form of a site in a round; the one that is open already, if there is one.

    `carry`: begin with what the site last handed in for this scheme. Raises NotFound for an unknown round, NotNow outside
    its window, Invalid `site-elsewhere` for a site outside its place, Conflict `application-decided` if this round has
    decided on the site.
    """
    if not in_open_transaction():
        raise TransactionManagementError("a form is opened inside the transaction of an action")
    # Locked, so that opening twice at the same time finds the other's form.
    call = await Round.filter(id=round_id).select_for_update().first()
    if call is None:
        raise NotFound("round")
    latest = await Application.filter(round_id=round_id, site_id=site.id).order_by("-attempt").first()
    if latest is not None and latest.state not in FINAL:
        return await _bound(latest, renewal)
    _check_open(call, site, latest, on)
    held = renewal.edition if renewal else None
    edition = await edition_to_open(call.scheme, site.place_code, on=on, held=held)
    earlier = await last_handed_in(site.id, call.scheme) if carry else None
    application = await Application.create(
        round_id=round_id,
        scheme=call.scheme,
        enterprise_id=site.enterprise_id,
        site_id=site.id,
        place_code=site.place_code,
        attempt=latest.attempt + 1 if latest else 1,
        edition=edition.edition,
        state=State.DRAFT,
        opened_at=clock.now(),
        renews_certificate_id=renewal.certificate_id if renewal else None,
        carried_from_id=earlier.id if earlier else None,
    )
    if earlier is not None:
        beginning = await beginning_of(call.scheme, edition, earlier, site.format)
        await carrying.write(application.id, beginning, carried_on=earlier.submitted_on, actor_id=actor.account_id)
    return Opened(application.id, True, edition.edition, site.place_code, earlier.id if earlier else None)


async def last_handed_in(site_id: UUID, scheme: str) -> Submission | None:
    """What a site last handed in for a scheme, whatever became of it."""
    return (
        await Submission.filter(application__site_id=site_id, application__scheme=scheme)
        .order_by("-submitted_at", "-number")
        .first()
    )


async def _bound(application: Application, renewal: Renewal | None) -> Opened:
    """A form that is open already; a draft becomes the renewal's."""
    if renewal is not None and application.state == State.DRAFT and application.renews_certificate_id is None:
        await Application.filter(id=application.id).update(renews_certificate_id=renewal.certificate_id)
    return Opened(application.id, False, application.edition, application.place_code, application.carried_from_id)


def _check_open(call: Round, site: SiteView, latest: Application | None, on: date) -> None:
    if latest is not None and latest.state != State.WITHDRAWN:
        raise Conflict(
            "application-decided",
            "This site's application in this round has been decided.",
            hint="Apply again in the next round.",
        )
    check_within_round(call.opens_on, call.closes_on, on)
    if site.scheme != call.scheme:
        raise Invalid(
            "site-other-scheme",
            "This round recognises something else than what this site was added for.",
            hint="Choose a round of its own scheme, or add the site for this one.",
        )
    if not covers(call.place_code, site.place_code):
        raise Invalid(
            "site-elsewhere",
            "This round is for sites in another province.",
            hint="Choose a round of the province in which the site lies.",
        )


async def beginning_of(scheme: str, edition: Edition, earlier: Submission, form: str | None) -> Beginning:
    """What a form by an edition would begin with, out of an earlier handing-in; `form` is the site's format."""
    old, document = await criteria.edition_named(scheme, earlier.edition), earlier.snapshot
    return carrying.begun(
        Passage(old, edition, await criteria.crosswalk(old, edition)),
        {code: (answer["value"], answer["note"]) for code, answer in document["answers"].items()},
        [Offered(each.criterion, each.file_id, each.sha256, each.title) for each in snapshot.evidence_of(document)],
        form=criteria.known_format(edition, form) if form else None,
    )


async def edition_to_open(scheme: str, place_code: str, *, on: date, held: str | None) -> Edition:
    """The edition of a form opened on a day; `held` is that of the certificate which it renews. Invalid `no-edition`."""
    in_force = await criteria.edition_in_force(scheme, on, place_code)
    name = opening_edition(await criteria.terms_of(scheme, place_code), on=on, held=held)
    return in_force if held is None or name is None else await criteria.edition_named(scheme, name)
