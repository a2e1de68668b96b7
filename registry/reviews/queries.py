"""Questions about human judgement: checks, assignments, the reviewer's sheet, who may be asked to review.

A reviewer sees an application only through an assignment of their own; `assigned_for` is what pages pass to the
applications' queries as `also_ids`.
"""

from collections.abc import Iterable
from uuid import UUID

from registry.accounts import queries as accounts
from registry.accounts.rules import Permission
from registry.accounts.schemas import Viewer
from registry.applications import queries as applications
from registry.applications.facts import application_for_system, rows_for_system, submission_for_system
from registry.assessments import queries as assessments
from registry.db.json_values import unboxed
from registry.errors import Forbidden, NotFound
from registry.reviews import claims, rules, sheets
from registry.reviews.models import Assignment, CompletenessCheck, Finding
from registry.reviews.rules import CheckOutcome, Verdict
from registry.reviews.schemas import AssignmentView, CheckView, FindingView, ReviewerChoice, ReviewSheet


async def checks(viewer: Viewer, application_id: UUID) -> list[CheckView]:
    """What bureaus said to each submission, oldest first, for all who may see the application. Raises NotFound."""
    await applications.visible(viewer, application_id)
    numbers = {row.id: row.number for row in await applications.submissions(viewer, application_id)}
    rows = await CompletenessCheck.filter(application_id=application_id).order_by("checked_at", "id")
    return [
        CheckView(
            submission_id=row.submission_id,
            submission_number=numbers[row.submission_id],
            outcome=CheckOutcome(row.outcome),
            advice=row.advice,
            remark=row.remark,
            due_on=row.due_on,
            checked_at=row.checked_at,
        )
        for row in rows
    ]


async def my_assignments(viewer: Viewer, *, closed: bool = False) -> list[AssignmentView]:
    """The viewer's own reviews: the open ones by due day, or the concluded ones, latest first. Raises Forbidden."""
    if not viewer.may(Permission.REVIEW_DO):
        raise Forbidden(Permission.REVIEW_DO)
    own = Assignment.filter(reviewer_id=viewer.account_id)
    if closed:
        return await _views(await own.filter(concluded_at__isnull=False).order_by("-concluded_at", "id"))
    return await _views(await own.filter(open_for__isnull=False).order_by("due_on", "id"))


async def assignments(viewer: Viewer, application_id: UUID) -> list[AssignmentView]:
    """Every reviewer that an application had, oldest first, for the office that assigns them. Raises NotFound."""
    facts = await applications.visible(viewer, application_id)
    if not viewer.may_at(Permission.REVIEW_ASSIGN, facts.place_code):
        raise NotFound("application")
    return await _views(await Assignment.filter(application_id=application_id).order_by("assigned_at", "id"))


async def assignable(viewer: Viewer, application_id: UUID) -> list[ReviewerChoice]:
    """Experts by name, with what speaks against each for this application. Raises Forbidden, NotFound."""
    experts = await accounts.experts(viewer)
    facts = await applications.visible(viewer, application_id)
    busy = await Assignment.filter(open_for__isnull=False).values_list("reviewer_id", flat=True)
    return [
        ReviewerChoice(
            account_id=expert.id,
            name=expert.name,
            open_assignments=sum(1 for reviewer in busy if reviewer == expert.id),
            conflicts=rules.conflicts_of_interest(
                expert.grants, enterprise_id=facts.enterprise_id, place_code=facts.place_code
            ),
        )
        for expert in experts
    ]


