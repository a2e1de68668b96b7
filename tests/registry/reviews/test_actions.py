"""Accepting, returning, assigning, finding, concluding: by whom, in which state, and what is kept."""

import asyncio
from datetime import date

import pytest

from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import SYSTEM, Grant
from registry.applications.facts import application_for_system
from registry.applications.models import Application
from registry.applications.rules import State
from registry.assessments.models import Assessment
from registry.audit.models import AuditEntry
from registry.errors import Conflict, Forbidden, Invalid, NotFound, NotNow
from registry.identifiers import new_id
from registry.reviews.actions import accept, assign_reviewer, conclude, record_finding, return_for_changes
from registry.reviews.models import Assignment, CompletenessCheck, Finding
from registry.reviews.queries import review_sheet
from registry.reviews.rules import CheckOutcome, Verdict
from registry.workdays.actions import seed
from tests.factories.people import ZUNYI, also_member, auditor, city_officer, county_officer, expert, province_officer
from tests.factories.reviewing import DAY, handed_in, reviewer

pytestmark = pytest.mark.usefixtures("db")
CONFIRM, CHANGE = Verdict.CONFIRM, Verdict.CHANGE
REASON = "现场核查与填报不一致"


async def state_of(application_id):
    return (await application_for_system(application_id)).state


async def in_review(facts=None, **site):
    """An application with an open assignment: (application, assignment id, reviewer)."""
    application = await handed_in(facts, state=State.ACCEPTED, **site)
    who = await reviewer()
    assignment_id = await assign_reviewer(
        application.id, actor=province_officer(), reviewer_id=who.account_id, on=DAY, due_on=date(2023, 6, 1)
    )
    return application, assignment_id, who


async def test_the_citys_officer_accepts():
    application = await handed_in()
    officer = city_officer()
    await accept(application.id, actor=officer, on=DAY, remark=" 材料齐全 ")
    check = await CompletenessCheck.get(application_id=application.id)
    assert (check.outcome, check.remark, check.submission_id) == (
        CheckOutcome.ACCEPTED,
        "材料齐全",
        application.submission_id,
    )
    assert check.checked_by == officer.account_id
    assert await state_of(application.id) is State.ACCEPTED
    entry = await AuditEntry.get(tag="application:accept")
    assert (entry.subject_id, entry.actor_id, entry.on_day) == (application.id, officer.account_id, DAY)


async def test_nobody_checks_an_enterprise_of_their_own():
    application = await handed_in()
    both = also_member(city_officer(), (await application_for_system(application.id)).enterprise_id)
    with pytest.raises(NotNow, match="own-enterprise"):
        await accept(application.id, actor=both, on=DAY)


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (city_officer(ZUNYI), NotFound),
        (county_officer(), Forbidden),
        (province_officer(), Forbidden),
        (auditor(), Forbidden),
        (SYSTEM, Forbidden),
    ],
    ids=["another city", "county", "province", "auditor", "the program"],
)
async def test_nobody_else_checks(actor, error):
    application = await handed_in()
    with pytest.raises(error):
        await accept(application.id, actor=actor, on=DAY)
    with pytest.raises(error):
        await return_for_changes(
            application.id, actor=actor, on=DAY, advice={}, remark="请补充", due_on=date(2023, 6, 1)
        )
    assert await state_of(application.id) is State.SUBMITTED
    assert not await CompletenessCheck.exists(application_id=application.id)
    assert not await AuditEntry.exists(subject_id=application.id)


async def test_what_does_not_exist_looks_the_same():
    with pytest.raises(NotFound):
        await accept(new_id(), actor=city_officer(), on=DAY)


async def test_accepting_twice_is_refused():
    application = await handed_in()
    await accept(application.id, actor=city_officer(), on=DAY)
    with pytest.raises(NotNow):
        await accept(application.id, actor=city_officer(), on=DAY)
    assert await CompletenessCheck.filter(application_id=application.id).count() == 1


async def test_two_officers_at_once_make_one_check():
    application = await handed_in()
    outcomes = await asyncio.gather(
        accept(application.id, actor=city_officer(), on=DAY),
        return_for_changes(
            application.id, actor=city_officer(), on=DAY, advice={}, remark="请补充材料", due_on=date(2023, 6, 1)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, NotNow | Conflict) for outcome in outcomes) == 1
    assert await CompletenessCheck.filter(application_id=application.id).count() == 1


async def test_accepting_an_older_version_than_the_latest():
    application = await handed_in()
    with pytest.raises(Conflict, match="submission-newer"):
        await accept(application.id, actor=city_officer(), on=DAY, submission_id=new_id())
    assert await state_of(application.id) is State.SUBMITTED


async def test_returning_counts_working_days_and_keeps_advice():
    await seed(actor=SYSTEM)
    application = await handed_in()
    # 19 June 2023 is a Monday; the Dragon Boat Festival takes Thursday and Friday, Sunday the 25th is worked.
    due = await return_for_changes(
        application.id,
        actor=city_officer(),
        on=date(2023, 6, 19),
        advice={"X103": " 请补充管理制度 ", "X104": ""},
        working_days=4,
        submission_id=application.submission_id,
    )
    assert due == date(2023, 6, 26)
    check = await CompletenessCheck.get(application_id=application.id)
    assert (check.outcome, check.advice, check.due_on) == (CheckOutcome.RETURNED, {"X103": "请补充管理制度"}, due)
    row = await Application.get(id=application.id)
    assert (row.state, row.due_on) == (State.RETURNED, due)


