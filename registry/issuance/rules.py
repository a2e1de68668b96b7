"""Law of the certificate book, pure: how long a certificate lasts, which status changes may be written and from when.

What a status is on a day is `certificates/lifecycle.py`'s; the years themselves are data, `validity.toml`.
"""

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from certificates.faults import Fault
from certificates.lifecycle import FINAL, Status, StatusChange, Window, faults_of, leads_to, reasons, status_on
from registry.errors import Invalid, NotNow

MAXIMUM_NUMBER = 120
"""Longer than any number or identifier; what is longer is not looked up."""


def normal_number(text: str) -> str:
    """A certificate number or identifier as stored: full-width forms folded, nothing blank or invisible, capitals.

    Phones and copied PDFs insert spaces and full-width hyphens; what is left is compared exactly.
    """
    folded = unicodedata.normalize("NFKC", text[: MAXIMUM_NUMBER * 4])
    return "".join(printable(folded).split()).upper()[:MAXIMUM_NUMBER]


def printable(text: str) -> str:
    """The text with blanks for what cannot be printed: no database keeps a NUL, no name has one."""
    return "".join(each if each.isprintable() else " " for each in text)


def last_day(first: date, years: int) -> date:
    """The last valid day of a period of whole years: the day before the anniversary (28 February stands for the 29th)."""
    try:
        anniversary = first.replace(year=first.year + years)
    except ValueError:
        return date(first.year + years, 2, 28)
    return anniversary - timedelta(days=1)


def check_change(window: Window, changes: Sequence[StatusChange], change: StatusChange, today: date) -> None:
    """Accept a change of status, or raise Invalid or NotNow with the reason.

    Suspension and reinstatement take effect today or later: nobody could have known of them before. What ends a
    certificate may reach back as far as its first day, because what was never true never was; it then needs the
    document that says so. It also goes before a change that is planned for a later day and thereby becomes idle.
    Planned for a day after the last one it would end nothing: a slip of the pen that leaves the certificate valid.
    """
    final = change.status in FINAL
    if change.effective_on < window.first:
        raise Invalid(
            "status-before-issue",
            "This day is before the first day of the certificate, {first}.",
            hint="Choose that day or a later one.",
            field="effective_on",
            first=window.first,
        )
    if change.effective_on < today and not final:
        raise Invalid(
            "status-backdated",
            "A suspension or a reinstatement cannot take effect in the past.",
            hint="Choose today or a later day.",
            field="effective_on",
        )
    if window.last is not None and change.effective_on > max(window.last, today):
        raise Invalid(
            "status-after-end",
            "This day is after the last day of the certificate, {last}.",
            hint="Choose that day or an earlier one.",
            field="effective_on",
            last=window.last,
        )
    if final and not change.document:
        raise Invalid(
            "status-without-document",
            "The number of the decision document is missing.",
            hint="What ends a certificate needs a document that the holder can contest.",
            field="document_number",
        )
    known = [each for each in changes if each.effective_on <= change.effective_on] if final else changes
    _raise(faults_of(window, known, change), [code for code in reasons() if change.status in leads_to(code)])


def check_reissue(window: Window, changes: Sequence[StatusChange], on: date) -> None:
    """Accept that a version gives way to a new one on a day, or raise NotNow.

    Only a valid certificate is printed anew: a new document must not lift a suspension, nor make an expired one look
    good. A change that is planned for a later day would be lost with the old version, so it has to be settled first.
    """
    if status_on(window, changes, on).status is not Status.VALID:
        raise NotNow(
            "reissue-not-valid",
            "Only a certificate that is valid on that day can be issued anew.",
            hint="Look at its history: it may be suspended, revoked or expired.",
        )
    if any(change.effective_on > on for change in changes):
        raise NotNow(
            "reissue-planned",
            "A change of its status is planned for a later day and would be lost.",
            hint="Wait for that day, then issue it anew.",
        )


def _raise(faults: Sequence[Fault], fitting: Sequence[str]) -> None:
    """The press's faults in the office's words, the one that says most first; `fitting`: the reasons that would do."""
    codes = {fault.code for fault in faults}
    if "transition-not-allowed" in codes:
        raise NotNow(
            "status-not-allowed",
            "On that day the certificate is not in a state from which this step is possible.",
            hint="Look at its history: it may have been suspended, revoked or ended already.",
        )
    if "change-out-of-order" in codes:
        raise Invalid(
            "status-out-of-order",
            "This takes effect before a change that is already recorded.",
            hint="Choose the day of the last change or a later one.",
            field="effective_on",
        )
    if codes:
        raise Invalid(
            "status-reason",
            "This reason does not fit this step.",
            hint="Choose one of these: {fitting}.",
            field="reason",
            fitting=", ".join(fitting),
        )
