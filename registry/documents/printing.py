"""The print job: takes a document's frozen content to the press and keeps what comes back, exactly once.

A process killed at any point leaves either nothing noted, and the job runs again, or the document noted, and it is done.
"""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

import structlog

from registry.accounts.schemas import SYSTEM
from registry.documents.actions import record_print
from registry.documents.queries import facts_for_system
from registry.errors import Misconfigured
from registry.storage.contents import keep
from registry.trust.timestamping import NO_AUTHORITY, TimestampAuthority, with_timestamp

log = structlog.get_logger(__name__)


class Product(Protocol):
    """What a press made."""

    @property
    def content(self) -> bytes:
        """Its bytes."""
        ...

    @property
    def facts(self) -> Mapping[str, str]:
        """What is to be known of it; of a document its `level`."""
        ...


class Press(Protocol):
    """Whoever prints and seals; `registry/press_process.py` has the real one. It never returns an unsealed document."""

    async def order(self, wanted: str, content: bytes, /) -> Product:
        """What is made of `content`. Raises Unavailable when it cannot work now, Misconfigured when it refuses."""
        ...


async def print_document(document_id: UUID, *, press: Press, authority: TimestampAuthority = NO_AUTHORITY) -> None:
    """Have a document sealed, stamped as far as that can be had, keep it, note it. Done before: nothing happens.

    Raises Misconfigured `document-changed` if the frozen content no longer has the digest it was asked for with.
    """
    facts = await facts_for_system(document_id)
    if facts.printed:
        return
    if facts.content.digest != facts.content_sha256:
        raise Misconfigured(
            "document-changed",
            "The content of a document is no longer what was asked for.",
            hint="Restore the database from a backup; nothing is printed from a changed content.",
        )
    made = await press.order("document", facts.content.canonical_json())
    content, level = await with_timestamp(made.content, made.facts["level"], authority)
    kept = await keep(content)
    noted = await record_print(document_id, actor=SYSTEM, sha256=kept.sha256, level=level)
    log.info("document printed", kind=facts.content.kind, sha256=kept.sha256, first=noted)
