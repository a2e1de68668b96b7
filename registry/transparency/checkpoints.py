"""The checkpoint job: has the press sign how large the log is and what its root is, each time it has grown.

The form of a checkpoint is `certificates/checkpoints.py`'s, what the press makes sure of `certificates/growth.py`'s.
"""

from typing import Protocol

import structlog

from certificates.growth import Growth
from registry import clock
from registry.transparency import queries
from registry.transparency.models import LogCheckpoint, LogHead

log = structlog.get_logger(__name__)


class Product(Protocol):
    """What a press made."""

    @property
    def content(self) -> bytes:
        """Its bytes."""
        ...


class Press(Protocol):
    """Whoever holds the key of statements; `registry/press_process.py` has the real one."""

    async def order(self, wanted: str, content: bytes, /) -> Product:
        """What is made of `content`. Raises Unavailable when it cannot work now, Misconfigured when it refuses."""
        ...


async def sign_checkpoint(*, press: Press, origin: str) -> None:
    """Have the log as it stands signed under the name `origin`, and keep that. Not grown since: nothing happens.

    The last checkpoint and the proof that the log grew from there go along, so that a press does not sign a log
    that was shortened or rewritten beside it.
    """
    # Cleared first: what is appended from here on orders another checkpoint.
    await LogHead.filter(id=queries.HEAD).update(ordered=False)
    before = await queries.checkpoint()  # before the head, which another worker may have had signed meanwhile
    now = await queries.head()
    if now.size == (before.size if before else 0):
        return
    growth = Growth(
        origin=origin,
        size=now.size,
        root=now.root,
        before=before.note if before else "",
        consistency=await queries.consistency(before.size, now.size) if before and before.size < now.size else (),
    )
    made = await press.order("checkpoint", growth.model_dump_json().encode())
    kept = LogCheckpoint(size=now.size, root=now.root, note=made.content.decode(), at=clock.now())
    # Two workers may have had the same size signed; the notes are equal.
    await LogCheckpoint.bulk_create([kept], ignore_conflicts=True)
    log.info("checkpoint signed", size=now.size, root=now.root)
