"""Questions about proposals and decisions: what waits for whom, and what an enterprise is told."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from tortoise.expressions import Q

from registry.accounts import queries as accounts
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.applications import queries as applications
from registry.applications.facts import application_for_system, rows_for_system
from registry.applications.rules import State
from registry.applications.schemas import QueueFilter
from registry.assessments import queries as assessments
from registry.decisions import rules
from registry.decisions.models import Decision
from registry.decisions.recognitions import recognition_of
from registry.decisions.rules import Outcome, ProposalState
from registry.decisions.schemas import DecisionView, OutcomeView, Proposable
from registry.errors import Forbidden, NotFound, NotNow
from registry.issuance import previews
from registry.issuance.schemas import IssuePreview
from registry.jurisdictions.rules import stem_of
from registry.notices import queries as notices

MOST_PROPOSABLE = 200


async def proposals(viewer: Viewer, *, state: ProposalState | None = ProposalState.PROPOSED) -> list[DecisionView]:
    """Proposals of the viewer's places, oldest first: the open ones, or those of another state, or (None) all."""
    return await _seen(viewer, Q() if state is None else Q(state=state))


async def decision(viewer: Viewer, decision_id: UUID) -> DecisionView:
    """One proposal with its decision. Raises NotFound outside the viewer's places."""
    found = await _seen(viewer, Q(id=decision_id))
    if not found:
        raise NotFound("decision")
    return found[0]


async def issue_preview(viewer: Viewer, decision_id: UUID, *, on: date) -> IssuePreview | None:
    """What agreeing on a day would issue; None for a decline, a settled proposal, or one whose ground has gone.

    Raises NotFound outside the viewer's places, and what makes issuing impossible (see `issuance.previews.preview`).
    """
    found = await decision(viewer, decision_id)
    facts = await application_for_system(found.application_id)
    if found.outcome is not Outcome.RECOGNISE or found.state is not ProposalState.PROPOSED:
        return None
    verdict = await assessments.latest_for_system(facts.latest_submission_id) if facts.latest_submission_id else None
    if verdict is None or verdict.id != found.assessment_id:
        return None
    return await previews.preview(await recognition_of(facts, verdict, document_number=found.document_number), on=on)


async def decisions_of(viewer: Viewer, application_id: UUID) -> list[DecisionView]:
    """Every proposal that an application had, oldest first; none for those who see the application alone.

    Raises NotFound if the application is not the viewer's to see.
    """
    await applications.visible(viewer, application_id)
    return await _seen(viewer, Q(application_id=application_id))


async def outcome_of(viewer: Viewer, application_id: UUID) -> OutcomeView | None:
    """The decision that stands, for all who may see the application; None before. Raises NotFound."""
    await applications.visible(viewer, application_id)
    row = await Decision.filter(application_id=application_id, state=ProposalState.AGREED).first()
    if row is None or row.decided_on is None:
        return None
    return OutcomeView(
        outcome=Outcome(row.outcome),
        document_number=row.document_number,
        reason=row.reason,
        decided_on=row.decided_on,
        certificate_id=row.certificate_id,
    )


async def proposable(viewer: Viewer, on: date) -> list[Proposable]:
    """Reviewed and noticed applications without an open proposal, and what recognition still lacks. Raises Forbidden."""
    if not viewer.may(Permission.DECISION_PROPOSE):
        raise Forbidden(Permission.DECISION_PROPOSE)
    waiting = await applications.queue(
        viewer, QueueFilter(states=(State.REVIEWED, State.IN_NOTICE), size=MOST_PROPOSABLE)
    )
    rows = {row.id: row for row in waiting.items if viewer.may_at(Permission.DECISION_PROPOSE, row.place_code)}
    taken = set(await Decision.filter(open_for__in=list(rows)).values_list("application_id", flat=True))
    verdicts = await assessments.verdicts_for_system(rows)
    found = []
    for row in rows.values():
        if row.id in taken or row.id not in verdicts:
            continue
        standing = await notices.standing_for_system(row.id)
        closes_on = standing.closes_on if standing else None
        found.append(
            Proposable(
                application_id=row.id,
                scheme=row.scheme,
                year=row.year,
                place_code=row.place_code,
                site_name=row.site_name,
                enterprise_name=row.enterprise_name,
                passed=verdicts[row.id].passed,
                closes_on=closes_on,
                blocked=_blocked(
                    in_notice=row.state is State.IN_NOTICE,
                    passed=verdicts[row.id].passed,
                    closes_on=closes_on,
                    objections=await notices.blocking_for_system(row.id),
                    on=on,
                ),
            )
        )
    return found


def _blocked(*, in_notice: bool, passed: bool, closes_on: date | None, objections: int, on: date) -> str:
    """The code of what recognition lacks on a day, empty if nothing."""
    try:
        rules.check_ready(
            Outcome.RECOGNISE,
            in_notice=in_notice,
            passed=passed,
            window_closes_on=closes_on,
            open_objections=objections,
            on=on,
        )
    except NotNow as reason:
        return reason.code
    return ""


async def _seen(viewer: Viewer, wanted: Q) -> list[DecisionView]:
    stems = {stem_of(code) for code in viewer.places_for(Permission.DECISION_READ)}
    if not stems:
        return []
    within = Q(*(Q(place_code__startswith=stem) for stem in sorted(stems)), join_type="OR")
    return await _views(viewer, await Decision.filter(wanted & within).order_by("proposed_at", "id"))


async def _views(viewer: Viewer, rows: Iterable[Decision]) -> list[DecisionView]:
    rows = list(rows)
    people = {row.proposed_by for row in rows} | {row.decided_by for row in rows if row.decided_by}
    names = await accounts.account_names(people)
    listed = await rows_for_system({row.application_id for row in rows})
    return [
        DecisionView(
            id=row.id,
            application_id=row.application_id,
            scheme=listed[row.application_id].scheme,
            year=listed[row.application_id].year,
            place_code=row.place_code,
            site_name=listed[row.application_id].site_name,
            enterprise_name=listed[row.application_id].enterprise_name,
            outcome=Outcome(row.outcome),
            document_number=row.document_number,
            reason=row.reason,
            state=ProposalState(row.state),
            assessment_id=row.assessment_id,
            proposed_by=row.proposed_by,
            proposed_by_name=names.get(row.proposed_by, ""),
            proposed_on=row.proposed_on,
            proposed_at=row.proposed_at,
            decided_by_name=names.get(row.decided_by, "") if row.decided_by else "",
            decided_on=row.decided_on,
            remark=row.remark,
            certificate_id=row.certificate_id,
            own=row.proposed_by == viewer.account_id,
        )
        for row in rows
    ]
