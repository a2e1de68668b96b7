"""Shapes of assessments that leave this area. How points come about is `scoring/`'s."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from registry.applications.schemas import FrozenSubmission
from scoring.editions import Edition
from scoring.values import Words


class Kind(StrEnum):
    """From what an assessment was made: the frozen answers alone, or answers and a reviewer's findings."""

    MACHINE = "machine"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """One kept judgement of one submission. `scorecard` is as `Scorecard.to_json` gave it, `sha256` its fingerprint."""

    id: UUID
    application_id: UUID
    submission_id: UUID
    kind: Kind
    ordinal: int
    edition: str
    edition_digest: str
    findings: Mapping[str, Mapping[str, Any]]
    scorecard: Mapping[str, Any]
    sha256: str
    made_at: datetime

    @property
    def passed(self) -> bool:
        """Whether the submission passes by this judgement."""
        return bool(self.scorecard["passed"])

    @property
    def settled(self) -> bool:
        """Whether nothing that is still unjudged could change that."""
        return bool(self.scorecard["settled"])

    @property
    def total(self) -> str:
        """Points reached, as an exact decimal in text."""
        return str(self.scorecard["total"])

    @property
    def maximum(self) -> str:
        """Points that could be reached, in the same way."""
        return str(self.scorecard["maximum"])

    @property
    def share(self) -> str:
        """Total over maximum, rounded as the edition says; empty where nothing applied."""
        return str(self.scorecard["share"] or "")


@dataclass(frozen=True, slots=True)
class JudgedSheet:
    """A judgement with the submission and the edition that it was made from."""

    assessment: AssessmentView
    submission: FrozenSubmission
    edition: Edition


@dataclass(frozen=True, slots=True)
class Replayed:
    """A judgement made again from its frozen inputs; `faults` says in English what no longer agrees, empty if nothing."""

    assessment_id: UUID
    submission_id: UUID
    faults: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every byte is the same."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Improvable:
    """A line with points still to gain, or a gate that is not met, with the effort at which it would be reached in full.

    `effort` is a number as text, in whatever unit was stated; empty where it cannot be improved.
    """

    code: str
    title: Words
    gate: bool
    points: str
    maximum: str
    effort: str


@dataclass(frozen=True, slots=True)
class Advised:
    """Why a judgement passes or not, and what would make it pass.

    `reasons` are as `scoring.verdict.Reason.to_json` gives them, `advice` as `scoring.advice.Advice.to_json`. `stated`:
    the efforts are somebody's own; otherwise every item counts alike.
    """

    reasons: tuple[Mapping[str, Any], ...]
    advice: Mapping[str, Any]
    stated: bool
    improvable: tuple[Improvable, ...]
