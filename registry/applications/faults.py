"""Errors of applications that carry more than a message: wording of the criteria in both languages, answers that clash.

The family itself, and what every error has, is `registry/errors.py`'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.applications.schemas import MissingItem
from registry.errors import Conflict, Invalid, InvalidMany

Words = Mapping[str, object]
"""`{"zh": …, "en": …}`, as scoring writes it."""


class InvalidFacts(Invalid):
    """A fault of one answer, worded by the criteria in both languages; `field` is the criterion's code."""

    def __init__(self, code: str, explanation: Words, remedy: Words | None = None, *, field: str) -> None:
        super().__init__(
            code,
            "{explanation}",
            hint="{remedy}" if remedy else "",
            field=field,
            explanation=dict(explanation),
            remedy=dict(remedy or {}),
        )


class NotComplete(InvalidMany):
    """A submission still needs something; `faults` names every item, each an InvalidFacts `missing-<what>`."""

    def __init__(self, missing: Sequence[MissingItem]) -> None:
        super().__init__(
            [InvalidFacts(f"missing-{item.what.replace('_', '-')}", item.text, field=item.code) for item in missing]
        )


@dataclass(frozen=True, slots=True)
class Clash:
    """One answer that was saved elsewhere after the page that sends it was shown. Both wordings are kept for the person."""

    criterion: str
    stored_value: Any
    stored_note: str
    stored_version: int
    saved_at: datetime
    saved_by: str
    sent_value: Any
    sent_note: str


class AnswerConflict(Conflict):
    """Nothing was saved: some answers changed in another window. `clashes` has both versions of each."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__(
            "answer-conflict",
            "Some answers were changed in another window or by a colleague since you opened this page.",
            hint="Compare both versions of each marked answer, choose one, and save again.",
            criteria=[clash.criterion for clash in clashes],
        )
        self.clashes = tuple(clashes)
