"""Questions about documents. Whoever asks has made sure that the subject may be seen; documents add nothing to it."""

import json
from collections.abc import Collection
from uuid import UUID

from certificates.documents import read as read_document
from registry.documents.models import Document
from registry.documents.rules import Kind
from registry.documents.schemas import DocumentFacts, DocumentPdf, DocumentView
from registry.errors import NotFound
from registry.storage.contents import read


async def document(kind: Kind, subject_id: UUID) -> DocumentView | None:
    """The newest document about a subject; None when none was asked for."""
    found = await _newest(kind, subject_id)
    return None if found is None else _view(found)


async def documents(kind: Kind, subject_ids: Collection[UUID]) -> dict[UUID, DocumentView]:
    """The newest document about each of many subjects, by subject; those without one are left out."""
    rows = await Document.filter(kind=kind, subject_id__in=list(subject_ids)).order_by("requested_at", "id")
    return {row.subject_id: _view(row) for row in rows}


async def pdf(kind: Kind, subject_id: UUID) -> DocumentPdf:
    """The newest document about a subject. Raises NotFound when there is none, or none sealed yet."""
    found = await _newest(kind, subject_id)
    if found is None or found.printed_at is None:
        raise NotFound("document")
    return DocumentPdf(found.pdf_sha256, read(found.pdf_sha256))


async def facts_for_system(document_id: UUID) -> DocumentFacts:
    """What the job needs of a document. Raises NotFound."""
    found = await Document.get_or_none(id=document_id)
    if found is None:
        raise NotFound("document")
    content = read_document(json.dumps(found.content).encode())
    return DocumentFacts(found.id, content, found.content_sha256, found.printed_at is not None)


async def _newest(kind: Kind, subject_id: UUID) -> Document | None:
    return await Document.filter(kind=kind, subject_id=subject_id).order_by("-requested_at", "-id").first()


def _view(found: Document) -> DocumentView:
    return DocumentView(
        id=found.id,
        kind=Kind(found.kind),
        subject_id=found.subject_id,
        requested_at=found.requested_at,
        printed_at=found.printed_at,
        pdf_sha256=found.pdf_sha256,
        seal_level=found.seal_level,
    )
