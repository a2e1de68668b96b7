"""Statuses of entries in words, and the one word that answers "is it good?". Pure; the words are data."""

import tomllib
from pathlib import Path

from certificates.lifecycle import Status, label
from registry.issuance import answers
from registry.issuance.schemas import Outcome, Reason
from registry.public_register.rules import EntryStatus

WORDS: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
LABELS: dict[EntryStatus, dict[str, str]] = {
    status: WORDS["status"].get(status.value) or label(Status(status.value)) for status in EntryStatus
}
CANNOT_TELL = frozenset({EntryStatus.LISTED, EntryStatus.PUBLICITY})


def outcome_of(status: EntryStatus) -> Outcome:
    """VALID, NOT VALID, or CANNOT TELL for what others published: not knowing is never turned into an answer."""
    if status in CANNOT_TELL:
        return Outcome.CANNOT_TELL
    return Outcome.VALID if status is EntryStatus.VALID else Outcome.NOT_VALID


def reason(code: str) -> Reason:
    """The sentence of a reason code in both languages."""
    words = WORDS["reason"].get(code)
    return answers.reason(code) if words is None else Reason(code, words["zh"], words["en"])
