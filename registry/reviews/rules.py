"""Law of human judgement, pure: who may not review, what a finding needs, when a review is complete.

How findings change a score is scoring's; which state follows is `registry/applications/`'s.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from registry.accounts.rules import Role
from registry.accounts.schemas import Grant
from registry.errors import Invalid, InvalidMany, LvceError, NotNow
from registry.jurisdictions.rules import covers
from registry.text import clean_paragraphs

MINIMUM_REASON = 8
"""Characters of a reason or of advice: fewer say nothing that an enterprise could act on. House rule, not law."""

MAXIMUM_TEXT = 2000

LONGEST_DEADLINE = 60
"""Working days that a deadline may span: more is a typing slip. House rule, not law."""


class CheckOutcome(StrEnum):
    """How a completeness check ended."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class Verdict(StrEnum):
    """What a reviewer says about one criterion: the claimed value stands, another one does, or so many points do."""

    CONFIRM = "confirm"
    CHANGE = "change"
    AWARD = "award"


class ConflictOfInterest(StrEnum):
    """Why somebody may not review an application."""

    OWN_ENTERPRISE = "own_enterprise"
    SAME_CITY = "same_city"


LOCAL_OFFICERS = frozenset({Role.CITY_OFFICER, Role.COUNTY_OFFICER})


def conflicts_of_interest(
    grants: Iterable[Grant], *, enterprise_id: UUID, place_code: str
) -> tuple[ConflictOfInterest, ...]:
    """Why the holder of these grants may not review a site at `place_code` of this enterprise; () if nothing speaks against it.

    A member of the enterprise is out, and so is an officer of the same city's or its counties' bureaus: team leaders
    come from another city.
    """
    city = f"{place_code[:4]}00"
    found: dict[ConflictOfInterest, None] = {}
    for grant in grants:
        if grant.enterprise_id == enterprise_id:
            found[ConflictOfInterest.OWN_ENTERPRISE] = None
        if grant.role in LOCAL_OFFICERS and grant.place_code and covers(city, grant.place_code):
            found[ConflictOfInterest.SAME_CITY] = None
    return tuple(found)


def check_reviewer(grants: Collection[Grant], *, enterprise_id: UUID, place_code: str) -> None:
    """Accept a reviewer or raise Invalid: `reviewer-not-expert`, `reviewer-own-enterprise`, `reviewer-same-city`."""
    if not any(grant.role is Role.EXPERT for grant in grants):
        raise Invalid(
            "reviewer-not-expert",
            "This account is not registered as an expert.",
            hint="Choose a reviewer from the list.",
            field="reviewer_id",
        )
    conflicts = conflicts_of_interest(grants, enterprise_id=enterprise_id, place_code=place_code)
    if ConflictOfInterest.OWN_ENTERPRISE in conflicts:
        raise Invalid(
            "reviewer-own-enterprise",
            "This person belongs to the enterprise that applies, so cannot review its application.",
            hint="Choose a reviewer without ties to the enterprise.",
            field="reviewer_id",
        )
    if ConflictOfInterest.SAME_CITY in conflicts:
        raise Invalid(
            "reviewer-same-city",
            "This person is an officer of the city that checked the application, so cannot review it.",
            hint="Choose a reviewer from another city.",
            field="reviewer_id",
        )


def clean_advice(advice: Mapping[str, str], remark: str, criteria: Collection[str]) -> tuple[dict[str, str], str]:
    """Advice per criterion and the remark, cleaned, items left empty dropped.

    Raises InvalidMany naming each fault: a code that the edition does not have, or text that cannot be accepted; and
    Invalid `advice-missing` when nothing at all is said.
    """
    faults: list[LvceError] = []
    kept: dict[str, str] = {}
    for code, text in advice.items():
        field = f"advice.{code}"
        try:
            cleaned = clean_paragraphs(text, maximum=MAXIMUM_TEXT, field=field)
        except Invalid as fault:
            faults.append(fault)
            continue
        if not cleaned:
            continue
        if code not in criteria:
            faults.append(unknown_criterion(code, field=field))
        kept[code] = cleaned
    if faults:
        raise InvalidMany(faults)
    remark = clean_remark(remark)
    if not kept and not remark:
        raise Invalid(
            "advice-missing",
            "Say what the enterprise has to mend: for at least one item, or in the remark.",
            hint="Write the advice beside the items concerned.",
            field="remark",
        )
    return kept, remark


