"""Shapes in which the queue is shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class FailedJob:
    """A job that was given up; `error` names the kind and place of the last failure."""

    id: UUID
    name: str
    attempts: int
    failed_at: datetime
    error: str
