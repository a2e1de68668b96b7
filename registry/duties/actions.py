"""Verbs of duties: recording what a re-check found, writing reminders, beginning a renewal.

When each is due is `rules.py`'s; suspending is `registry/issuance/`'s, the form `registry/applications/`'s.
"""

from datetime import date
from uuid import UUID

from registry import clock
from registry.accounts.impartiality import check_impartial
from registry.accounts.rules import Permission
from registry.accounts.schemas import SYSTEM, Viewer
from registry.applications.opening import Renewal, open_form
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.duties import queries, terms
from registry.duties.models import Recheck, Reminder
from registry.duties.rules import Due, Result, Stated, check_renewable, check_result, reminders
from registry.enterprises.queries import site_for_system
from registry.errors import Forbidden, NotFound, NotNow
from registry.issuance import queries as issuance
from registry.issuance import renewing, succession
from registry.issuance.schemas import CertificateFacts


async def record_result(
    certificate_id: UUID,
    duty: int,
    *,
    actor: Viewer,
    result: Result,
    done_on: date,
    mend_by: date | None = None,
    document_number: str = "",
    remark: str = "",
) -> None:
    """Put on file what the `duty`-th re-check of a certificate found; what had to be mended is looked at again.

    Doing the same twice writes one line. Raises NotFound outside the actor's places, NotNow, Invalid as
    `rules.check_result`, Conflict `certificate-replaced` for an old version.
    """
    if not actor.may(Permission.RECHECK_RECORD):
        raise Forbidden(Permission.RECHECK_RECORD)
    async with transaction():
        facts = await issuance.facts_for_system(certificate_id)
        if not actor.may_at(Permission.RECHECK_RECORD, facts.place_code):
            raise NotFound("certificate")
        check_impartial(actor, facts.enterprise_id)
        await succession.locked(certificate_id)
        today = clock.today()
        known = (await queries.holdings([facts], today))[0].duties
        view = next((each for each in known if each.duty.number == duty), None)
        stated = Stated(result, done_on, mend_by, document_number, remark)
        if view and view.results and _same(view.results[-1].done_on, view.results[-1].result, stated):
            return
        rule = terms.in_force(facts.record.scheme, facts.place_code, facts.record.valid_from)
        lead = max(rule.remind_days_before) if rule else 0
        clean = check_result(view.duty if view else None, stated, lead_days=lead, today=today)
        await Recheck.create(
            certificate_id=certificate_id,
            number=facts.record.number,
            place_code=facts.place_code,
            duty=duty,
            ordinal=len(view.results) + 1 if view else 1,
            result=clean.result,
            done_on=clean.done_on,
            mend_by=clean.mend_by,
            document_number=clean.document_number,
            remark=clean.remark,
            at=clock.now(),
            actor_id=actor.account_id,
        )
        await record(
            actor=actor,
            tag=f"recheck:record:{result.value}",
            subject=("certificate", certificate_id),
            data={"number": facts.record.number, "duty": duty, "document_number": clean.document_number},
            on=done_on,
            place_code=facts.place_code,
        )


async def renew(certificate_id: UUID, *, actor: Viewer, on: date) -> UUID:
    """Begin the renewal of one's own certificate in the round that is open for it, with the last answers; returns the
    application, the same one if it was begun already.

    Raises NotFound for a stranger's, NotNow `renewal-early`, `renewal-ended`, `renewal-unknown`, `renewal-no-round`.
    """
    async with transaction():
        facts = (await issuance.life_for_system(certificate_id))[-1]
        if facts.enterprise_id not in actor.enterprises_for(Permission.APPLICATION_FILL_OWN):
            raise NotFound("certificate")
        rule = renewing.in_force(facts.record.scheme, facts.place_code, on)
        check_renewable(queries.window_of(facts), facts.status_on(on), rule, on)
        offer = await queries.renewal(actor, facts.id, on=on)
        if offer.application_id is not None:
            return offer.application_id
        if offer.call is None:
            raise _no_round(offer.opens_on)
        opened = await open_form(
            await site_for_system(facts.site_id),
            round_id=offer.call.id,
            actor=actor,
            on=on,
            carry=True,
            renewal=Renewal(facts.id, offer.edition),
        )
        await record(
            actor=actor,
            tag="certificate:renew",
            subject=("application", opened.id),
            data={"number": facts.record.number, "edition": opened.edition, "carried_from": opened.carried_from},
            on=on,
            place_code=facts.place_code,
        )
    return opened.id


async def remind() -> int:
    """Write every reminder that should be up by today and is not; how many. Again, late or by a wrong clock: the same rows."""
    async with transaction():
        today = clock.today()
        live = [each for each in await issuance.newest_for_system() if each.status_on(today) in queries.LIVE]
        results = await queries.results_of([each.record.number for each in live])
        wanted: dict[tuple[str, str, int, date, date], Reminder] = {}
        for facts in live:
            last = {each.duty: each for each in results[facts.record.number]}
            mends = {number: each.mend_by for number, each in last.items() if each.mend_by is not None}
            for due in _reminders(facts, mends):
                if due.show_on <= today:
                    wanted[facts.record.number, due.kind, due.duty, due.show_on, due.about_on] = _row(facts, due)
        there = await Reminder.filter(number__in=[each.record.number for each in live]).values_list(
            "number", "kind", "duty", "show_on", "about_on"
        )
        fresh = [row for key, row in wanted.items() if key not in set(there)]
        if fresh:
            await Reminder.bulk_create(fresh, ignore_conflicts=True)
            await record(
                actor=SYSTEM,
                tag="reminder:write",
                subject=("reminder", UUID(int=0)),
                data={"count": len(fresh)},
                on=today,
            )
    return len(fresh)


def _reminders(facts: CertificateFacts, mends: dict[int, date]) -> tuple[Due, ...]:
    record_, window = facts.record, queries.window_of(facts)
    return reminders(
        window,
        renewing.in_force(record_.scheme, facts.place_code, window.first),
        terms.in_force(record_.scheme, facts.place_code, window.first),
        mends,
    )


def _row(facts: CertificateFacts, due: Due) -> Reminder:
    return Reminder(
        certificate_id=facts.id,
        number=facts.record.number,
        place_code=facts.place_code,
        enterprise_id=facts.enterprise_id,
        kind=due.kind,
        duty=due.duty,
        show_on=due.show_on,
        about_on=due.about_on,
        at=clock.now(),
    )


def _same(done_on: date, result: Result, stated: Stated) -> bool:
    return (done_on, result) == (stated.done_on, stated.result)


def _no_round(opens_on: date | None) -> NotNow:
    if opens_on is None:
        return NotNow(
            "renewal-no-round",
            "No round is open today, and none is announced yet.",
            hint="The provincial department announces the next one; ask there in good time before your last valid day.",
        )
    return NotNow(
        "renewal-no-round-yet",
        "No round is open today; the next opens on {opens_on}.",
        hint="Come back on that day.",
        opens_on=opens_on,
    )
