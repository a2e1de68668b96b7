"""What waits for a person at the desk, gathered from the areas: one task per thing, each with its one next action.

How the list is filtered and shown is `queue.py`'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from registry import clock
from registry.accounts.rules import Permission, Role
from registry.accounts.schemas import Viewer
from registry.applications import queries as applications
from registry.applications.rules import State
from registry.applications.schemas import ApplicationRow, QueueFilter
from registry.decisions import queries as decisions
from registry.decisions.schemas import DecisionView, Proposable
from registry.duties import queries as duties
from registry.duties.schemas import DutyView
from registry.editions import queries as editions
from registry.editions.rules import DraftState
from registry.errors import NotNow
from registry.notices import queries as notices
from registry.notices.schemas import ObjectionView
from registry.reissues import queries as reissues
from registry.reissues.schemas import ReissueView
from registry.reviews import queries as reviews
from registry.reviews.schemas import AssignmentView
from registry.web import i18n
from registry.workdays.queries import calendar_for
from registry.workdays.rules import Calendar, working_days_between

MOST = 200
"""Rows that one source contributes: more than an office can have open; the list of applications shows the rest."""


class Kind(StrEnum):
    """What has to be done. The last five are with somebody else: shown, so that nothing is forgotten."""

    CHECK = "check"
    ASSIGN = "assign"
    REVIEW = "review"
    NOTICE = "notice"
    OBJECTION = "objection"
    PROPOSE = "propose"
    DECLINE = "decline"
    DECIDE = "decide"
    REISSUE = "reissue"
    RECHECK = "recheck"
    SUSPEND = "suspend"
    EDITION = "edition"
    WITH_ENTERPRISE = "with_enterprise"
    WITH_PROVINCE = "with_province"
    WITH_REVIEWER = "with_reviewer"
    BEFORE_PUBLIC = "before_public"
    WITH_DECIDER = "with_decider"


WITH_OTHERS = frozenset(
    {Kind.WITH_ENTERPRISE, Kind.WITH_PROVINCE, Kind.WITH_REVIEWER, Kind.BEFORE_PUBLIC, Kind.WITH_DECIDER}
)


@dataclass(frozen=True, slots=True)
class Task:
    """One row. `left` counts working days until `due_on` (negative: late); None without a due day or a calendar."""

    kind: Kind
    site_name: str
    enterprise_name: str
    place_code: str
    href: str
    since: date | None = None
    due_on: date | None = None
    left: int | None = None
    waited: int | None = None

    @property
    def with_others(self) -> bool:
        """Whether somebody else has to act first."""
        return self.kind in WITH_OTHERS

    @property
    def late(self) -> bool:
        """Whether its due day is over."""
        return self.left is not None and self.left < 0


async def gather(viewer: Viewer, on: date) -> list[Task]:
    """Everything that waits for the viewer or, handed on by their office, for others; the most urgent first."""
    counted = _Counted(on, await calendar_for(on))
    tasks = [
        *await _applications(viewer, counted),
        *await _proposable(viewer, counted),
        *await _objections(viewer, counted),
        *await _proposals(viewer, counted),
        *await _reviews(viewer, counted),
        *await _reissues(viewer, counted),
        *await _rechecks(viewer, counted),
        *await _editions(viewer, counted),
    ]
    return sorted(tasks, key=lambda task: (not task.late, task.due_on or date.max, task.since or date.max))


@dataclass(frozen=True, slots=True)
class _Named:
    """What a task is about where it is about no site: it is called and placed alike."""

    site_name: str
    enterprise_name: str
    place_code: str


@dataclass(frozen=True, slots=True)
class _Counted:
    """Makes tasks with their working days counted from a day."""

    on: date
    calendar: Calendar

    def task(
        self,
        kind: Kind,
        of: ApplicationRow
        | Proposable
        | ObjectionView
        | DecisionView
        | AssignmentView
        | ReissueView
        | DutyView
        | _Named,
        href: str,
        *,
        since: date | None = None,
        due_on: date | None = None,
    ) -> Task:
        return Task(
            kind=kind,
            site_name=of.site_name,
            enterprise_name=of.enterprise_name,
            place_code=of.place_code,
            href=href,
            since=since,
            due_on=due_on,
            left=self._between(self.on, due_on),
            waited=self._between(since, self.on),
        )

    def _between(self, start: date | None, end: date | None) -> int | None:
        if start is None or end is None:
            return None
        try:
            return working_days_between(start, end, self.calendar)
        except NotNow:
            return None


def _page(application_id: UUID, step: str = "") -> str:
    return f"/desk/applications/{application_id}{step}"


STEPS: dict[State, tuple[tuple[Permission, Kind, str], ...]] = {
    State.SUBMITTED: ((Permission.APPLICATION_CHECK, Kind.CHECK, "/check"),),
    State.RETURNED: ((Permission.APPLICATION_CHECK, Kind.WITH_ENTERPRISE, ""),),
    State.ACCEPTED: (
        (Permission.REVIEW_ASSIGN, Kind.ASSIGN, "/assign"),
        (Permission.APPLICATION_CHECK, Kind.WITH_PROVINCE, ""),
    ),
    State.IN_REVIEW: ((Permission.REVIEW_ASSIGN, Kind.WITH_REVIEWER, ""),),
}
"""For each state: who acts or follows, what, and on which page below the application's."""


