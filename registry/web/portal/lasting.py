"""What certificates ask of their holder while they last, in words: renewing in time, re-checks, what is to be mended.

When each is due is `registry/duties/rules.py`'s; the pages that show them are `start.py` and `certificates.py`.
"""

from datetime import date

from registry.accounts.schemas import Viewer
from registry.duties import queries
from registry.duties.rules import DutyState, Kind
from registry.duties.schemas import DutyView, ReminderView, RenewalOffer
from registry.web import i18n
from registry.web.portal.steps import Step

BOOK = "/portal/certificates"


async def steps(who: Viewer, today: date) -> list[tuple[str, Step]]:
    """Everything for the start page, each with the name of its site."""
    offers = await queries.renewals(who, on=today)
    duties = await queries.own(who, on=today)
    known = {(view.number, view.duty.number) for view in duties}
    ahead = [
        each
        for each in await queries.reminders(who, on=today)
        if each.kind is Kind.RECHECK and (each.number, each.duty) not in known
    ]
    return [
        *((offer.site_name, renewing(offer)) for offer in offers if offer.application_id is None),
        *((view.site_name, rechecking(view)) for view in duties),
        *((each.site_name, coming(each)) for each in ahead),
    ]


def renewing(offer: RenewalOffer) -> Step:
    """That a certificate ends, and whether a round is open to renew it."""
    _ = i18n.gettext
    href = f"{BOOK}/{offer.certificate_id}/renew"
    if offer.call is not None:
        text = i18n.say(
            "The certificate {number} ends on {day}. A round is open.", number=offer.number, day=offer.valid_until
        )
        return Step(text, _("Renew it"), href, min(offer.call.closes_on, offer.valid_until))
    text = i18n.say(
        "The certificate {number} ends on {day}. No round is open today.", number=offer.number, day=offer.valid_until
    )
    return Step(text, _("How it is renewed"), href, offer.opens_on)


def rechecking(view: DutyView) -> Step:
    """A re-check that is due, or something that it found and that is to be mended."""
    _ = i18n.gettext
    if view.duty.state in {DutyState.MENDING, DutyState.MEND_OVERDUE}:
        text = i18n.say("The re-check of {number} found something that you have to mend.", number=view.number)
        return Step(text, _("See what was found"), BOOK, view.duty.due_on, view.duty.late)
    text = i18n.say("The bureau re-checks {number}. Have your records at hand.", number=view.number)
    return Step(text, _("Look at it"), BOOK, view.duty.due_on)


def coming(reminder: ReminderView) -> Step:
    """A re-check that is to come."""
    text = i18n.say("The bureau will soon re-check {number}. Have your records at hand.", number=reminder.number)
    return Step(text, i18n.gettext("Look at it"), BOOK, reminder.due_on)


def duty_words(state: DutyState) -> tuple[str, str]:
    """Where a re-check stands, and the colour of it."""
    _ = i18n.gettext
    return {
        DutyState.AHEAD: (_("Later"), "grey"),
        DutyState.OPEN: (_("Due"), "yellow"),
        DutyState.OVERDUE: (_("Waits for the bureau"), "yellow"),
        DutyState.MENDING: (_("To be mended"), "yellow"),
        DutyState.MEND_OVERDUE: (_("Mending overdue"), "red"),
        DutyState.PASSED: (_("Passed"), "green"),
        DutyState.SUSPENSION: (_("Suspension proposed"), "orange"),
    }[state]
