"""Shapes of editions that bureaus write, for pages, programs and other areas."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from scoring.editions import Edition


@dataclass(frozen=True, slots=True)
class Published:
    """A published edition with where it counts. `edition.in_force_until` says when a successor ended it."""

    id: UUID
    edition: Edition
    place_code: str
    document_number: str
    published_on: date
