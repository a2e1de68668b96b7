"""Shapes of editions that bureaus write, for pages, programs and other areas."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.editions.contents import criteria_of
from registry.editions.judging import Case
from registry.editions.rules import DraftState
from scoring.drafting import Placed, Written
from scoring.editions import Criterion, Edition


@dataclass(frozen=True, slots=True)
class Published:
    """A published edition with where it counts. `edition.in_force_until` says when a successor ended it."""

    id: UUID
    edition: Edition
    place_code: str
    document_number: str
    published_on: date


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as lists show it. `first_day` is as typed and may be empty; `own`: proposed by the viewer."""

    id: UUID
    scheme: str
    place_code: str
    state: DraftState
    title: Mapping[str, str]
    source: str
    first_day: str
    criteria: int
    saved_at: datetime
    saved_by: str
    proposed_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with all that is known of it. `edits`, `publishes`: whether the viewer may, as things stand.

    `former` is the edition that it follows, if there is such a one, `earlier` are those that it might follow.
    """

    id: UUID
    scheme: str
    place_code: str
    state: DraftState
    source: str
    content: dict[str, Any]
    report: Mapping[str, Any]
    cases: tuple[Case, ...]
    chinese_only: bool
    document_number: str
    remark: str
    created_at: datetime
    created_by: str
    saved_at: datetime
    saved_by: str
    proposed_at: datetime | None
    proposed_by: str
    own_proposal: bool
    written: Written
    missing_english: int
    edits: bool
    publishes: bool
    edition: str
    earlier: tuple[Edition, ...]
    former: Edition | None

    @property
    def faults_of(self) -> dict[str, list[Placed]]:
        """Faults by criterion; those of the settings under the empty code."""
        found: dict[str, list[Placed]] = {}
        for placed in self.written.faults:
            found.setdefault(placed.criterion, []).append(placed)
        return found

    @property
    def dropped(self) -> list[Criterion]:
        """Criteria of the edition it follows that none of its own continues: answers to them end."""
        kept = {str(row.get("continues")) for _, row in criteria_of(self.content)}
        return [row for row in self.former.criteria if row.code not in kept] if self.former else []

    @property
    def failing(self) -> int:
        """How many worked cases do not hold."""
        return sum(not case.holds for case in self.cases)
