"""Questions about duties: which re-checks wait where, what is to be reminded of, what may be renewed.

Officials see the certificates of their places, members those of their enterprises.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from certificates.lifecycle import FINAL, Status, Window
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.applications import queries as applications
from registry.applications.facts import renewing_for_system
from registry.applications.schemas import RoundView
from registry.duties import terms
from registry.duties.models import Recheck, Reminder
from registry.duties.rules import DutyState, Found, Kind, Result, duties, renewable_from
from registry.duties.schemas import DutyView, Holding, RecheckView, ReminderView, RenewalOffer
from registry.errors import NotFound, NotNow
from registry.issuance import queries as issuance
from registry.issuance import renewing
from registry.issuance.schemas import CertificateFacts
from registry.jurisdictions.rules import covers
from registry.workdays.queries import calendar_for
from registry.workdays.rules import add_working_days

LIVE = frozenset({Status.VALID, Status.SUSPENDED})


async def of_certificate(viewer: Viewer, certificate_id: UUID, *, on: date) -> list[DutyView]:
    """The re-checks of one certificate, in order. NotFound if it is not the viewer's to see."""
    await issuance.certificate(viewer, certificate_id, on=on)
    newest = (await issuance.life_for_system(certificate_id))[-1]
    return list((await holdings([newest], on))[0].duties)


async def waiting(viewer: Viewer, *, on: date) -> list[DutyView]:
    """Re-checks in the viewer's places that wait for an officer, or whose finding calls for a suspension; the longest
    overdue first.
    """
    found = await issuance.newest_for_system(places=viewer.places_for(Permission.CERTIFICATE_READ))
    views = [view for each in await holdings(found, on) for view in each.duties if _calls(view)]
    return sorted(views, key=lambda view: (view.duty.due_on or date.max, view.number))


async def own(viewer: Viewer, *, on: date) -> list[DutyView]:
    """Re-checks of the viewer's own enterprises that wait for an officer; the soonest due first."""
    found = await issuance.newest_for_system(enterprises=_own(viewer))
    views = [view for each in await holdings(found, on) for view in each.duties if _waits(view)]
    return sorted(views, key=lambda view: (view.duty.due_on or date.max, view.number))


async def reminders(viewer: Viewer, *, on: date) -> list[ReminderView]:
    """What the viewer is to be reminded of on a day, the soonest first: of each thing the latest reminder, and nothing
    that has been settled since.
    """
    found = await issuance.newest_for_system(places=viewer.places_for(Permission.CERTIFICATE_READ))
    found += await issuance.newest_for_system(enterprises=_own(viewer))
    held = {each.facts.record.number: each for each in await holdings(found, on)}
    rows = await Reminder.filter(number__in=list(held), show_on__lte=on).order_by("show_on")
    latest = {(row.number, row.kind, row.duty): row for row in rows}
    views = [view for row in latest.values() if (view := _reminder(row, held[row.number], on))]
    return sorted(views, key=lambda view: (view.due_on, view.number))


async def renewals(viewer: Viewer, *, on: date) -> list[RenewalOffer]:
    """The certificates of the viewer's own enterprises that may be renewed on a day, the soonest to end first."""
    found = await issuance.newest_for_system(enterprises=_own(viewer))
    calls = await applications.rounds()
    offers = [offer for each in found if (offer := await _offer(each, calls, on))]
    current = [each for each in offers if each.live and each.renewable_from <= on]
    return sorted(current, key=lambda offer: offer.valid_until)


async def renewal(viewer: Viewer, certificate_id: UUID, *, on: date) -> RenewalOffer:
    """How a certificate of the viewer's own may be renewed. NotFound for a stranger's, and where nothing is set."""
    found = (await issuance.life_for_system(certificate_id))[-1]
    offer = await _offer(found, await applications.rounds(), on) if found.enterprise_id in _own(viewer) else None
    if offer is None:
        raise NotFound("certificate")
    return offer


async def holdings(found: Sequence[CertificateFacts], on: date) -> list[Holding]:
    """Numbers as they stand on a day, whoever asks; `found` are newest versions."""
    if not found:
        return []
    results = await results_of([each.record.number for each in found])
    due = await _counter(min(each.record.valid_from for each in found), on)
    return [_holding(each, results[each.record.number], on, due) for each in found]


async def results_of(numbers: Collection[str]) -> dict[str, list[RecheckView]]:
    """Every result on file, by number, in the order in which they were recorded."""
    found: dict[str, list[RecheckView]] = {number: [] for number in numbers}
    for row in await Recheck.filter(number__in=list(found)).order_by("duty", "ordinal"):
        view = RecheckView(
            duty=row.duty,
            ordinal=row.ordinal,
            result=Result(row.result),
            done_on=row.done_on,
            mend_by=row.mend_by,
            document_number=row.document_number,
            remark=row.remark,
            at=row.at,
        )
        found[row.number].append(view)
    return found


