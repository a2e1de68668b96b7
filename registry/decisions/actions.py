"""Verbs of deciding: one officer proposes, another decides; a recognition gets its number in the same transaction.

What must have happened before is `rules.py`'s; numbers and certificates are `registry/issuance/`'s.
"""

from datetime import date
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from registry import clock
from registry.accounts.impartiality import check_impartial
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.applications import transitions
from registry.applications.facts import application_for_system
from registry.applications.rules import State, Transition
from registry.applications.schemas import ApplicationFacts
from registry.assessments import queries as assessments
from registry.assessments.schemas import AssessmentView
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.decisions import rules
from registry.decisions.models import Decision
from registry.decisions.recognitions import recognition_of
from registry.decisions.rules import Outcome, ProposalState
from registry.errors import Conflict, Forbidden, NotFound
from registry.issuance import reserving
from registry.notices import queries as notices


async def propose(
    application_id: UUID, *, actor: Viewer, outcome: Outcome, document_number: str, on: date, reason: str = ""
) -> UUID:
    """Put a decision before a second officer; returns the proposal.

    Recognition needs a passed review, a notice whose window is over on `on` and no objection without an answer;
    declining needs a review, answers, and a reason. Sent twice by the same officer it is one proposal. Raises NotFound
    outside the actor's places, NotNow with what is lacking, Conflict `proposal-open` while another proposal for the
    application is open.
    """
    if actor.account_id is None or not actor.may(Permission.DECISION_PROPOSE):
        raise Forbidden(Permission.DECISION_PROPOSE)
    document_number, reason = rules.clean_proposal(outcome, document_number, reason)
    async with transaction():
        facts = await application_for_system(application_id)
        if not actor.may_at(Permission.DECISION_PROPOSE, facts.place_code):
            raise NotFound("application")
        check_impartial(actor, facts.enterprise_id)
        verdict = await _ready(facts, outcome, on=on)
        said: dict[str, Any] = {"outcome": outcome, "document_number": document_number, "reason": reason}
        again = await Decision.get_or_none(open_for=application_id, proposed_by=actor.account_id, **said)
        if again is not None:
            return again.id
        try:
            decision = await Decision.create(
                application_id=application_id,
                open_for=application_id,
                place_code=facts.place_code,
                assessment_id=verdict.id,
                **said,
                proposed_by=actor.account_id,
                proposed_on=on,
                proposed_at=clock.now(),
                state=ProposalState.PROPOSED,
            )
        except IntegrityError:
            raise Conflict(
                "proposal-open",
                "A proposal for this application waits for its decision already.",
                hint="Open the list of proposals.",
            ) from None
        await record(
            actor=actor,
            tag=f"decision:propose:{outcome.value}",
            subject=("decision", decision.id),
            data={"application": application_id, "assessment": verdict.id, "document_number": document_number},
            on=on,
            place_code=facts.place_code,
        )
    return decision.id


async def decide(decision_id: UUID, *, actor: Viewer, agree: bool, on: date, remark: str = "") -> UUID | None:
    """The second pair of eyes agrees or rejects; returns the certificate's id when a recognition was agreed to.

    Agreed recognition: the application is recognised, its number and identifier are reserved and the print job is
    queued, all in one transaction. Rejected: nothing moves, and a new proposal is possible. Said twice by the same
    officer it is done once. Raises NotFound outside the actor's places, NotNow `own-proposal` and for everything that
    changed since the proposal, Conflict when a colleague decided at the same moment.
    """
    if actor.account_id is None or not actor.may(Permission.DECISION_DECIDE):
        raise Forbidden(Permission.DECISION_DECIDE)
    remark = rules.clean_remark(remark, agree=agree)
    async with transaction():
        decision = await Decision.filter(id=decision_id).select_for_update().first()
        if decision is None or not actor.may_at(Permission.DECISION_DECIDE, decision.place_code):
            raise NotFound("decision")
        state = ProposalState.AGREED if agree else ProposalState.REJECTED
        if (decision.state, decision.decided_by) == (state, actor.account_id):
            return decision.certificate_id
        rules.check_still_open(ProposalState(decision.state))
        rules.check_second_pair(decision.proposed_by, actor.account_id)
        check_impartial(actor, (await application_for_system(decision.application_id)).enterprise_id)
        rules.check_order(proposed_on=decision.proposed_on, on=on)
        certificate_id = await _carry_out(decision, actor=actor, on=on) if agree else None
        # Asked once more of the row itself, whatever the code above believed.
        settled = (
            await Decision.filter(id=decision_id, state=ProposalState.PROPOSED, open_for=decision.application_id)
            .exclude(proposed_by=actor.account_id)
            .update(
                state=state,
                open_for=None,
                decided_by=actor.account_id,
                decided_at=clock.now(),
                decided_on=on,
                remark=remark,
                certificate_id=certificate_id,
            )
        )
        if not settled:
            raise Conflict(
                "proposal-decided-meanwhile",
                "A colleague has just decided this proposal.",
                hint="Open it again to see the decision.",
            )
        await record(
            actor=actor,
            tag="decision:agree" if agree else "decision:reject",
            subject=("decision", decision_id),
            data={
                "application": decision.application_id,
                "outcome": decision.outcome,
                "document_number": decision.document_number,
                "certificate": certificate_id,
            },
            on=on,
            place_code=decision.place_code,
        )
    return certificate_id


async def _ready(facts: ApplicationFacts, outcome: Outcome, *, on: date) -> AssessmentView:
    """The reviewed assessment on which the outcome rests; NotNow with what is lacking on the day."""
    verdict = None
    if facts.state in {State.REVIEWED, State.IN_NOTICE} and facts.latest_submission_id is not None:
        verdict = await assessments.latest_for_system(facts.latest_submission_id)
    standing = await notices.standing_for_system(facts.id, lock=True)
    rules.check_ready(
        outcome,
        in_notice=facts.state is State.IN_NOTICE,
        passed=verdict.passed if verdict else None,
        window_closes_on=standing.closes_on if standing else None,
        open_objections=await notices.blocking_for_system(facts.id),
        on=on,
    )
    assert verdict is not None  # noqa: S101 - check_ready refuses without one
    return verdict


async def _carry_out(decision: Decision, *, actor: Viewer, on: date) -> UUID | None:
    """Do what was proposed, if it is still right; returns the reserved certificate's id, None for a decline."""
    facts = await application_for_system(decision.application_id)
    outcome = Outcome(decision.outcome)
    verdict = await _ready(facts, outcome, on=on)
    rules.check_same_assessment(decision.assessment_id, verdict.id)
    if outcome is Outcome.DECLINE:
        await transitions.apply(facts.id, Transition.DECLINE, on=on, actor=actor)
        return None
    await transitions.apply(facts.id, Transition.RECOGNISE, on=on, actor=actor)
    reserved = await reserving.reserve(
        await recognition_of(facts, verdict, document_number=decision.document_number), on=on
    )
    return reserved.certificate_id
