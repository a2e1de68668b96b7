"""Shapes of proposals and decisions, as the desk and, once settled, the enterprise see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.decisions.rules import Outcome, ProposalState


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A proposal and, once `decided_on` is set, its decision. `own`: proposed by the viewer, who may not decide it."""

    id: UUID
    application_id: UUID
    scheme: str
    year: int
    place_code: str
    site_name: str
    enterprise_name: str
    outcome: Outcome
    document_number: str
    reason: str
    state: ProposalState
    assessment_id: UUID
    proposed_by: UUID
    proposed_by_name: str
    proposed_on: date
    proposed_at: datetime
    decided_by_name: str
    decided_on: date | None
    remark: str
    certificate_id: UUID | None
    own: bool


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What the enterprise is told: the decision that stands, without who proposed it."""

    outcome: Outcome
    document_number: str
    reason: str
    decided_on: date
    certificate_id: UUID | None


@dataclass(frozen=True, slots=True)
class Proposable:
    """An application that waits for a proposal. `blocked` is the code of what recognition still lacks, empty if nothing."""

    application_id: UUID
    scheme: str
    year: int
    place_code: str
    site_name: str
    enterprise_name: str
    passed: bool
    closes_on: date | None
    blocked: str