def window_of(facts: CertificateFacts) -> Window:
    """The days of a number through all its versions: a re-issue states the whole period."""
    return Window(facts.record.valid_from, facts.record.valid_until)


def ended_on(facts: CertificateFacts) -> date | None:
    """From which day a number is or will be revoked, cancelled or superseded."""
    return min((each.effective_on for each in facts.changes if each.status in FINAL), default=None)


def _own(viewer: Viewer) -> tuple[UUID, ...]:
    return viewer.enterprises_for(Permission.APPLICATION_READ_OWN)


def _waits(view: DutyView) -> bool:
    """Whether an officer has to look: nobody does once the certificate has ended, though something was to be mended."""
    return view.duty.waiting and view.status in LIVE


def _calls(view: DutyView) -> bool:
    """Whether somebody at a desk has to act; a proposed suspension until it is done."""
    return _waits(view) or (view.duty.state is DutyState.SUSPENSION and view.status is Status.VALID)


async def _counter(first: date, on: date) -> Callable[[date, int], date | None]:
    """Counts working days from a day on, as far as calendars are on file."""
    calendar = await calendar_for(date(first.year, 1, 1), years_after=max(on.year - first.year, 0) + 1)

    def count(day: date, working_days: int) -> date | None:
        try:
            return add_working_days(day, working_days, calendar)
        except NotNow:
            return None

    return count


def _holding(
    facts: CertificateFacts, results: Sequence[RecheckView], on: date, due: Callable[[date, int], date | None]
) -> Holding:
    record, window, status = facts.record, window_of(facts), facts.status_on(on)
    found = [Found(each.duty, each.result, each.done_on, each.mend_by) for each in results]
    rule = terms.in_force(record.scheme, facts.place_code, window.first)
    made = duties(window, rule, found, on=on, ended_on=ended_on(facts), due=due)
    views = tuple(
        DutyView(
            certificate_id=facts.id,
            number=record.number,
            enterprise_id=facts.enterprise_id,
            site_name=record.holder,
            enterprise_name=record.enterprise,
            place_code=facts.place_code,
            status=status,
            duty=duty,
            results=tuple(each for each in results if each.duty == duty.number),
        )
        for duty in made
    )
    return Holding(facts, status, views)


def _reminder(row: Reminder, held: Holding, on: date) -> ReminderView | None:
    """A reminder as it is shown; None when it has been settled, or is about other days than hold now."""
    kind = Kind(row.kind)
    due_on = _due(kind, row, held, on)
    if due_on is None or held.status not in LIVE:
        return None
    record = held.facts.record
    return ReminderView(
        kind=kind,
        certificate_id=held.facts.id,
        number=row.number,
        enterprise_id=held.facts.enterprise_id,
        site_name=record.holder,
        enterprise_name=record.enterprise,
        place_code=held.facts.place_code,
        duty=row.duty,
        show_on=row.show_on,
        due_on=due_on,
    )


def _due(kind: Kind, row: Reminder, held: Holding, on: date) -> date | None:
    if kind is Kind.EXPIRY:
        last = held.facts.record.valid_until
        return last if last == row.about_on and on <= row.about_on else None
    duty = next((view.duty for view in held.duties if view.duty.number == row.duty), None)
    if duty is None:
        return None
    if kind is Kind.MEND:
        mending = duty.state in {DutyState.MENDING, DutyState.MEND_OVERDUE} and duty.due_on == row.about_on
        return row.about_on if mending else None
    asked = duty.state in {DutyState.AHEAD, DutyState.OPEN, DutyState.OVERDUE} and duty.opens_on == row.about_on
    return (duty.due_on or duty.opens_on) if asked else None


async def _offer(facts: CertificateFacts, calls: Iterable[RoundView], on: date) -> RenewalOffer | None:
    record, rule = facts.record, renewing.in_force(facts.record.scheme, facts.place_code, on)
    if rule is None or record.valid_until is None:
        return None
    fitting = [each for each in calls if each.scheme == record.scheme and covers(each.place_code, facts.place_code)]
    life = await issuance.life_for_system(facts.id)
    return RenewalOffer(
        certificate_id=facts.id,
        number=record.number,
        enterprise_id=facts.enterprise_id,
        site_id=facts.site_id,
        site_name=record.holder,
        scheme=record.scheme,
        place_code=facts.place_code,
        valid_until=record.valid_until,
        live=facts.status_on(on) in LIVE,
        renewable_from=renewable_from(record.valid_until, rule),
        edition=record.edition.code.rpartition("/")[2],
        call=next((each for each in fitting if each.opens_on <= on <= each.closes_on), None),
        opens_on=min((each.opens_on for each in fitting if each.opens_on > on), default=None),
        application_id=await renewing_for_system([each.id for each in life]),
    )
