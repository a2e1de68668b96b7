"""Law of public notice, pure: a right window or the reason why not, who may stand in a notice, what an objection needs.

How long a scheme's window is, is data: `windows.toml`. Counting days is `registry/workdays/`'s.
"""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from enum import StrEnum

from registry.errors import Invalid, InvalidMany, LvceError, NotNow
from registry.jurisdictions.rules import province_of
from registry.text import clean_line, clean_paragraphs
from registry.workdays.rules import Calendar, Unit, WindowRule, days_counted, notice_window

MINIMUM_NAME = 2
MINIMUM_CONTACT = 5
MINIMUM_TEXT = 10
MAXIMUM_TEXT = 5000
"""Characters. A Chinese name has two at least, a telephone number five, a ground of objection a sentence. House rules."""

FARTHEST_OPENING = 366
"""Days ahead that a notice may be prepared. House rule."""

MOST_ITEMS = 500
"""Applications in one notice: more than a province recognises in a year. House rule."""

SHORT = {
    Unit.WORKING: "From {opens_on} to {closes_on} there are {holds} working days; {needs} are needed.",
    Unit.CALENDAR: "From {opens_on} to {closes_on} there are {holds} days; {needs} are needed.",
}

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


class ObjectionOutcome(StrEnum):
    """How an objection was answered."""

    UPHELD = "upheld"
    REJECTED = "rejected"


def check_window(
    rule: WindowRule, calendar: Calendar, *, opens_on: date, closes_on: date | None, on: date, longest_days: int
) -> date:
    """The last day of the window of a notice that is published on `on`; computed when `closes_on` is None.

    Raises Invalid, each time with the earliest right days: `notice-late` (published after it opened),
    `notice-backwards` (ends before it opens), `notice-long` (more than `longest_days` from first to last, so a slip),
    `notice-short` (holds fewer days than the rule asks for); NotNow `calendar-year-missing` when the official
    calendar of a year that must be counted is not on file.
    """
    if on > opens_on:
        raise Invalid(
            "notice-late",
            "A notice published on {on} cannot open earlier, on {opens_on}.",
            hint="Opened on {on} it closes on {earliest_close} at the earliest.",
            field="opens_on",
            on=on,
            opens_on=opens_on,
            earliest_open=on,
            earliest_close=notice_window(on, rule, calendar),
        )
    earliest = notice_window(opens_on, rule, calendar)
    if closes_on is None:
        return earliest
    if closes_on < opens_on:
        raise Invalid(
            "notice-backwards",
            "The notice would close on {closes_on}, before it opens on {opens_on}.",
            hint="Opened on {opens_on} it closes on {earliest_close} at the earliest. Check the year.",
            field="closes_on",
            opens_on=opens_on,
            closes_on=closes_on,
            earliest_close=earliest,
        )
    if closes_on < earliest:
        raise Invalid(
            "notice-short",
            SHORT[rule.unit],
            hint="Opened on {opens_on} it closes on {earliest_close} at the earliest.",
            field="closes_on",
            opens_on=opens_on,
            closes_on=closes_on,
            holds=days_counted(opens_on, closes_on, rule, calendar),
            needs=rule.count,
            earliest_close=earliest,
        )
    if (closes_on - opens_on).days >= longest_days:
        raise Invalid(
            "notice-long",
            "The notice would stand for more than {longest} days, until {closes_on}.",
            hint="Opened on {opens_on} it closes on {earliest_close} at the earliest. Check month and year.",
            field="closes_on",
            longest=longest_days,
            opens_on=opens_on,
            closes_on=closes_on,
            earliest_close=earliest,
        )
    return closes_on


def check_opening(opens_on: date, *, on: date) -> None:
    """Raise Invalid `notice-far` for an opening day more than a year ahead, before any calendar is asked for it."""
    if (opens_on - on).days > FARTHEST_OPENING:
        raise Invalid(
            "notice-far",
            "The notice would open on {opens_on}, more than a year from now.",
            hint="Check the year.",
            field="opens_on",
            opens_on=opens_on,
        )


def clean_titles(title_zh: str, title_en: str, document_number: str) -> tuple[str, str, str]:
    """Both titles and the document number, cleaned; Invalid `notice-title-missing` without a Chinese title.

    An empty English title is allowed: pages show the Chinese one instead.
    """
    zh = clean_line(title_zh, maximum=200, field="title_zh")
    en = clean_line(title_en, maximum=200, field="title_en")
    number = clean_line(document_number, maximum=100, field="document_number")
    if not zh:
        raise Invalid(
            "notice-title-missing",
            "A notice needs a title.",
            hint="For example: 2023年贵州省绿色商场名单公示.",
            field="title_zh",
        )
    return zh, en or zh, number


def check_items(count: int) -> None:
    """Raise Invalid `notice-empty` or `notice-crowded` for a number of applications that no notice has."""
    if not count:
        raise Invalid(
            "notice-empty",
            "A notice names at least one application.",
            hint="Choose those that have passed their review.",
            field="application_ids",
        )
    if count > MOST_ITEMS:
        raise Invalid(
            "notice-crowded",
            "A notice names at most {maximum} applications.",
            hint="Split it in two.",
            field="application_ids",
            maximum=MOST_ITEMS,
        )


def one_notice(*, schemes: Iterable[str], place_codes: Iterable[str]) -> tuple[str, str]:
    """The scheme and the province's code that all items share; Invalid `notice-mixed` if they do not. At least one item."""
    kinds = {(scheme, province_of(code)) for scheme, code in zip(schemes, place_codes, strict=True)}
    if len(kinds) > 1:
        raise Invalid(
            "notice-mixed",
            "One notice is of one scheme and one province.",
            hint="Publish a notice for each.",
            field="application_ids",
        )
    return kinds.pop()


