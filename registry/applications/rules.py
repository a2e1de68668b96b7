"""Law of applications, pure: their states, the named ways between them, windows of rounds, what may be changed when,
which edition judges while editions change.

Rows are `models.py`'s; making a transition inside a transaction is `transitions.py`'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.errors import Invalid, NotNow


class State(StrEnum):
    """Where an application stands on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    IN_NOTICE = "in_notice"
    RECOGNISED = "recognised"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Transition(StrEnum):
    """The named steps; nothing else moves an application."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    RETURN_FOR_CHANGES = "return_for_changes"
    ACCEPT = "accept"
    BEGIN_REVIEW = "begin_review"
    CONCLUDE_REVIEW = "conclude_review"
    PUBLISH_NOTICE = "publish_notice"
    LEAVE_NOTICE = "leave_notice"
    RECOGNISE = "recognise"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Step:
    """From which states a transition may start, and where it ends."""

    sources: frozenset[State]
    target: State


def _step(target: State, *sources: State) -> Step:
    return Step(frozenset(sources), target)


S = State

ALLOWED: dict[Transition, Step] = {
    Transition.SUBMIT: _step(S.SUBMITTED, S.DRAFT),
    Transition.RESUBMIT: _step(S.SUBMITTED, S.RETURNED),
    Transition.RETURN_FOR_CHANGES: _step(S.RETURNED, S.SUBMITTED),
    Transition.ACCEPT: _step(S.ACCEPTED, S.SUBMITTED),
    Transition.BEGIN_REVIEW: _step(S.IN_REVIEW, S.ACCEPTED, S.REVIEWED),
    Transition.CONCLUDE_REVIEW: _step(S.REVIEWED, S.IN_REVIEW),
    Transition.PUBLISH_NOTICE: _step(S.IN_NOTICE, S.REVIEWED),
    # An upheld objection takes it out of the notice; then it is reviewed anew, or declined.
    Transition.LEAVE_NOTICE: _step(S.REVIEWED, S.IN_NOTICE),
    Transition.RECOGNISE: _step(S.RECOGNISED, S.IN_NOTICE),
    # A mall that failed is declined without being put before the public.
    Transition.DECLINE: _step(S.DECLINED, S.REVIEWED, S.IN_NOTICE),
    # Once the public has been asked, only a decision ends it.
    Transition.WITHDRAW: _step(S.WITHDRAWN, S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.IN_REVIEW, S.REVIEWED),
}
"""The whole way: draft → submitted (→ returned → submitted) → accepted → in_review → reviewed → in_notice → decided."""

EDITABLE = frozenset({S.DRAFT, S.RETURNED})
"""States in which the enterprise may change answers and evidence."""

FINAL = frozenset({S.RECOGNISED, S.DECLINED, S.WITHDRAWN})
"""States that nothing leaves."""


def next_state(state: State, transition: Transition) -> State:
    """The state after a transition; raises NotNow `application-state` if it may not start here."""
    step = ALLOWED[transition]
    if state not in step.sources:
        raise NotNow(
            "application-state",
            "This step is not possible while the application is in its present state.",
            hint="Open the application again to see where it stands.",
            state=state.value,
            transition=transition.value,
        )
    return step.target


def transitions_from(state: State) -> tuple[Transition, ...]:
    """The transitions that may start in a state, in the order of the way."""
    return tuple(transition for transition, step in ALLOWED.items() if state in step.sources)


def submission_step(state: State) -> Transition:
    """Which transition handing in is: the first time, or again after a return. Raises NotNow elsewhere."""
    transition = Transition.RESUBMIT if state is State.RETURNED else Transition.SUBMIT
    next_state(state, transition)
    return transition


def check_editable(state: State) -> None:
    """Raise NotNow `application-not-editable` unless answers and evidence may be changed."""
    if state not in EDITABLE:
        raise NotNow(
            "application-not-editable",
            "This application has been handed in, so its answers and evidence can no longer be changed.",
            hint="If it is returned to you for changes, you can edit it again.",
            state=state.value,
        )


def check_round(opens_on: date, closes_on: date) -> None:
    """Raise Invalid `round-window` for a round that closes before it opens."""
    if closes_on < opens_on:
        raise Invalid(
            "round-window",
            "A round cannot close before it opens.",
            hint="Choose a closing day on or after the opening day.",
            field="closes_on",
        )


def check_within_round(opens_on: date, closes_on: date, on: date) -> None:
    """Raise NotNow unless the day lies in the round's window, both ends included."""
    if on < opens_on:
        raise NotNow(
            "round-not-open",
            "This round opens on {opens_on}.",
            hint="Come back on that day.",
            opens_on=opens_on,
        )
    if on > closes_on:
        raise NotNow(
            "round-closed",
            "This round closed on {closes_on}.",
            hint="Ask the provincial department when the next round opens.",
            closes_on=closes_on,
        )


