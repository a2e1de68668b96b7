"""Shapes that leave reviews: checks as the enterprise reads them, the reviewer's sheet, lists of assignments and reviewers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.applications.schemas import FrozenEvidence, Value
from registry.reviews.rules import CheckOutcome, ConflictOfInterest, Verdict
from scoring.values import Words


@dataclass(frozen=True, slots=True)
class CheckView:
    """One completeness check, oldest submission first. `advice` is by criterion code."""

    submission_id: UUID
    submission_number: int
    outcome: CheckOutcome
    advice: dict[str, str]
    remark: str
    due_on: date | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class FindingView:
    """What was found for one criterion. `value` is what stands now: the claimed one if confirmed, points if awarded."""

    criterion: str
    verdict: Verdict
    value: Value
    reason: str
    ordinal: int
    found_at: datetime


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One criterion on the reviewer's sheet: rule, claim, evidence, the machine's points, findings so far.

    `field` says what a value looks like, as the form of the application does. `has_claim` tells no answer from a false
    one; `needed`: the review cannot conclude without a finding; `awardable`: points may be given without another value,
    which a gate does not take and which for a judged criterion are the value. `earlier` are this review's own superseded findings,
    `previous` is what a former review of the same submission found. Points are decimal strings, None where open.
    """

    code: str
    title: Words
    requirement: Words
    rule: Words
    citation: Mapping[str, Any]
    measure: str
    field: Mapping[str, Any]
    gate: bool
    judged: bool
    awardable: bool
    not_applicable_when: Words | None
    needed: bool
    has_claim: bool
    claimed: Value
    note: str
    evidence: tuple[FrozenEvidence, ...]
    machine_points: str | None
    machine_reason: Words | None
    maximum: str
    finding: FindingView | None
    earlier: tuple[FindingView, ...]
    previous: FindingView | None


@dataclass(frozen=True, slots=True)
class SheetChapter:
    """The lines of one chapter, in the order of the edition."""

    code: str
    title: Words
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """Everything one reviewer needs for one assignment, and nothing of other reviewers' open work."""

    assignment_id: UUID
    application_id: UUID
    submission_id: UUID
    scheme: str
    edition: str
    site_name: str
    enterprise_name: str
    place_code: str
    due_on: date
    open: bool
    concluded_at: datetime | None
    chapters: tuple[SheetChapter, ...]
    needed: int
    found: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """One row of a reviewer's list, or of an application's history of reviewers."""

    id: UUID
    application_id: UUID
    reviewer_id: UUID
    reviewer_name: str
    site_name: str
    enterprise_name: str
    place_code: str
    assigned_at: datetime
    due_on: date
    released_at: datetime | None
    concluded_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewerChoice:
    """An expert that may be offered; with conflicts, shown but not to be chosen."""

    account_id: UUID
    name: str
    open_assignments: int
    conflicts: tuple[ConflictOfInterest, ...]
