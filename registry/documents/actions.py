"""What is done to documents after they were asked for: noting the print. Asking is `requesting.py`'s."""

from uuid import UUID

from registry import clock
from registry.accounts.schemas import Viewer
from registry.audit.actions import record
from registry.db.transactions import transaction
from registry.documents.models import Document


async def record_print(document_id: UUID, *, actor: Viewer, sha256: str, level: str) -> bool:
    """Note the sealed bytes of a document, once. False if they were noted before."""
    async with transaction():
        noted = await Document.filter(id=document_id, printed_at__isnull=True).update(
            pdf_sha256=sha256, seal_level=level, printed_at=clock.now()
        )
        if not noted:
            return False
        found = await Document.get(id=document_id)
        await record(
            actor=actor,
            tag="document:print",
            subject=("document", document_id),
            data={"kind": found.kind, "subject": found.subject_id, "pdf_sha256": sha256, "seal_level": level},
            place_code=found.place_code,
        )
        return True