async def _applications(viewer: Viewer, counted: _Counted) -> Iterable[Task]:
    states = tuple(state for state, steps in STEPS.items() if any(viewer.may(needs) for needs, _, _ in steps))
    if not states:
        return ()
    found = await applications.queue(viewer, QueueFilter(states=states, size=MOST))
    tasks = []
    for row in found.items:
        step = next((each for each in STEPS[row.state] if viewer.may_at(each[0], row.place_code)), None)
        if step is not None:
            since = clock.day_of(row.submitted_at) if row.submitted_at else None
            tasks.append(counted.task(step[1], row, _page(row.id, step[2]), since=since, due_on=row.due_on))
    return tasks


async def _proposable(viewer: Viewer, counted: _Counted) -> Iterable[Task]:
    if not viewer.may(Permission.DECISION_PROPOSE):
        return ()
    tasks = []
    for each in await decisions.proposable(viewer, counted.on):
        propose = _page(each.application_id, "/propose")
        match each.blocked:
            case "":
                tasks.append(counted.task(Kind.PROPOSE, each, propose, since=each.closes_on))
            case "not-passed":
                tasks.append(counted.task(Kind.DECLINE, each, propose))
            case "not-noticed":
                tasks.append(counted.task(Kind.NOTICE, each, f"/desk/notices/new?application={each.application_id}"))
            case _:
                page = _page(each.application_id)
                tasks.append(counted.task(Kind.BEFORE_PUBLIC, each, page, due_on=each.closes_on))
    return tasks


async def _objections(viewer: Viewer, counted: _Counted) -> Iterable[Task]:
    return [
        counted.task(Kind.OBJECTION, each, f"/desk/objections/{each.id}", since=each.received_on)
        for each in await notices.open_objections(viewer)
    ]


async def _proposals(viewer: Viewer, counted: _Counted) -> Iterable[Task]:
    tasks = []
    for each in await decisions.proposals(viewer):
        decides = viewer.may_at(Permission.DECISION_DECIDE, each.place_code) and not each.own
        if decides or viewer.may(Permission.DECISION_PROPOSE):
            kind = Kind.DECIDE if decides else Kind.WITH_DECIDER
            tasks.append(counted.task(kind, each, f"/desk/decisions/{each.id}", since=each.proposed_on))
    return tasks


async def _reviews(viewer: Viewer, counted: _Counted) -> Iterable[Task]:
    if not viewer.may(Permission.REVIEW_DO):
        return ()
    return [
        counted.task(
            Kind.REVIEW,
            each,
            f"/desk/reviews/{each.id}",
            since=clock.day_of(each.assigned_at),
            due_on=each.due_on,
        )
        for each in await reviews.my_assignments(viewer)
    ]


async def _reissues(viewer: Viewer, counted: _Counted) -> Iterable[Task]:
    if not viewer.may(Permission.REISSUE_CONFIRM) and not viewer.may(Permission.REISSUE_PROPOSE):
        return ()
    tasks = []
    for each in await reissues.reissues(viewer):
        confirms = viewer.may_at(Permission.REISSUE_CONFIRM, each.place_code) and not each.own
        kind = Kind.REISSUE if confirms else Kind.WITH_DECIDER
        tasks.append(counted.task(kind, each, f"/desk/reissues/{each.id}", since=each.proposed_on))
    return tasks


async def _rechecks(viewer: Viewer, counted: _Counted) -> Iterable[Task]:
    """The city does its re-checks; the province suspends where one calls for it, and looks on in the list of re-checks."""
    city = any(grant.role is Role.CITY_OFFICER for grant in viewer.grants)
    tasks = []
    for each in await duties.waiting(viewer, on=counted.on):
        book = f"/desk/certificates/{each.certificate_id}"
        if each.duty.waiting and city and viewer.may_at(Permission.RECHECK_RECORD, each.place_code):
            page = f"{book}/rechecks/{each.duty.number}"
            tasks.append(counted.task(Kind.RECHECK, each, page, since=each.duty.opens_on, due_on=each.duty.due_on))
        elif not each.duty.waiting and viewer.may_at(Permission.CERTIFICATE_SUSPEND, each.place_code):
            tasks.append(counted.task(Kind.SUSPEND, each, book, since=each.results[-1].done_on))
    return tasks


async def _editions(viewer: Viewer, counted: _Counted) -> Iterable[Task]:
    """Editions that wait for the second officer; the first one sees that they do."""
    tasks = []
    for each in await editions.drafts(viewer, states=(DraftState.PROPOSED,)):
        publishes = viewer.may_at(Permission.EDITION_PUBLISH, each.place_code) and not each.own
        if publishes or viewer.may(Permission.EDITION_DRAFT):
            named = _Named(i18n.bi(each.title), i18n.bi(editions.SHIPPED.schemes[each.scheme].title), each.place_code)
            since = clock.day_of(each.proposed_at) if each.proposed_at else None
            kind = Kind.EDITION if publishes else Kind.WITH_DECIDER
            tasks.append(counted.task(kind, named, f"/desk/editions/{each.id}/publish", since=since))
    return tasks
