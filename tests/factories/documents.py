"""A document that was asked for, and a press that prints on paper nobody seals."""

import asyncio
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from certificates.documents import Notice, ScoreSheet
from registry.db.transactions import transaction
from registry.documents.requesting import request
from registry.errors import Unavailable
from registry.identifiers import new_id
from tests.certificates.letters import notice
from tests.factories.people import GUIZHOU

PAPER = b"%PDF"
PAPER_SHA256 = sha256(PAPER).hexdigest()


class PaperPress:
    """A press that seals nothing but keeps what it was ordered, and dies as often as it is told to."""

    def __init__(self, deaths: int = 0) -> None:
        self.orders: list[tuple[str, bytes]] = []
        self.deaths = deaths

    async def order(self, wanted: str, content: bytes, /) -> Any:
        """Paper."""
        self.orders.append((wanted, content))
        await asyncio.sleep(0)
        if len(self.orders) <= self.deaths:
            raise Unavailable("press-unavailable", "gone")
        return SimpleNamespace(content=PAPER, facts={"level": "B-B"})


async def requested(content: Notice | ScoreSheet | None = None, subject_id: UUID | None = None) -> tuple[UUID, UUID]:
    """The ids of a document and of its subject."""
    subject = subject_id or new_id()
    async with transaction():
        return await request(content or notice(), subject_id=subject, place_code=GUIZHOU), subject
