"""Law of re-issuing, pure: what may be changed for which reason, and the second pair of eyes.

Whether a certificate can be issued anew on a day is `registry/issuance/rules.py`'s.
"""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from certificates.content import CertificateRecord
from registry.errors import Forbidden, Invalid, InvalidMany, NotNow
from registry.identifiers import normal_uscc
from registry.text import clean_line, clean_paragraphs

FIELDS: Mapping[str, tuple[str, ...]] = {
    "misprint": ("holder", "enterprise", "uscc", "address", "decision_document"),
    "name-changed": ("holder", "enterprise"),
    "address-changed": ("address",),
}
"""Reason → what it lets change. Another credit code is another holder, so only a misprint explains it. House rule."""

ALL_FIELDS = FIELDS["misprint"]
MAXIMUM = 200
MINIMUM_REMARK = 8
"""Characters of the remark that rejects a proposal: a colleague will read it. House rule, not law."""


class ReissueState(StrEnum):
    """Where a proposal stands: open, or settled by the second officer."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REJECTED = "rejected"


def clean_changes(record: CertificateRecord, reason: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What differs from the certificate, cleaned; an empty or an equal text changes nothing.

    Raises Invalid `reissue-reason`, `reissue-nothing`, InvalidMany with `reissue-field` for what the reason does not
    cover, Invalid for a text that is none.
    """
    if reason not in FIELDS:
        raise Invalid(
            "reissue-reason",
            "This is no reason to issue a certificate anew.",
            hint="Choose one of these: {fitting}.",
            field="reason",
            fitting=", ".join(FIELDS),
        )
    texts = {name: clean_line(typed.get(name, ""), maximum=MAXIMUM, field=name) for name in ALL_FIELDS}
    if texts["uscc"] and texts["uscc"] != record.uscc:
        texts["uscc"] = _uscc(texts["uscc"])
    changed = {name: text for name, text in texts.items() if text and text != getattr(record, name)}
    if wrong := [name for name in changed if name not in FIELDS[reason]]:
        raise InvalidMany(
            [
                Invalid(
                    "reissue-field",
                    "The reason that was chosen does not explain this change.",
                    hint="Leave it as it is on the certificate, or choose another reason.",
                    field=name,
                )
                for name in wrong
            ]
        )
    if not changed:
        raise Invalid(
            "reissue-nothing",
            "Nothing would be different on the new certificate.",
            hint="Correct what is wrong on it.",
            field=FIELDS[reason][0],
        )
    return changed


def _uscc(text: str) -> str:
    try:
        return normal_uscc(text)
    except Invalid as fault:
        fault.field = "uscc"
        raise


def clean_document(document_number: str) -> str:
    """The document's number, cleaned. Raises Invalid `reissue-without-document`."""
    number = clean_line(document_number, maximum=100, field="document_number")
    if not number:
        raise Invalid(
            "reissue-without-document",
            "The number of the document that orders the re-issue is missing.",
            hint="Enter the number of the office's approval.",
            field="document_number",
        )
    return number


def clean_remark(remark: str, *, agree: bool) -> str:
    """The second officer's remark, cleaned; Invalid `reissue-rejection` when a proposal is rejected without saying why."""
    text = clean_paragraphs(remark, maximum=1000, field="remark")
    if not agree and len(text) < MINIMUM_REMARK:
        raise Invalid(
            "reissue-rejection",
            "Rejecting needs a remark of at least {minimum} characters: your colleague will read it.",
            hint="Say what has to change before you could agree.",
            field="remark",
            minimum=MINIMUM_REMARK,
        )
    return text


def check_second_pair(proposed_by: UUID, decider: UUID | None) -> None:
    """Raise NotNow `own-reissue` when whoever proposed would confirm; Forbidden when nobody in person does."""
    if decider is None:
        raise Forbidden("reissue:confirm")
    if decider == proposed_by:
        raise NotNow(
            "own-reissue",
            "You proposed this re-issue yourself, so another officer has to confirm it.",
            hint="Ask a colleague with the right to confirm.",
        )


def check_open(state: ReissueState) -> None:
    """Raise NotNow `reissue-settled` when a proposal was confirmed or rejected already."""
    if state is not ReissueState.PROPOSED:
        raise NotNow(
            "reissue-settled",
            "This re-issue has been settled already.",
            hint="Look at the certificate; a new proposal is possible.",
        )