async def test_a_return_without_a_calendar_is_refused_and_leaves_nothing():
    application = await handed_in()
    with pytest.raises(NotNow, match="calendar-year-missing"):
        await return_for_changes(
            application.id, actor=city_officer(), on=DAY, advice={}, remark="请补充", working_days=5
        )
    assert await state_of(application.id) is State.SUBMITTED


async def test_advice_to_an_item_that_is_not_there():
    application = await handed_in()
    with pytest.raises(Invalid):
        await return_for_changes(
            application.id, actor=city_officer(), on=DAY, advice={"Z9": "请补充"}, due_on=date(2023, 6, 1)
        )
    assert await state_of(application.id) is State.SUBMITTED


async def test_the_province_assigns_and_passes_on():
    application, first, _ = await in_review()
    assert await state_of(application.id) is State.IN_REVIEW
    other = await reviewer()
    second = await assign_reviewer(
        application.id, actor=province_officer(), reviewer_id=other.account_id, on=DAY, due_on=date(2023, 6, 2)
    )
    assert await state_of(application.id) is State.IN_REVIEW
    released, standing = await Assignment.get(id=first), await Assignment.get(id=second)
    assert released.released_at is not None
    assert released.open_for is None
    assert standing.open_for == application.id


async def test_reviewers_with_ties_are_refused():
    application = await handed_in(state=State.ACCEPTED)
    tied = [
        (await reviewer(Grant(Role.ENTERPRISE_MEMBER, enterprise_id=application.mall.enterprise_id)), "own-enterprise"),
        (await reviewer(Grant(Role.CITY_OFFICER, "520100")), "same-city"),
        (expert(), "not-expert"),
    ]
    for who, code in tied:
        with pytest.raises(Invalid, match=code):
            await assign_reviewer(
                application.id, actor=province_officer(), reviewer_id=who.account_id, on=DAY, due_on=date(2023, 6, 1)
            )
    assert await state_of(application.id) is State.ACCEPTED
    assert not await Assignment.exists(application_id=application.id)


@pytest.mark.parametrize(("actor", "error"), [(city_officer(), Forbidden), (province_officer("510000"), NotFound)])
async def test_only_the_province_of_the_place_assigns(actor, error):
    application = await handed_in(state=State.ACCEPTED)
    who = await reviewer()
    with pytest.raises(error):
        await assign_reviewer(application.id, actor=actor, reviewer_id=who.account_id, on=DAY, due_on=date(2023, 6, 1))


async def test_two_assignments_at_once_leave_one_open():
    application = await handed_in(state=State.ACCEPTED)
    people = [await reviewer(), await reviewer()]
    await asyncio.gather(
        *(
            assign_reviewer(
                application.id, actor=province_officer(), reviewer_id=who.account_id, on=DAY, due_on=date(2023, 6, 1)
            )
            for who in people
        ),
        return_exceptions=True,
    )
    assert await Assignment.filter(open_for=application.id).count() == 1


async def test_nothing_is_assigned_before_it_is_accepted():
    application = await handed_in()
    who = await reviewer()
    with pytest.raises(NotNow):
        await assign_reviewer(
            application.id, actor=province_officer(), reviewer_id=who.account_id, on=DAY, due_on=date(2023, 6, 1)
        )


async def test_findings_are_appended_with_their_reasons():
    _, assignment, who = await in_review({"X101": True})
    assert await record_finding(assignment, "X101", actor=who, verdict=CONFIRM) == 1
    assert await record_finding(assignment, "X101", actor=who, verdict=CONFIRM) == 1
    assert await record_finding(assignment, "X101", actor=who, verdict=CHANGE, value=False, reason=REASON) == 2
    rows = await Finding.filter(assignment_id=assignment).order_by("ordinal")
    assert [(row.verdict, row.value, row.reason) for row in rows] == [(CONFIRM, True, ""), (CHANGE, False, REASON)]
    assert await AuditEntry.filter(subject_id=assignment).count() == 2


@pytest.mark.parametrize(
    ("criterion", "finding", "code"),
    [
        ("Z999", {"verdict": CONFIRM}, "criterion-unknown"),
        ("X102", {"verdict": CONFIRM}, "finding-nothing-claimed"),
        ("X101", {"verdict": CHANGE, "value": True, "reason": REASON}, "finding-unchanged"),
        ("X101", {"verdict": CHANGE, "value": False, "reason": "不符"}, "finding-reason"),
        ("X101", {"verdict": CHANGE, "reason": REASON}, "finding-value-missing"),
        ("X101", {"verdict": CHANGE, "value": "是", "reason": REASON}, "fact-wrong-type"),
        ("X101", {"verdict": CHANGE, "value": False, "reason": "字" * 2001}, "text-too-long"),
    ],
)
async def test_a_finding_that_cannot_stand(criterion, finding, code):
    _, assignment, who = await in_review({"X101": True})
    with pytest.raises(Invalid) as refused:
        await record_finding(assignment, criterion, actor=who, **finding)
    assert refused.value.code == code
    assert not await Finding.exists(assignment_id=assignment)


