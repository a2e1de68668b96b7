"""Shapes of duties: re-checks as desk and portal see them, reminders, offers to renew."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from certificates.lifecycle import Status
from registry.applications.schemas import RoundView
from registry.duties.rules import Duty, Kind, Result
from registry.issuance.schemas import CertificateFacts


@dataclass(frozen=True, slots=True)
class RecheckView:
    """One result on file."""

    duty: int
    ordinal: int
    result: Result
    done_on: date
    mend_by: date | None
    document_number: str
    remark: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DutyView:
    """One re-check of one certificate, with what was found so far. `certificate_id` is the newest version's."""

    certificate_id: UUID
    number: str
    enterprise_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str
    status: Status
    duty: Duty
    results: tuple[RecheckView, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """A number as it stands on a day: its newest version, its status, its re-checks."""

    facts: CertificateFacts
    status: Status
    duties: tuple[DutyView, ...]


@dataclass(frozen=True, slots=True)
class ReminderView:
    """A reminder that is up on a day. `due_on`: the last valid day, or that by which a result or a mending is due."""

    kind: Kind
    certificate_id: UUID
    number: str
    enterprise_id: UUID
    site_name: str
    enterprise_name: str
    place_code: str
    duty: int
    show_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class RenewalOffer:
    """How a certificate may be renewed, if it has not ended (`live`). `call` is the round that is open for it; without one, `opens_on` says when the next
    opens, None: none is announced. `application_id` is the form that renews it already.
    """

    certificate_id: UUID
    number: str
    enterprise_id: UUID
    site_id: UUID
    site_name: str
    scheme: str
    place_code: str
    valid_until: date
    live: bool
    renewable_from: date
    edition: str
    call: RoundView | None
    opens_on: date | None
    application_id: UUID | None
