"""Shapes of simulations: the question as it is asked, its progress, its outcome by city and by application."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from registry.fields import empty, told
from registry.simulations.rules import MoveKind, State
from registry.targets.rules import Counting
from scoring.editions import Edition

Texts = Mapping[str, str]
"""`{zh, en}`."""


class Question(BaseModel):
    """What is asked: a published or shipped edition by scheme and name, or a draft; over a place with all below it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    scheme: Annotated[str, Field(max_length=60)] = ""
    edition: Annotated[str, Field(max_length=60)] = ""
    draft_id: UUID | None = None
    place_code: Annotated[str, Field(pattern=r"^\d{6}$")]

    @model_validator(mode="after")
    def _one_edition(self) -> Self:
        if self.draft_id is None and not (self.scheme and self.edition):
            raise told(empty("edition"))
        return self


@dataclass(frozen=True, slots=True)
class EditionChoice:
    """An edition that can be asked about; `draft_id` for one that is still being written."""

    scheme: str
    edition: str
    title: Texts
    in_force_from: str
    draft_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a simulation stands still: so many attempts at its next part failed, the last then, with this error noted."""

    at: datetime
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class SimulationRow:
    """A simulation in a list. `stopped` if it stands still until somebody has it tried again."""

    id: UUID
    scheme: str
    edition: str
    title: Texts
    draft_id: UUID | None
    place_code: str
    state: State
    done: int
    total: int
    asked_at: datetime
    asked_by: str
    moved_at: datetime
    ended_at: datetime | None
    stopped: Stop | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were judged, pass before and after, and would move, by kind."""

    submissions: int
    before: int
    after: int
    falls: int
    rises: int
    open: int
    grade: int


@dataclass(frozen=True, slots=True)
class TargetImpact:
    """A target of a place: what it asks, what is reached today, and what would be if recognition followed the edition.

    `after` leaves out recognised ones that would fall and counts in those that would pass; `doubtful` more depend on
    what is not known. `reached` None: this register has no data.
    """

    label: Texts
    counting: Counting
    year: int
    amount: Decimal | None
    unit: Texts
    reached: int | None
    lost: int
    won: int
    doubtful: int

    @property
    def after(self) -> int | None:
        """What would be reached."""
        return None if self.reached is None else self.reached - self.lost + self.won

    @property
    def missed(self) -> bool:
        """Whether a target that is reached today would no longer be."""
        if self.amount is None or self.reached is None or self.after is None:
            return False
        return self.reached >= self.amount > self.after


@dataclass(frozen=True, slots=True)
class CityImpact:
    """One city, or the whole: its counts and its targets."""

    place_code: str
    name: Texts
    counts: Counts
    targets: tuple[TargetImpact, ...]


@dataclass(frozen=True, slots=True)
class ClauseImpact:
    """A clause or chapter of the new edition (or one of a former, without title) and the moves in which it weighs."""

    code: str
    title: Texts | None
    moves: int


@dataclass(frozen=True, slots=True)
class SimulationView:
    """A simulation with its outcome so far."""

    row: SimulationRow
    edition: Edition
    digest: str
    whole: CityImpact
    cities: tuple[CityImpact, ...]
    clauses: tuple[ClauseImpact, ...]
    former: Mapping[str, int]
    unjudged: int
    examples: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class CauseView:
    """Why one moves: `gate`, `floor`, `points` (with the change of its share of the whole) or `unknown`."""

    kind: str
    code: str
    title: Texts | None
    change: str


@dataclass(frozen=True, slots=True)
class Brief:
    """One judgement in short; amounts are exact decimals as text."""

    edition: str
    total: str
    maximum: str
    share: str | None
    passed: bool
    grade: Texts | None


@dataclass(frozen=True, slots=True)
class MoveView:
    """An application whose outcome or grade would be another. `lost`: codes of answers that could not be carried."""

    application_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str
    year: int
    state: str
    kind: MoveKind
    before: Brief
    after: Brief
    causes: tuple[CauseView, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovePage:
    """A page of moves and how many there are in all."""

    items: tuple[MoveView, ...]
    total: int