async def review_sheet(viewer: Viewer, assignment_id: UUID) -> ReviewSheet:
    """Everything needed for one review: for its reviewer, and read-only for the office that assigned it. Raises NotFound."""
    assignment = await Assignment.get_or_none(id=assignment_id)
    if assignment is None:
        raise NotFound("review")
    frozen = await submission_for_system(assignment.submission_id)
    if not _is_reviewer(viewer, assignment):
        facts = await application_for_system(assignment.application_id)
        if not viewer.may_at(Permission.REVIEW_ASSIGN, facts.place_code):
            raise NotFound("review")
    rows = await Finding.filter(assignment_id=assignment_id).order_by("ordinal")
    findings = [_finding(row) for row in rows]
    machine = await assessments.machine_for_system(assignment.submission_id)
    needed, found = await claims.required_of(frozen), {finding.criterion for finding in findings}
    return ReviewSheet(
        assignment_id=assignment_id,
        application_id=assignment.application_id,
        submission_id=assignment.submission_id,
        scheme=frozen.scheme,
        edition=frozen.edition,
        site_name=frozen.snapshot["site"]["name"],
        enterprise_name=frozen.snapshot["enterprise"]["name"],
        place_code=frozen.snapshot["site"]["place_code"],
        due_on=assignment.due_on,
        open=assignment.open_for is not None,
        concluded_at=assignment.concluded_at,
        chapters=await sheets.chapters_of(
            frozen,
            machine={line["code"]: line for line in machine.scorecard["lines"]} if machine else {},
            findings=findings,
            previous=await _previous(assignment),
        ),
        needed=len(needed),
        found=len(needed & found),
        missing=tuple(sorted(needed - found)),
    )


async def assigned_for(viewer: Viewer) -> frozenset[UUID]:
    """Ids of the applications that the viewer reviews now or has concluded."""
    if viewer.account_id is None or not viewer.may(Permission.REVIEW_DO):
        return frozenset()
    own = Assignment.filter(reviewer_id=viewer.account_id, released_at__isnull=True)
    return frozenset([row.application_id for row in await own.only("application_id")])


async def open_assignment_for(actor: Viewer, assignment_id: UUID) -> Assignment:
    """The actor's own open assignment, locked until the transaction ends. Raises Forbidden, NotFound, NotNow once closed."""
    if not actor.may(Permission.REVIEW_DO):
        raise Forbidden(Permission.REVIEW_DO)
    assignment = await Assignment.filter(id=assignment_id).select_for_update().first()
    if assignment is None or assignment.reviewer_id != actor.account_id:
        raise NotFound("review")
    rules.check_open(released=assignment.released_at is not None, concluded=assignment.concluded_at is not None)
    return assignment


async def standing_findings(assignment_id: UUID) -> dict[str, FindingView]:
    """The finding that stands for each criterion: the last one recorded."""
    return {
        row.criterion: _finding(row) for row in await Finding.filter(assignment_id=assignment_id).order_by("ordinal")
    }


def _is_reviewer(viewer: Viewer, assignment: Assignment) -> bool:
    """A released reviewer no longer sees; one who concluded still does."""
    own = viewer.may(Permission.REVIEW_DO) and assignment.reviewer_id == viewer.account_id
    return own and assignment.released_at is None


async def _previous(assignment: Assignment) -> dict[str, FindingView]:
    """What the last concluded review of the same submission found, where there was one."""
    before = Assignment.filter(submission_id=assignment.submission_id, concluded_at__isnull=False)
    last = (
        await before.exclude(id=assignment.id)
        .filter(assigned_at__lt=assignment.assigned_at)
        .order_by("-concluded_at")
        .first()
    )
    return await standing_findings(last.id) if last is not None else {}


async def _views(rows: Iterable[Assignment]) -> list[AssignmentView]:
    rows = list(rows)
    names = await accounts.account_names({row.reviewer_id for row in rows})
    listed = await rows_for_system({row.application_id for row in rows})
    return [
        AssignmentView(
            id=row.id,
            application_id=row.application_id,
            reviewer_id=row.reviewer_id,
            reviewer_name=names[row.reviewer_id],
            site_name=listed[row.application_id].site_name,
            enterprise_name=listed[row.application_id].enterprise_name,
            place_code=listed[row.application_id].place_code,
            assigned_at=row.assigned_at,
            due_on=row.due_on,
            released_at=row.released_at,
            concluded_at=row.concluded_at,
        )
        for row in rows
    ]


def _finding(row: Finding) -> FindingView:
    return FindingView(
        criterion=row.criterion,
        verdict=Verdict(row.verdict),
        value=unboxed(row.value),
        reason=row.reason,
        ordinal=row.ordinal,
        found_at=row.found_at,
    )
