"""Verbs of re-issuing: one officer proposes, another confirms; the new version is reserved in the same transaction.

What may change is `rules.py`'s; versions and certificates are `registry/issuance/`'s.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from registry import clock
from registry.accounts.impartiality import check_impartial
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.errors import Conflict, Forbidden, NotFound
from registry.issuance import previews, succession
from registry.issuance.queries import facts_for_system
from registry.reissues import rules
from registry.reissues.models import Reissue
from registry.reissues.rules import ReissueState
from registry.text import clean_paragraphs


async def propose(
    certificate_id: UUID,
    *,
    actor: Viewer,
    reason: str,
    changes: Mapping[str, str],
    document_number: str,
    on: date,
    note: str = "",
) -> UUID:
    """Put a re-issue before a second officer; returns the proposal.

    `changes`: a field of `rules.ALL_FIELDS` → its new text; what is empty or equal stays. Sent twice by the same officer
    it is one proposal. Raises NotFound outside the actor's places, NotNow for a certificate that is not valid, Invalid,
    Conflict `reissue-open` while another proposal for the number is open, `certificate-replaced` for an old version.
    """
    if actor.account_id is None or not actor.may(Permission.REISSUE_PROPOSE):
        raise Forbidden(Permission.REISSUE_PROPOSE)
    document_number = rules.clean_document(document_number)
    note = clean_paragraphs(note, maximum=1000, field="note")
    async with transaction():
        facts = await facts_for_system(certificate_id)
        if not actor.may_at(Permission.REISSUE_PROPOSE, facts.place_code):
            raise NotFound("certificate")
        check_impartial(actor, facts.enterprise_id)
        await succession.locked(certificate_id)
        wanted = rules.clean_changes(facts.record, reason, changes)
        await previews.reissue_preview(certificate_id, wanted, on=on)
        again = await Reissue.get_or_none(open_for=facts.record.number, proposed_by=actor.account_id)
        if again is not None and (again.reason, again.document_number, again.changes) == (
            reason,
            document_number,
            wanted,
        ):
            return again.id
        try:
            row = await Reissue.create(
                certificate_id=certificate_id,
                open_for=facts.record.number,
                number=facts.record.number,
                place_code=facts.place_code,
                reason=reason,
                document_number=document_number,
                changes=wanted,
                note=note,
                state=ReissueState.PROPOSED,
                proposed_by=actor.account_id,
                proposed_on=on,
                proposed_at=clock.now(),
            )
        except IntegrityError:
            raise Conflict(
                "reissue-open",
                "A re-issue of this certificate waits to be confirmed already.",
                hint="Open the list of re-issues.",
            ) from None
        await record(
            actor=actor,
            tag="reissue:propose",
            subject=("certificate", certificate_id),
            data={"reissue": row.id, "reason": reason, "changes": wanted, "document_number": document_number},
            on=on,
            place_code=facts.place_code,
        )
    return row.id


async def decide(reissue_id: UUID, *, actor: Viewer, agree: bool, on: date, remark: str = "") -> UUID | None:
    """The second pair of eyes confirms or rejects; returns the new version's id when it was confirmed.

    Confirmed: the old version is superseded from `on`, the new one goes to the press, all in one transaction. Said twice
    by the same officer it is done once. Raises NotFound outside the actor's places, NotNow `own-reissue`,
    `reissue-settled` and for what changed since, Conflict.
    """
    if not actor.may(Permission.REISSUE_CONFIRM):
        raise Forbidden(Permission.REISSUE_CONFIRM)
    remark = rules.clean_remark(remark, agree=agree)
    async with transaction():
        row = await Reissue.filter(id=reissue_id).select_for_update().first()
        if row is None or not actor.may_at(Permission.REISSUE_CONFIRM, row.place_code):
            raise NotFound("reissue")
        state = ReissueState.AGREED if agree else ReissueState.REJECTED
        if (row.state, row.decided_by) == (state, actor.account_id):
            return row.issued_id
        rules.check_open(ReissueState(row.state))
        rules.check_second_pair(row.proposed_by, actor.account_id)
        check_impartial(actor, (await facts_for_system(row.certificate_id)).enterprise_id)
        issued_id = None
        if agree:
            reserved = await succession.reissue(
                row.certificate_id,
                row.changes,
                reason=row.reason,
                document_number=row.document_number,
                on=on,
                actor_id=actor.account_id,
            )
            issued_id = reserved.certificate_id
        await Reissue.filter(id=reissue_id).update(
            state=state,
            open_for=None,
            decided_by=actor.account_id,
            decided_on=on,
            decided_at=clock.now(),
            remark=remark,
            issued_id=issued_id,
        )
        await record(
            actor=actor,
            tag="reissue:agree" if agree else "reissue:reject",
            subject=("certificate", row.certificate_id),
            data={"reissue": reissue_id, "number": row.number, "issued": issued_id},
            on=on,
            place_code=row.place_code,
        )
    return issued_id