def check_submission_day(state: State, opens_on: date, closes_on: date, on: date) -> None:
    """A first submission needs an open round; a correction after a return does not: its due day is the bureau's matter.

    The due day of a return is shown and reminded of, but lateness is for people to judge.
    """
    if state is not State.RETURNED:
        check_within_round(opens_on, closes_on, on)


def is_late(state: State, due_on: date | None, on: date) -> bool:
    """Whether a returned application is past the day by which it was to be mended."""
    return state is State.RETURNED and due_on is not None and on > due_on


class NewEditionRule(StrEnum):
    """To whom a new edition applies besides forms opened from its first day on. An edition without a rule: to nobody else."""

    FROM_SUBMISSION_DATE = "from_submission_date"
    """Everything first handed in from its first day on."""
    AT_RENEWAL = "at_renewal"
    """Renewals first handed in from its first day on."""
    GRANDFATHERED = "grandfathered"
    """Nobody recognised before: renewals go on under the edition of the certificate."""


@dataclass(frozen=True, slots=True)
class EditionTerms:
    """What the transition from one edition to the next depends on.

    `last`: the day with which an edition on trial ended without a successor, so that the one before counts again.
    """

    edition: str
    first: date
    rule: NewEditionRule | None = None
    last: date | None = None

    def counts(self, on: date) -> bool:
        """Whether forms can pass over to it on a day."""
        return self.first <= on and (self.last is None or on <= self.last)


def opening_edition(terms: Sequence[EditionTerms], *, on: date, held: str | None = None) -> str | None:
    """The edition of a form that is opened on a day; None if none counts.

    `terms`: the editions that count at the site's place, oldest first. `held`: for a renewal, the edition of the
    certificate; grandfathered editions pass it over.
    """
    counting = [each for each in terms if each.counts(on) or (each.edition == held and each.first <= on)]
    known = [each.edition for each in counting]
    if held is None or held not in known:
        return known[-1] if counting else None
    later = counting[known.index(held) + 1 :]
    return next((each.edition for each in reversed(later) if each.rule is not NewEditionRule.GRANDFATHERED), held)


def judging_edition(
    terms: Sequence[EditionTerms], *, bound: str, on: date, renewal: bool, handed_in_on: date | None = None
) -> str:
    """The edition that judges a form handed in on a day, for a form that was opened under the edition `bound`.

    What was handed in once stays with the edition it was handed in under: a correction is no new application.
    """
    known = [each.edition for each in terms]
    if handed_in_on is not None or bound not in known:
        return bound
    moving = {NewEditionRule.FROM_SUBMISSION_DATE} | ({NewEditionRule.AT_RENEWAL} if renewal else set())
    later = [each for each in terms[known.index(bound) + 1 :] if each.counts(on) and each.rule in moving]
    return later[-1].edition if later else bound


def check_edition(bound: str, judging: str) -> None:
    """Raise NotNow `edition-changed` when a form would be judged by other criteria than it was filled in by."""
    if bound != judging:
        raise NotNow(
            "edition-changed",
            "The criteria have changed since this form was opened: it would be judged by the edition {edition}.",
            hint="Carry your answers over to the new criteria, look at what changed, then hand it in.",
            edition=judging,
        )
