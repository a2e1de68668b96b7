"""Shapes of the public register: rows of lists, an entry with its history, what an import did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar
from uuid import UUID

from registry.errors import LvceError
from registry.issuance.schemas import Outcome, Reason
from registry.public_register.rules import EntryStatus, Origin

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `total` counts all pages' rows."""

    items: tuple[T, ...]
    total: int
    page: int
    size: int


@dataclass(frozen=True, slots=True)
class RegisterItem:
    """One row of the register as of a day. `outcome` answers "valid on that day?"; `reasons` say why."""

    id: UUID
    scheme: str
    year: int
    level: str
    province_code: str
    place_code: str
    place_zh: str
    place_en: str
    area_text: str
    site_name: str
    enterprise_name: str
    uscc: str
    certificate_number: str
    on: date
    status: EntryStatus
    status_zh: str
    status_en: str
    outcome: Outcome
    reasons: tuple[Reason, ...]
    recognised_on: date | None
    valid_from: date | None
    valid_until: date | None
    demonstration: bool
    origin: Origin
    source: str


@dataclass(frozen=True, slots=True)
class PeriodView:
    """One stretch of an entry's life."""

    status: EntryStatus
    status_zh: str
    status_en: str
    from_on: date
    until_on: date | None
    reason: Reason
    document_number: str


@dataclass(frozen=True, slots=True)
class RegisterDetail:
    """An entry with everything public about it and its whole history."""

    item: RegisterItem
    format: str
    building_area_m2: Decimal | None
    identifier: str
    issuer_zh: str
    issuer_en: str
    decision_document: str
    pdf_sha256: str
    refreshed_at: datetime
    periods: tuple[PeriodView, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a published list as it was read: its number in the file, its cells by column name."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row: its number in the file, the column to blame, the fault with its hint."""

    number: int
    column: str
    fault: LvceError


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or in a dry run would do. `written` is False when nothing was kept. Rows that cannot be taken
    are `refused`; those of `warned` are taken as they are, and looked at by somebody.
    """

    added: int
    changed: int
    unchanged: int
    refused: tuple[RowFault, ...]
    warned: tuple[RowFault, ...]
    written: bool