async def test_only_the_assigned_reviewer_finds():
    _, assignment, _ = await in_review({"X101": True})
    with pytest.raises(NotFound):
        await record_finding(assignment, "X101", actor=await reviewer(), verdict=CONFIRM)
    with pytest.raises(Forbidden):
        await record_finding(assignment, "X101", actor=province_officer(), verdict=CONFIRM)
    with pytest.raises(NotFound):
        await conclude(assignment, actor=await reviewer(), on=DAY)


async def test_a_token_without_the_right_does_nothing():
    _, assignment, who = await in_review({"X101": True})
    narrow = type(who)(
        who.account_id, who.login, who.name, who.locale, who.grants, limit=frozenset({Permission.TOKEN_MANAGE_OWN})
    )
    with pytest.raises(Forbidden):
        await record_finding(assignment, "X101", actor=narrow, verdict=CONFIRM)


async def test_two_findings_at_once_both_stand_in_order():
    _, assignment, who = await in_review({"X101": True})
    await asyncio.gather(
        record_finding(assignment, "X101", actor=who, verdict=CONFIRM),
        record_finding(assignment, "X101", actor=who, verdict=CHANGE, value=False, reason=REASON),
    )
    assert sorted(await Finding.filter(assignment_id=assignment).values_list("ordinal", flat=True)) == [1, 2]


async def test_a_released_reviewer_finds_nothing_more():
    application, assignment, who = await in_review({"X101": True})
    other = await reviewer()
    await assign_reviewer(
        application.id, actor=province_officer(), reviewer_id=other.account_id, on=DAY, due_on=date(2023, 6, 2)
    )
    with pytest.raises(NotNow, match="review-closed"):
        await record_finding(assignment, "X101", actor=who, verdict=CONFIRM)


async def find_everything(assignment_id, who):
    """Confirm what was claimed; give what is left to judgement its lowest points."""
    sheet = await review_sheet(who, assignment_id)
    for chapter in sheet.chapters:
        for line in chapter.lines:
            if line.needed and line.has_claim:
                await record_finding(assignment_id, line.code, actor=who, verdict=CONFIRM)
            elif line.needed:
                await record_finding(assignment_id, line.code, actor=who, verdict=CHANGE, value="0", reason=REASON)


async def test_concluding_needs_every_answered_and_judged_item():
    application, assignment, who = await in_review({"X101": True, "X102": True})
    await record_finding(assignment, "X101", actor=who, verdict=CONFIRM)
    with pytest.raises(NotNow, match="review-incomplete") as refused:
        await conclude(assignment, actor=who, on=DAY)
    assert "X102" in str(refused.value.context["missing"])
    assert await state_of(application.id) is State.IN_REVIEW
    assert not await Assessment.exists(application_id=application.id)


async def test_concluding_keeps_a_new_assessment():
    application, assignment, who = await in_review({"X101": True, "X102": True})
    await find_everything(assignment, who)
    await record_finding(assignment, "X102", actor=who, verdict=CHANGE, value=False, reason=REASON)
    assessment_id = await conclude(assignment, actor=who, on=DAY)
    kept = await Assessment.get(id=assessment_id)
    assert (kept.kind, kept.submission_id) == ("reviewed", application.submission_id)
    lines = {line["code"]: line for line in kept.scorecard["lines"]}
    assert lines["X102"]["status"] == "gate_failed"
    assert lines["X102"]["finding"]["reason"] == REASON
    assert await state_of(application.id) is State.REVIEWED
    assert (await Assignment.get(id=assignment)).concluded_at is not None
    with pytest.raises(NotNow, match="review-closed"):
        await conclude(assignment, actor=who, on=DAY)


async def test_concluding_twice_at_once_keeps_one_assessment():
    application, assignment, who = await in_review({"X101": True})
    await find_everything(assignment, who)
    outcomes = await asyncio.gather(
        conclude(assignment, actor=who, on=DAY), conclude(assignment, actor=who, on=DAY), return_exceptions=True
    )
    assert sum(isinstance(outcome, NotNow | Conflict) for outcome in outcomes) == 1
    assert await Assessment.filter(application_id=application.id, kind="reviewed").count() == 1


async def test_a_reviewed_application_can_be_reviewed_anew():
    application, assignment, who = await in_review({"X101": True})
    await find_everything(assignment, who)
    await conclude(assignment, actor=who, on=DAY)
    other = await reviewer()
    again = await assign_reviewer(
        application.id, actor=province_officer(), reviewer_id=other.account_id, on=DAY, due_on=date(2023, 7, 3)
    )
    assert await state_of(application.id) is State.IN_REVIEW
    sheet = await review_sheet(other, again)
    line = next(line for chapter in sheet.chapters for line in chapter.lines if line.code == "X101")
    assert line.finding is None
    assert line.previous is not None
