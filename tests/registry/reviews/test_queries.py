"""Who sees checks, assignments and sheets; strangers get the page of what does not exist."""

from datetime import date

import pytest

from registry.accounts.rules import Role
from registry.accounts.schemas import PUBLIC, Grant
from registry.applications.rules import State
from registry.errors import Forbidden, NotFound
from registry.identifiers import new_id
from registry.reviews.actions import accept, assign_reviewer, conclude, record_finding, return_for_changes
from registry.reviews.queries import (
    assignable,
    assigned_for,
    assignments,
    checks,
    my_assignments,
    review_sheet,
)
from registry.reviews.rules import CheckOutcome, ConflictOfInterest, Verdict
from tests.factories.people import ZUNYI, auditor, city_officer, member, province_officer
from tests.factories.reviewing import DAY, handed_in, reviewer

pytestmark = pytest.mark.usefixtures("db")
DUE = date(2023, 6, 1)
REASON = "现场核查与填报不一致"


async def assigned(facts=None, who=None):
    application = await handed_in(facts or {"X101": True}, state=State.ACCEPTED)
    who = who or await reviewer()
    assignment_id = await assign_reviewer(
        application.id, actor=province_officer(), reviewer_id=who.account_id, on=DAY, due_on=DUE
    )
    return application, assignment_id, who


async def test_the_enterprise_and_its_bureaus_read_the_checks():
    application = await handed_in()
    await return_for_changes(
        application.id, actor=city_officer(), on=DAY, advice={"X103": "请补充管理制度"}, due_on=DUE
    )
    for viewer in (application.mall.member, city_officer(), province_officer(), auditor()):
        [check] = await checks(viewer, application.id)
        assert (check.submission_number, check.outcome, check.advice) == (
            1,
            CheckOutcome.RETURNED,
            {"X103": "请补充管理制度"},
        )


async def test_strangers_read_nothing():
    application = await handed_in()
    await accept(application.id, actor=city_officer(), on=DAY)
    for viewer in (member(new_id()), city_officer(ZUNYI), province_officer("510000"), await reviewer(), PUBLIC):
        with pytest.raises(NotFound):
            await checks(viewer, application.id)


async def test_a_reviewer_sees_own_reviews_only():
    application, assignment_id, who = await assigned()
    other = await reviewer()
    [row] = await my_assignments(who)
    assert (row.id, row.application_id, row.due_on, row.reviewer_name) == (assignment_id, application.id, DUE, who.name)
    assert await my_assignments(other) == []
    assert await my_assignments(who, closed=True) == []
    assert await assigned_for(who) == {application.id}
    assert await assigned_for(other) == frozenset()
    assert await assigned_for(city_officer()) == frozenset()
    with pytest.raises(Forbidden):
        await my_assignments(city_officer())


async def test_passing_on_ends_what_the_first_reviewer_sees():
    application, assignment_id, first = await assigned()
    second = await reviewer()
    await assign_reviewer(application.id, actor=province_officer(), reviewer_id=second.account_id, on=DAY, due_on=DUE)
    assert await assigned_for(first) == frozenset()
    with pytest.raises(NotFound):
        await review_sheet(first, assignment_id)
    listed = await assignments(province_officer(), application.id)
    assert [(row.reviewer_id, row.released_at is None) for row in listed] == [
        (first.account_id, False),
        (second.account_id, True),
    ]
    for viewer in (city_officer(), application.mall.member, first):
        with pytest.raises(NotFound):
            await assignments(viewer, application.id)


async def test_the_choice_of_reviewers_shows_what_speaks_against_them():
    application = await handed_in(state=State.ACCEPTED)
    free = await reviewer(name="丁")
    tied = await reviewer(Grant(Role.CITY_OFFICER, "520100"), name="丙")
    await assigned(who=free)
    choices = {choice.account_id: choice for choice in await assignable(province_officer(), application.id)}
    assert choices[free.account_id].conflicts == ()
    assert choices[free.account_id].open_assignments == 1
    assert choices[tied.account_id].conflicts == (ConflictOfInterest.SAME_CITY,)
    with pytest.raises(Forbidden):
        await assignable(city_officer(), application.id)
    with pytest.raises(NotFound):
        await assignable(province_officer("510000"), application.id)


async def test_the_sheet_holds_what_the_reviewer_needs():
    application, assignment_id, who = await assigned({"X101": True, "X102": False})
    await record_finding(assignment_id, "X102", actor=who, verdict=Verdict.CONFIRM)
    await record_finding(assignment_id, "X102", actor=who, verdict=Verdict.CHANGE, value=True, reason=REASON)
    sheet = await review_sheet(who, assignment_id)
    assert (sheet.application_id, sheet.open, sheet.found) == (application.id, True, 1)
    assert sheet.needed == len(sheet.missing) + 1
    assert "X101" in sheet.missing
    lines = {line.code: line for chapter in sheet.chapters for line in chapter.lines}
    line = lines["X102"]
    assert (line.has_claim, line.claimed, line.needed) == (True, False, True)
    assert line.finding is not None
    assert (line.finding.value, line.finding.ordinal) == (True, 2)
    assert [earlier.verdict for earlier in line.earlier] == [Verdict.CONFIRM]
    assert line.title["zh"]
    assert line.requirement["en"]
    assert all(each.needed for each in lines.values() if each.judged)


async def test_who_reads_a_sheet():
    _, assignment_id, who = await assigned()
    assert (await review_sheet(province_officer(), assignment_id)).assignment_id == assignment_id
    for viewer in (await reviewer(), city_officer(), province_officer("510000"), PUBLIC):
        with pytest.raises(NotFound):
            await review_sheet(viewer, assignment_id)
    with pytest.raises(NotFound):
        await review_sheet(who, new_id())


async def test_a_concluded_review_can_be_read_again():
    application, assignment_id, who = await assigned()
    sheet = await review_sheet(who, assignment_id)
    for chapter in sheet.chapters:
        for line in chapter.lines:
            if line.needed and line.has_claim:
                await record_finding(assignment_id, line.code, actor=who, verdict=Verdict.CONFIRM)
            elif line.needed:
                await record_finding(
                    assignment_id, line.code, actor=who, verdict=Verdict.CHANGE, value="0", reason=REASON
                )
    await conclude(assignment_id, actor=who, on=DAY)
    sheet = await review_sheet(who, assignment_id)
    assert (sheet.open, sheet.missing) == (False, ())
    assert sheet.concluded_at is not None
    line = next(line for chapter in sheet.chapters for line in chapter.lines if line.code == "X101")
    assert line.machine_reason is not None
    [row] = await my_assignments(who, closed=True)
    assert row.application_id == application.id
    assert await my_assignments(who) == []