def not_reviewed() -> NotNow:
    """The refusal of an application whose review is not concluded, or that stands in a notice already."""
    return NotNow(
        "notice-not-reviewed",
        "One of the applications has no concluded review, or stands in a notice already.",
        hint="Choose again from the list of those that can be noticed.",
    )


def check_passed(*, passed: bool, site_name: str) -> None:
    """Raise NotNow `notice-not-passed` for an application that cannot be recognised as it stands."""
    if not passed:
        raise NotNow(
            "notice-not-passed",
            "{site} did not reach what recognition needs, so it cannot be noticed for it.",
            hint="Take it off this notice; it can be declined, or reviewed anew.",
            site=site_name,
        )


def check_objection(
    *, name: str, contact: str, text: str, criterion: str, criteria: Collection[str]
) -> tuple[str, str, str, str]:
    """Name, contact, text and criterion of an objection, cleaned; an empty criterion means the whole.

    Raises InvalidMany with every fault: `objection-name`, `objection-contact`, `objection-text`, an unknown criterion.
    """
    faults: list[LvceError] = []
    name = _cleaned(faults, lambda: clean_line(name, maximum=100, field="name"))
    contact = _cleaned(faults, lambda: clean_line(contact, maximum=200, field="contact"))
    text = _cleaned(faults, lambda: clean_paragraphs(text, maximum=MAXIMUM_TEXT, field="text"))
    criterion = _cleaned(faults, lambda: clean_line(criterion, maximum=40, field="criterion"))
    blamed = {fault.field for fault in faults}
    if len(name) < MINIMUM_NAME and "name" not in blamed:
        faults.append(
            Invalid(
                "objection-name",
                "An objection needs your real name.",
                hint="It is seen only by the officers who answer; the notice does not show it.",
                field="name",
            )
        )
    if len(contact) < MINIMUM_CONTACT and "contact" not in blamed:
        faults.append(
            Invalid(
                "objection-contact",
                "An objection needs a telephone number or an address at which you can be reached.",
                hint="It is used for the answer only.",
                field="contact",
            )
        )
    if len(text) < MINIMUM_TEXT and "text" not in blamed:
        faults.append(
            Invalid(
                "objection-text",
                "Say in at least {minimum} characters what is wrong, and how you know.",
                hint="Facts that can be checked help most.",
                field="text",
                minimum=MINIMUM_TEXT,
            )
        )
    if criterion and criterion not in criteria:
        faults.append(
            Invalid(
                "objection-criterion",
                "There is no item {criterion} in the criteria of this notice.",
                hint="Choose the item from the list, or object to the whole.",
                field="criterion",
                criterion=criterion,
            )
        )
    if faults:
        raise InvalidMany(faults)
    return name, contact, text, criterion


def _cleaned(faults: list[LvceError], clean: Callable[[], str]) -> str:
    """The cleaned text; or its fault is noted, and nothing is left to judge."""
    try:
        return clean()
    except Invalid as fault:
        faults.append(fault)
        return ""


def check_token(token: str) -> str:
    """The one-time token of an objection form; Invalid `form-token` unless it is 16 to 64 URL-safe characters."""
    if not TOKEN.fullmatch(token):
        raise Invalid(
            "form-token",
            "This form is incomplete, so it cannot be told whether it was sent before.",
            hint="Open the notice again and fill in the form there.",
        )
    return token


def check_objection_day(*, opens_on: date, closes_on: date, on: date) -> None:
    """Raise NotNow `objection-early` or `objection-late` outside the window, both ends included."""
    if on < opens_on:
        raise NotNow(
            "objection-early",
            "Objections are taken from {opens_on} on.",
            hint="Come back on that day.",
            opens_on=opens_on,
        )
    if on > closes_on:
        raise NotNow(
            "objection-late",
            "The time for objections to this notice ended on {closes_on}.",
            hint="A bureau still takes tip-offs at any time, outside of this notice.",
            closes_on=closes_on,
        )


def check_still_standing(*, left_on: date | None) -> None:
    """Raise NotNow `objection-item-left` when the application no longer stands in the notice."""
    if left_on is not None:
        raise NotNow(
            "objection-item-left",
            "This application left the notice on {left_on}, so there is nothing left to object to.",
            hint="Should it be noticed again, objections are open again.",
            left_on=left_on,
        )


def check_answer(answer: str) -> str:
    """The cleaned answer to an objection; Invalid `objection-answer` when it says next to nothing."""
    text = clean_paragraphs(answer, maximum=MAXIMUM_TEXT, field="answer")
    if len(text) < MINIMUM_TEXT:
        raise Invalid(
            "objection-answer",
            "An answer of at least {minimum} characters is owed to who objected.",
            hint="Say what was checked and what was found.",
            field="answer",
            minimum=MINIMUM_TEXT,
        )
    return text


def check_unanswered(outcome: ObjectionOutcome | None) -> None:
    """Raise NotNow `objection-answered` when an objection has its answer already."""
    if outcome is not None:
        raise NotNow(
            "objection-answered",
            "This objection has been answered already.",
            hint="Open it again to read the answer.",
        )


def rule_text(rule: WindowRule) -> str:
    """The rule as a notice keeps it, at most 60 characters: `5 working first`."""
    return f"{rule.count} {rule.unit.value} {'first' if rule.count_first_day else 'next'}"


def rule_parts(text: str) -> tuple[int, Unit, bool]:
    """What `rule_text` wrote, for showing: days, unit, whether the first day counts."""
    count, unit, first = text.split()
    return int(count), Unit(unit), first == "first"
