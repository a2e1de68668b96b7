"""Where an application stands, in words: whose move it is, what comes next, and by which day. Pure.

Which steps exist is `registry/applications/rules.py`'s; the pages that show them are `start.py` and `applications.py`.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.applications.rules import State, Transition
from registry.applications.schemas import ApplicationRow, ApplicationView, HistoryEntry, RoundView
from registry.web import i18n

COLOURS = {
    State.DRAFT: "yellow",
    State.RETURNED: "yellow",
    State.RECOGNISED: "green",
    State.DECLINED: "red",
    State.WITHDRAWN: "grey",
}
"""Yellow waits for the enterprise; what is missing here is blue: under way at a bureau."""

OURS = frozenset({State.SUBMITTED, State.ACCEPTED, State.IN_REVIEW, State.REVIEWED, State.IN_NOTICE})
YOURS = frozenset({State.DRAFT, State.RETURNED})

WAY = (State.DRAFT, State.SUBMITTED, State.ACCEPTED, State.IN_REVIEW, State.REVIEWED, State.IN_NOTICE)
"""The way that every application hopes to go; the decision comes after."""


@dataclass(frozen=True, slots=True)
class Step:
    """The next move. `day` is when it is due or expected, None where no day is set; `late` if that has passed."""

    text: str
    action: str
    href: str
    day: date | None
    late: bool = False


def state_name(state: State) -> str:
    """The state as a person says it."""
    _ = i18n.gettext
    return {
        State.DRAFT: _("Being filled in"),
        State.SUBMITTED: _("Handed in"),
        State.RETURNED: _("Returned for changes"),
        State.ACCEPTED: _("Accepted"),
        State.IN_REVIEW: _("Under review"),
        State.REVIEWED: _("Reviewed"),
        State.IN_NOTICE: _("In public notice"),
        State.RECOGNISED: _("Recognised"),
        State.DECLINED: _("Declined"),
        State.WITHDRAWN: _("Withdrawn"),
    }[state]


def waiting_for(state: State) -> str:
    """Who has the next move and what it is, for states in which the enterprise waits."""
    _ = i18n.gettext
    return {
        State.SUBMITTED: _("The city bureau checks whether everything is there."),
        State.ACCEPTED: _("The provincial department assigns a reviewer."),
        State.IN_REVIEW: _("A reviewer looks at each item and its evidence."),
        State.REVIEWED: _("The provincial department prepares the public notice."),
        State.IN_NOTICE: _("Anybody may object until the notice closes; then it is decided."),
    }[state]


def own_step(row: ApplicationRow, call: RoundView | None, today: date) -> Step:
    """What the enterprise has to do with an application that waits for it."""
    _ = i18n.gettext
    href = f"/portal/applications/{row.id}"
    if row.state is State.RETURNED:
        text = _("The bureau returned it with advice. Correct the marked items and hand it in again.")
        return Step(text, _("Correct it"), href, row.due_on, row.late)
    closes_on = call.closes_on if call else None
    if closes_on is not None and closes_on < today:
        return Step(
            _("The round has closed, so it can no longer be handed in."), _("Look at it"), href, closes_on, late=True
        )
    return Step(_("Fill it in and hand it in before the round closes."), _("Go on"), href, closes_on)


def timeline(view: ApplicationView, history: list[HistoryEntry]) -> list[dict[str, str]]:
    """Steps taken with their days, the present one, and those still to come; for the macro `timeline`."""
    steps = [_taken(entry) for entry in history]
    if view.state in {State.RECOGNISED, State.DECLINED, State.WITHDRAWN}:
        if view.state is not State.RECOGNISED and steps:
            steps[-1]["state"] = "stopped"
        return steps
    note = waiting_for(view.state) if view.state in OURS else ""
    steps.append(_point(_now(view.state), "now", note=note))
    ahead = WAY[WAY.index(view.state) + 1 :] if view.state in WAY else WAY[1:]
    return [*steps, *(_point(text, "ahead") for text in (*map(state_name, ahead), i18n.gettext("The decision")))]


def _point(text: str, state: str, *, when: str = "", note: str = "") -> dict[str, str]:
    return {"text": text, "state": state, "when": when, "note": note}


def _now(state: State) -> str:
    return (
        i18n.gettext("Your corrections")
        if state is State.RETURNED
        else i18n.say("Now: {state}", state=state_name(state))
    )


def _taken(entry: HistoryEntry) -> dict[str, str]:
    _ = i18n.gettext
    words = {
        Transition.SUBMIT: _("Handed in"),
        Transition.RESUBMIT: _("Handed in again"),
        Transition.RETURN_FOR_CHANGES: _("Returned for changes"),
        Transition.ACCEPT: _("Accepted as complete"),
        Transition.BEGIN_REVIEW: _("Review begun"),
        Transition.CONCLUDE_REVIEW: _("Review concluded"),
        Transition.PUBLISH_NOTICE: _("Put before the public"),
        Transition.LEAVE_NOTICE: _("Taken out of the notice"),
        Transition.RECOGNISE: _("Recognised"),
        Transition.DECLINE: _("Declined"),
        Transition.WITHDRAW: _("Withdrawn"),
    }
    return _point(words[entry.transition], "done", when=i18n.day(entry.effective_on))


def applied_sites(rows: list[ApplicationRow]) -> frozenset[tuple[UUID, UUID]]:
    """Pairs of round and site that have an application which was not withdrawn."""
    return frozenset((row.round_id, row.site_id) for row in rows if row.state is not State.WITHDRAWN)
