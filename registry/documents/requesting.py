"""The doorway by which an act gets its document: the frozen content and a print job, in the caller's transaction.

It leaves no audit entry of its own; the act's says what was done.
"""

import json
from typing import Any
from uuid import UUID

from tortoise.exceptions import TransactionManagementError

from certificates.documents import Notice, ScoreSheet
from registry import clock
from registry.db.transactions import in_open_transaction
from registry.documents.models import Document
from registry.documents.rules import Kind
from registry.jobs.actions import enqueue

PRINT = "documents.print"
"""The job that takes the content to the press; its key is the document's id, so that there is one."""


async def request(content: Notice | ScoreSheet, *, subject_id: UUID, place_code: str) -> UUID:
    """Have a document made about a subject, inside the caller's transaction; gives its id.

    Asked again for the same content it is the same document. Raises TransactionManagementError outside a transaction.
    """
    if not in_open_transaction():
        raise TransactionManagementError("a document joins the transaction of the act that asks for it")
    key: dict[str, Any] = {"kind": Kind(content.kind), "subject_id": subject_id, "content_sha256": content.digest}
    # Two requests may meet: one row is kept, both get it.
    row = Document(**key, place_code=place_code, content=json.loads(content.canonical_json()), requested_at=clock.now())
    await Document.bulk_create([row], ignore_conflicts=True)
    kept = await Document.get(**key)
    await enqueue(PRINT, {"document_id": str(kept.id)}, key=f"{PRINT}:{kept.id}")
    return kept.id
