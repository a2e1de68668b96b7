"""Verbs of human judgement: accept, return for changes, assign, find, conclude.

What may be done is `rules.py`'s; the state that follows goes through `registry/applications/transitions.py`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from registry import clock
from registry.accounts import queries as accounts
from registry.accounts.impartiality import check_impartial
from registry.accounts.rules import Permission
from registry.accounts.schemas import Grant, Viewer
from registry.applications import transitions
from registry.applications.criteria import edition_named
from registry.applications.facts import application_for_system, submission_for_system
from registry.applications.rules import Transition
from registry.applications.schemas import ApplicationFacts
from registry.assessments import keeping
from registry.assessments.queries import judged_sheet
from registry.audit.actions import record
from registry.db.json_values import boxed, unboxed
from registry.db.transactions import transaction
from registry.documents.requesting import request
from registry.errors import Conflict, Forbidden, NotFound
from registry.issuance.queries import bureau_of
from registry.reviews import claims, rules
from registry.reviews.models import Assignment, CompletenessCheck, Finding
from registry.reviews.papers import paper_of
from registry.reviews.queries import assigned_for, open_assignment_for, standing_findings
from registry.reviews.rules import CheckOutcome, Verdict
from registry.workdays.queries import calendar_for
from registry.workdays.rules import add_working_days


async def request_score_sheet(application_id: UUID, assessment_id: UUID, *, actor: Viewer, on: date) -> UUID:
    """Have a judgement printed and sealed as a score sheet; gives the document's id. Asked again it is the same one.

    Raises NotFound unless the actor may see the judgement, Misconfigured `bureau-unknown` when nobody issues there.
    """
    async with transaction():
        found = await judged_sheet(actor, application_id, assessment_id, also_ids=await assigned_for(actor))
        place_code = found.submission.snapshot["site"]["place_code"]
        bureau = await bureau_of(f"{place_code[:2]}0000", on)
        paper = paper_of(found, bureau=bureau, on=clock.day_of(found.assessment.made_at))
        document_id = await request(paper, subject_id=assessment_id, place_code=place_code)
        await record(
            actor=actor,
            tag="assessment:print",
            subject=("application", application_id),
            data={"assessment": assessment_id, "document": document_id},
            on=on,
            place_code=place_code,
        )
    return document_id


async def accept(
    application_id: UUID, *, actor: Viewer, on: date, remark: str = "", submission_id: UUID | None = None
) -> None:
    """The city bureau finds a submission complete; it waits for a reviewer now.

    `submission_id`: the one that the page was showing. Raises NotFound outside the actor's places, NotNow unless the
    application is submitted, Conflict `submission-newer` when the enterprise handed in another one meanwhile.
    """
    who = _person(actor, Permission.APPLICATION_CHECK)
    remark = rules.clean_remark(remark)
    async with transaction():
        await _within(actor, Permission.APPLICATION_CHECK, application_id)
        await transitions.apply(application_id, Transition.ACCEPT, on=on, actor=actor)
        facts = await _shown(application_id, submission_id)
        await CompletenessCheck.create(
            application_id=application_id,
            submission_id=facts.latest_submission_id,
            outcome=CheckOutcome.ACCEPTED,
            remark=remark,
            checked_by=who,
            checked_at=clock.now(),
        )
        await record(
            actor=actor,
            tag="application:accept",
            subject=("application", application_id),
            data={"submission": facts.latest_submission_id},
            on=on,
            place_code=facts.place_code,
        )


async def return_for_changes(
    application_id: UUID,
    *,
    actor: Viewer,
    on: date,
    advice: Mapping[str, str],
    remark: str = "",
    working_days: int | None = None,
    due_on: date | None = None,
    submission_id: UUID | None = None,
) -> date:
    """The city bureau sends a submission back with advice per criterion; returns the day by which to mend it.

    The day is given, or counted in working days after `on`. Raises as `accept`, and Invalid for advice that says
    nothing or names no item, for a day not ahead.
    """
    who = _person(actor, Permission.APPLICATION_CHECK)
    rules.check_deadline_choice(working_days, due_on, on=on)
    due = due_on or await _after(on, working_days)
    async with transaction():
        facts = await _within(actor, Permission.APPLICATION_CHECK, application_id)
        edition = await edition_named(facts.scheme, facts.edition)
        kept, remark = rules.clean_advice(advice, remark, edition.by_code.keys())
        await transitions.apply(application_id, Transition.RETURN_FOR_CHANGES, on=on, actor=actor, due_on=due)
        facts = await _shown(application_id, submission_id)
        await CompletenessCheck.create(
            application_id=application_id,
            submission_id=facts.latest_submission_id,
            outcome=CheckOutcome.RETURNED,
            advice=kept,
            remark=remark,
            due_on=due,
            checked_by=who,
            checked_at=clock.now(),
        )
        await record(
            actor=actor,
            tag="application:return",
            subject=("application", application_id),
            data={"submission": facts.latest_submission_id, "items": sorted(kept), "due_on": due},
            on=on,
            place_code=facts.place_code,
        )
    return due


async def assign_reviewer(
    application_id: UUID,
    *,
    actor: Viewer,
    reviewer_id: UUID,
    on: date,
    working_days: int | None = None,
    due_on: date | None = None,
) -> UUID:
    """The province gives an application to an expert; returns the assignment.

    From `accepted`; from `in_review` it passes to another hand, and the first assignment is released; from `reviewed`
    it is reviewed anew. Raises Invalid for a conflict of interest, NotNow in other states.
    """
    who = _person(actor, Permission.REVIEW_ASSIGN)
    rules.check_deadline_choice(working_days, due_on, on=on)
    due = due_on or await _after(on, working_days)
    async with transaction():
        facts = await _within(actor, Permission.REVIEW_ASSIGN, application_id)
        rules.check_reviewer(
            await _grants_of(reviewer_id),
            enterprise_id=facts.enterprise_id,
            place_code=facts.place_code,
        )
        released = await Assignment.filter(open_for=application_id).update(released_at=clock.now(), open_for=None)
        if not released:
            await transitions.apply(application_id, Transition.BEGIN_REVIEW, on=on, actor=actor, due_on=due)
            facts = await application_for_system(application_id)
        try:
            assignment = await Assignment.create(
                application_id=application_id,
                open_for=application_id,
                submission_id=facts.latest_submission_id,
                reviewer_id=reviewer_id,
                assigned_by=who,
                assigned_at=clock.now(),
                due_on=due,
            )
        except IntegrityError:
            raise Conflict(
                "review-assigned",
                "Somebody else has just assigned a reviewer to this application.",
                hint="Open the application again to see whom.",
            ) from None
        await record(
            actor=actor,
            tag="review:assign",
            subject=("application", application_id),
            data={"assignment": assignment.id, "reviewer": reviewer_id, "due_on": due},
            on=on,
            place_code=facts.place_code,
        )
    return assignment.id


async def record_finding(
    assignment_id: UUID,
    criterion: str,
    *,
    actor: Viewer,
    verdict: Verdict,
    value: Any = None,
    reason: str = "",
) -> int:
    """The reviewer confirms or changes one criterion's value, or awards points; returns the finding's ordinal, from 1.

    `value` is the points, as text, where they are awarded: for what no value can say, such as a half-met requirement.

    A later finding for the same criterion stands in place of the earlier, which is kept. Sending the same again adds
    nothing. Raises NotFound for another's assignment, NotNow once closed, Invalid for a value that the criterion
    cannot have or a change without a reason.
    """
    async with transaction():
        assignment = await open_assignment_for(actor, assignment_id)
        claim = await claims.claim_of(await submission_for_system(assignment.submission_id), criterion)
        if verdict is Verdict.AWARD:
            value = claims.checked_points(claim, value)
        changed = verdict is Verdict.AWARD or (verdict is Verdict.CHANGE and claims.check_value(claim, value))
        reason = rules.clean_finding(verdict, reason, claimed=claim.given, changed=changed, criterion=criterion)
        stands = claim.value if verdict is Verdict.CONFIRM else value
        last = await Finding.filter(assignment_id=assignment_id, criterion=criterion).order_by("-ordinal").first()
        if last is not None and (last.verdict, unboxed(last.value), last.reason) == (verdict, stands, reason):
            return last.ordinal
        finding = await Finding.create(
            assignment_id=assignment_id,
            criterion=criterion,
            verdict=verdict,
            value=boxed(stands),
            reason=reason,
            ordinal=last.ordinal + 1 if last else 1,
            found_at=clock.now(),
        )
        await record(
            actor=actor,
            tag=f"finding:record:{verdict.value}",
            subject=("assignment", assignment_id),
            data={"criterion": criterion, "ordinal": finding.ordinal},
        )
    return finding.ordinal


async def conclude(assignment_id: UUID, *, actor: Viewer, on: date) -> UUID:
    """The reviewer is done: the findings make a new assessment beside the machine's; returns it. State: reviewed.

    Raises NotNow `review-incomplete`, which lists what still needs a finding.
    """
    async with transaction():
        assignment = await open_assignment_for(actor, assignment_id)
        found = await standing_findings(assignment_id)
        frozen = await submission_for_system(assignment.submission_id)
        rules.check_complete(await claims.required_of(frozen), found.keys())
        closed = await Assignment.filter(id=assignment_id, open_for=assignment.application_id).update(
            concluded_at=clock.now(), open_for=None
        )
        if not closed:
            raise Conflict(
                "review-moved",
                "This review was closed or passed to somebody else at the same moment.",
                hint="Open your list of reviews again.",
            )
        assessment_id = await keeping.keep(assignment.submission_id, claims.for_scoring(found), actor=actor)
        await transitions.apply(assignment.application_id, Transition.CONCLUDE_REVIEW, on=on, actor=actor)
        facts = await application_for_system(assignment.application_id)
        await record(
            actor=actor,
            tag="review:conclude",
            subject=("application", assignment.application_id),
            data={"assignment": assignment_id, "assessment": assessment_id, "findings": len(found)},
            on=on,
            place_code=facts.place_code,
        )
    return assessment_id


def _person(actor: Viewer, permission: Permission) -> UUID:
    """The account that answers for a judgement: never the program itself."""
    if actor.account_id is None or not actor.may(permission):
        raise Forbidden(permission)
    return actor.account_id


async def _within(actor: Viewer, permission: Permission, application_id: UUID) -> ApplicationFacts:
    """The application, if the permission reaches its place; NotFound otherwise, as if it did not exist.

    Raises NotNow `own-enterprise` for an official who belongs to the enterprise.
    """
    facts = await application_for_system(application_id)
    if not actor.may_at(permission, facts.place_code):
        raise NotFound("application")
    check_impartial(actor, facts.enterprise_id)
    return facts


async def _shown(application_id: UUID, submission_id: UUID | None) -> ApplicationFacts:
    """The application after its transition, so that nobody else moves it; Conflict if the page showed an older submission."""
    facts = await application_for_system(application_id)
    if submission_id is not None and submission_id != facts.latest_submission_id:
        raise Conflict(
            "submission-newer",
            "The enterprise has handed in a newer version since you opened this page.",
            hint="Open the application again and look at the new version.",
        )
    return facts


async def _grants_of(reviewer_id: UUID) -> tuple[Grant, ...]:
    """What a person holds today; nothing if there is no such active account."""
    try:
        return (await accounts.account_viewer(reviewer_id)).grants
    except NotFound:
        return ()


async def _after(on: date, working_days: int | None) -> date:
    return add_working_days(on, working_days or 0, await calendar_for(on))
