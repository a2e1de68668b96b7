"""Shapes of re-issues as the desk sees them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from certificates.content import CertificateRecord
from registry.reissues.rules import ReissueState


@dataclass(frozen=True, slots=True)
class Changed:
    """One text of the certificate: which, how it stands there, how it would read."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReissueView:
    """A proposal and, once `decided_on` is set, what became of it. `certificate_id` is the version that is to be replaced,
    `issued_id` the one that took its place. `own`: proposed by the viewer, who may not confirm it.
    """

    id: UUID
    certificate_id: UUID
    number: str
    version: int
    site_name: str
    enterprise_name: str
    place_code: str
    reason: str
    document_number: str
    note: str
    changes: tuple[Changed, ...]
    state: ReissueState
    proposed_by_name: str
    proposed_on: date
    proposed_at: datetime
    decided_by_name: str
    decided_on: date | None
    remark: str
    issued_id: UUID | None
    own: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The certificate as it is and as it would be printed on a day."""

    before: CertificateRecord
    after: CertificateRecord

    @property
    def changes(self) -> tuple[Changed, ...]:
        """Everything printed that would differ, in the order of the record."""
        old, new = self.before.model_dump(mode="json"), self.after.model_dump(mode="json")
        return tuple(Changed(name, _shown(old[name]), _shown(new[name])) for name in old if old[name] != new[name])


def _shown(value: Any) -> str:
    """What stands on the certificate of one part of a record; of whoever issues the name."""
    return str(value["name"]["zh"]) if isinstance(value, dict) else str(value or "")
