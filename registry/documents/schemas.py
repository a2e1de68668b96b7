"""Shapes of documents: how far one is, its bytes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from certificates.documents import Notice, ScoreSheet
from registry.documents.rules import Kind


@dataclass(frozen=True, slots=True)
class DocumentView:
    """How far a document is: asked for, or `ready` to be fetched. `seal_level` as PAdES has it, empty until then."""

    id: UUID
    kind: Kind
    subject_id: UUID
    requested_at: datetime
    printed_at: datetime | None
    pdf_sha256: str
    seal_level: str

    @property
    def ready(self) -> bool:
        """Whether the press is done with it."""
        return self.printed_at is not None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the job needs: the frozen content with the digest that it was asked for with."""

    id: UUID
    content: Notice | ScoreSheet
    content_sha256: str
    printed: bool


@dataclass(frozen=True, slots=True)
class DocumentPdf:
    """A sealed document: the hash and the bytes in pieces. Iterating raises Unavailable when the store does not answer."""

    sha256: str
    content: AsyncIterator[bytes]
