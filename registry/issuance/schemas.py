"""Shapes that cross the border of issuance: what a decision hands over, what was reserved, what a status answer says."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from certificates.content import CertificateRecord
from certificates.lifecycle import Status, Window, status_on
from certificates.lifecycle import StatusChange as Change


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a decision hands over to be certified, taken from the submission that was judged, never from live rows.

    `edition` is the code of the criteria, `edition_zh` and `edition_en` how a document cites them; `level` is a key of
    `certificates/kinds.toml`. `place_code` is the site's; the number, the bureau and the seal are those of its province. `year` is the round's.
    `grade_zh` and `grade_en` are what the score reached beside the level, empty where the edition has no grades.
    `renews_certificate_id`: what the mall held so far, which the new certificate takes the place of.
    """

    application_id: UUID
    enterprise_id: UUID
    site_id: UUID
    scheme: str
    year: int
    place_code: str
    enterprise_name: str
    uscc: str
    site_name: str
    site_address: str
    format: str
    building_area_m2: Decimal | None
    edition: str
    edition_zh: str
    edition_en: str
    document_number: str
    level: str = "provincial"
    grade_zh: str = ""
    grade_en: str = ""
    renews_certificate_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class IssuePreview:
    """What would be printed and sealed. The record's number is the next free one, promised to nobody.

    `validity_status` is `verified` or `local`; `validity_citation` says in both languages where the years are from.
    """

    record: CertificateRecord
    years: int
    validity_status: str
    validity_citation: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reserved:
    """A number that will never be given to anything else."""

    certificate_id: UUID
    number: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Bureau:
    """Who issues in a place on a day, and at which address its certificates are verified."""

    place_code: str
    name_zh: str
    name_en: str
    uscc: str
    signatory: str
    verify_base_url: str
    demonstration: bool
    valid_from: date
    valid_until: date | None


class Outcome(StrEnum):
    """The one word of a verification."""

    VALID = "valid"
    NOT_VALID = "not_valid"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable code for machines, a sentence in both languages for people."""

    code: str
    zh: str
    en: str

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """What anybody may read of a certificate: nothing that is not printed on it, but the hash of its file."""

    number: str
    version: int
    identifier: str
    scheme: str
    place_code: str
    site_name: str
    enterprise_name: str
    uscc: str
    address: str
    issuer_zh: str
    issuer_en: str
    document_number: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    demonstration: bool
    pdf_sha256: str


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """Whether a certificate was good on a day. `answered_at` is its age; `record` is None for an unknown number.

    `version` is the version that the answer is about, `versions` how many there are; both 0 for an unknown number.
    """

    outcome: Outcome
    status: Status | None
    reasons: tuple[Reason, ...]
    number: str
    on: date
    answered_at: datetime
    record: PublicRecord | None = None
    version: int = 0
    versions: int = 0


@dataclass(frozen=True, slots=True)
class StatusChangeView:
    """One line of a certificate's history. `reason` is a code of `certificates/lifecycle.toml`; `remark` is for the holder, not public."""

    certificate_id: UUID
    ordinal: int
    status: Status
    effective_on: date
    reason: str
    remark: str
    document_number: str
    at: datetime

    def as_change(self) -> Change:
        """The same in the words of the certificate rules."""
        return Change(self.status, self.effective_on, self.reason, self.document_number)


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate as its bureau and its holder see it. `status` is that of `on`; `printed_at` None: still in the press.

    `supersedes_id` is the version before, `replaced_by_id` the one after, `renews_id` what was held before this number.
    """

    id: UUID
    record: PublicRecord
    application_id: UUID
    enterprise_id: UUID
    site_id: UUID
    on: date
    status: Status
    reason: str
    changes: tuple[StatusChangeView, ...]
    reserved_at: datetime
    printed_at: datetime | None
    seal_level: str
    supersedes_id: UUID | None
    replaced_by_id: UUID | None
    renews_id: UUID | None


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What jobs need of a certificate. `record` is what was or will be sealed; `year` is the round's."""

    id: UUID
    application_id: UUID
    enterprise_id: UUID
    site_id: UUID
    place_code: str
    replaced_by_id: UUID | None
    renews_id: UUID | None
    record: CertificateRecord
    record_sha256: str
    log_index: int | None
    year: int
    level: str
    site_format: str
    building_area_m2: Decimal | None
    printed_at: datetime | None
    pdf_sha256: str
    changes: tuple[StatusChangeView, ...]

    @property
    def window(self) -> Window:
        """The days on which this version can be valid."""
        return Window.of(
            valid_from=self.record.valid_from, issued_on=self.record.issued_on, valid_until=self.record.valid_until
        )

    def status_on(self, day: date) -> Status:
        """What it was, is or will be on a day."""
        return status_on(self.window, [each.as_change() for each in self.changes], day).status


@dataclass(frozen=True, slots=True)
class PublicPdf:
    """A sealed certificate to hand out: its number, the SHA-256 of its bytes, the bytes in pieces."""

    number: str
    sha256: str
    content: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the press hands back: the sealed document, the SHA-256 of its bytes, the PAdES level."""

    pdf: bytes
    sha256: str
    level: str
