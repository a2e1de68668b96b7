"""Law of deciding, pure: the second pair of eyes, and what must have happened before.

Windows and objections are `registry/notices/`'s; what a recognition sets in motion is `actions.py`'s.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from registry.errors import Forbidden, Invalid, NotNow
from registry.text import clean_line, clean_paragraphs

MINIMUM_REASON = 8
"""Characters of the reason for declining: the enterprise will read it. House rule, not law."""

MAXIMUM_TEXT = 2000
MAXIMUM_NUMBER = 100


class Outcome(StrEnum):
    """What is proposed for the application."""

    RECOGNISE = "recognise"
    DECLINE = "decline"


class ProposalState(StrEnum):
    """Where a proposal stands: open, or settled by the second officer."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REJECTED = "rejected"


def clean_proposal(outcome: Outcome, document_number: str, reason: str) -> tuple[str, str]:
    """Document number and reason, cleaned.

    Raises Invalid `document-number-missing`, or `decline-reason` when an application is declined without a reason.
    """
    number = clean_line(document_number, maximum=MAXIMUM_NUMBER, field="document_number")
    text = clean_paragraphs(reason, maximum=MAXIMUM_TEXT, field="reason")
    if not number:
        raise Invalid(
            "document-number-missing",
            "A decision carries the number of its document.",
            hint="Enter it as printed, for example 黔商办发〔2023〕12号.",
            field="document_number",
        )
    if outcome is Outcome.DECLINE and len(text) < MINIMUM_REASON:
        raise Invalid(
            "decline-reason",
            "Declining needs a reason of at least {minimum} characters: the enterprise will read it.",
            hint="Say which requirement was not met.",
            field="reason",
            minimum=MINIMUM_REASON,
        )
    return number, text


def clean_remark(remark: str, *, agree: bool) -> str:
    """The decider's remark, cleaned; Invalid `rejection-reason` when a proposal is rejected without saying why."""
    text = clean_paragraphs(remark, maximum=MAXIMUM_TEXT, field="remark")
    if not agree and len(text) < MINIMUM_REASON:
        raise Invalid(
            "rejection-reason",
            "Rejecting a proposal needs a remark of at least {minimum} characters: your colleague will read it.",
            hint="Say what has to change before you could agree.",
            field="remark",
            minimum=MINIMUM_REASON,
        )
    return text


def check_ready(
    outcome: Outcome,
    *,
    in_notice: bool,
    passed: bool | None,
    window_closes_on: date | None,
    open_objections: int,
    on: date,
) -> None:
    """Whether this outcome may be proposed, and later decided, on a day; the same test at both steps.

    `passed` is the reviewed assessment's, None when there is none; `window_closes_on` the notice's last day, None when
    it stands in none. Raises NotNow: `objections-open`, `not-reviewed`, and for recognition `not-passed`,
    `not-noticed`, `window-open`.
    """
    if open_objections:
        raise NotNow(
            "objections-open",
            "{count} objections to this application wait for an answer.",
            hint="Answer them first; the decision waits until then.",
            count=open_objections,
        )
    if passed is None:
        raise NotNow(
            "not-reviewed",
            "This application has no concluded review.",
            hint="Wait for the reviewer to conclude.",
        )
    if outcome is Outcome.DECLINE:
        return
    if not passed:
        raise NotNow(
            "not-passed",
            "The reviewed score does not reach what recognition needs.",
            hint="Such an application can be declined, or reviewed anew.",
        )
    if not in_notice or window_closes_on is None:
        raise NotNow(
            "not-noticed",
            "This application has not stood in a public notice.",
            hint="Publish a notice that names it first.",
        )
    if on <= window_closes_on:
        raise NotNow(
            "window-open",
            "The public notice is open to objections until {closes_on}, that day included.",
            hint="Come back the day after.",
            closes_on=window_closes_on,
        )


def check_second_pair(proposed_by: UUID, decider: UUID | None) -> None:
    """Raise NotNow `own-proposal` when the decider is who proposed; Forbidden when nobody in person decides."""
    if decider is None:
        raise Forbidden("decision:decide")
    if decider == proposed_by:
        raise NotNow(
            "own-proposal",
            "You proposed this decision yourself, so another officer has to decide it.",
            hint="Ask a colleague with the right to decide.",
        )


def check_still_open(state: ProposalState) -> None:
    """Raise NotNow `proposal-settled` when a proposal was decided already."""
    if state is not ProposalState.PROPOSED:
        raise NotNow(
            "proposal-settled",
            "This proposal has been decided already.",
            hint="Look at the decision; a new proposal is possible if this one was rejected.",
        )


def check_same_assessment(proposed: UUID, latest: UUID | None) -> None:
    """Raise NotNow `assessment-superseded` when the application was reviewed anew since the proposal."""
    if proposed != latest:
        raise NotNow(
            "assessment-superseded",
            "The application was reviewed anew after this was proposed.",
            hint="Reject the proposal; a new one can rest on the new scorecard.",
        )


def check_order(*, proposed_on: date, on: date) -> None:
    """Raise Invalid `decision-too-early` when a decision would take effect before it was proposed."""
    if on < proposed_on:
        raise Invalid(
            "decision-too-early",
            "A decision cannot take effect on {on}, before it was proposed on {proposed_on}.",
            hint="Choose a later day.",
            field="on",
            on=on,
            proposed_on=proposed_on,
        )