def clean_remark(remark: str) -> str:
    """A remark, cleaned; it may be empty."""
    return clean_paragraphs(remark, maximum=MAXIMUM_TEXT, field="remark")


def unknown_criterion(code: str, *, field: str) -> Invalid:
    """The fault of a criterion code that the edition does not have."""
    return Invalid(
        "criterion-unknown",
        "There is no item {criterion} in the criteria that apply here.",
        hint="Choose the item from the list.",
        field=field,
        criterion=code[:40],
    )


def check_deadline_choice(working_days: int | None, due_on: date | None, *, on: date) -> None:
    """One of the two ways to set a deadline, and a sensible one; or Invalid `deadline-choice`, `deadline-length`, `deadline-past`."""
    if (working_days is None) == (due_on is None):
        raise Invalid(
            "deadline-choice",
            "Set the deadline either as a number of working days or as a day.",
            hint="Fill in one of the two.",
            field="due_on",
        )
    if working_days is not None and not 1 <= working_days <= LONGEST_DEADLINE:
        raise Invalid(
            "deadline-length",
            "A deadline is 1 to {maximum} working days away.",
            hint="Check the number.",
            field="working_days",
            maximum=LONGEST_DEADLINE,
        )
    if due_on is not None and due_on <= on:
        raise Invalid(
            "deadline-past",
            "The deadline {due_on} is not after {on}.",
            hint="Choose a later day.",
            field="due_on",
            due_on=due_on,
            on=on,
        )


def clean_finding(verdict: Verdict, reason: str, *, claimed: bool, changed: bool, criterion: str) -> str:
    """The cleaned reason of a finding. `claimed`: the submission has a value; `changed`: the given one differs from it.

    Raises Invalid `finding-nothing-claimed` (nothing there to confirm), `finding-unchanged` (a change to the same
    value), `finding-reason` (a change without a reason that could be read back to the enterprise).
    """
    text = clean_paragraphs(reason, maximum=MAXIMUM_TEXT, field="reason")
    if verdict is Verdict.CONFIRM:
        if not claimed:
            raise Invalid(
                "finding-nothing-claimed",
                "The enterprise gave no answer to {criterion}, so there is nothing to confirm.",
                hint="Enter the value that you found, with the reason.",
                field="verdict",
                criterion=criterion,
            )
        return text
    if not changed:
        raise Invalid(
            "finding-unchanged",
            "The value entered for {criterion} is the one that the enterprise gave.",
            hint="Confirm it, or enter another value.",
            field="value",
            criterion=criterion,
        )
    if len(text) < MINIMUM_REASON:
        raise Invalid(
            "finding-reason",
            "A changed value needs a reason of at least {minimum} characters: the enterprise will read it.",
            hint="Say what you saw, and where.",
            field="reason",
            minimum=MINIMUM_REASON,
        )
    return text


def required_findings(judged: Iterable[str], answered: Iterable[str]) -> frozenset[str]:
    """The criteria that a reviewer must have found: those left to judgement, and all that the enterprise answered."""
    return frozenset(judged) | frozenset(answered)


def check_complete(required: Collection[str], found: Collection[str]) -> None:
    """Raise NotNow `review-incomplete`, which lists the criteria still open, unless every required one was found."""
    missing = sorted(set(required) - set(found))
    if missing:
        raise NotNow(
            "review-incomplete",
            "{count} items still need a finding: {missing}.",
            hint="Confirm or change each of them, then conclude.",
            count=len(missing),
            missing="、".join(missing),
        )


def check_open(*, released: bool, concluded: bool) -> None:
    """Raise NotNow `review-closed` when the assignment no longer takes findings."""
    if released or concluded:
        raise NotNow(
            "review-closed",
            "This review is closed; its findings stand as they are.",
            hint="If something must change, ask the province to assign a new review.",
        )
