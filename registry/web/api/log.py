"""The transparency log for programs: checkpoint, entries, and both kinds of proof. Nobody needs a token for it.

How answers are checked is in `docs/log.md`. What was proven once stays so, and is marked to be kept by caches.
"""

from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, Field

from registry.errors import NotFound
from registry.fields import empty
from registry.transparency import queries
from registry.transparency.rules import MOST_ENTRIES
from registry.trust.queries import statement_keys
from registry.web.api.schemas import Shape
from registry.web.endpoints import Query, endpoint
from registry.web.public.log import NOW, Index

FOREVER = "public, max-age=31536000, immutable"
Count = Annotated[int, Field(ge=1, le=MOST_ENTRIES)]
Size = Annotated[int, Field(ge=0, lt=1 << 53)]
LeafHash = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")]


class LogCheckpoint(Shape):
    """The largest signed checkpoint; `note` is the signed text, `size` and `root` repeat it for convenience.

    `keys` are the public keys that ever signed for this installation (multibase), the one in use first. Whoever
    watches the log keeps the key that it saw first, and believes no other because we say so.
    """

    size: int
    root: str
    note: str
    at: datetime
    keys: tuple[str, ...]


class LogEntry(Shape):
    """One entry: `entry` is the exact text that is hashed, `leaf_hash` SHA-256(0x00 ‖ entry) in hexadecimal."""

    index: int
    kind: str
    entry: str
    leaf_hash: str
    at: datetime


class LogEntries(BaseModel):
    """Entries in their order. `next` is where to read on, null when the log has no more now."""

    items: tuple[LogEntry, ...]
    next: int | None


class LogInclusion(BaseModel):
    """RFC 6962 section 2.1.1, in hexadecimal: `hashes` lead from the leaf to the `root` of the first `size` entries."""

    index: int
    size: int
    root: str
    hashes: tuple[str, ...]


class LogConsistency(BaseModel):
    """RFC 6962 section 2.1.2, in hexadecimal: the log of `first` entries is the beginning of that of `second`."""

    first: int
    second: int
    hashes: tuple[str, ...]


def _now(_: object) -> str:
    return NOW


def _forever(_: object) -> str:
    return FOREVER


def _as_far_as_full(found: LogEntries) -> str:
    return FOREVER if found.next is not None else NOW


@endpoint(absent=True, lasting=_now)
async def checkpoint(request: web.Request) -> LogCheckpoint:
    """The largest checkpoint that was signed; 404 before the first."""
    del request
    found = await queries.checkpoint()
    if found is None:
        raise NotFound("checkpoint")
    return LogCheckpoint(size=found.size, root=found.root, note=found.note, at=found.at, keys=await statement_keys())


@endpoint(lasting=_as_far_as_full)
async def entries(
    request: web.Request, start: Annotated[Index, Query] = 0, size: Annotated[Count, Query] = 100
) -> LogEntries:
    """Entries from `start` on, in order; at most 500 at once."""
    del request
    found = await queries.entries(start, size)
    after = start + len(found) if len(found) == size else None
    return LogEntries(items=tuple(LogEntry.of(each) for each in found), next=after)


@endpoint(absent=True, lasting=_now)
async def inclusion(
    request: web.Request,
    index: Annotated[Index | None, Query] = None,
    leaf_hash: Annotated[LeafHash | None, Query] = None,
    size: Annotated[Size | None, Query] = None,
) -> LogInclusion:
    """The proof that an entry, named by its index or by the hash of its leaf, is in the log of its first `size` entries.

    Without a size it is that of the largest checkpoint, so that the root is one that was signed.
    """
    del request
    if index is None:
        if leaf_hash is None:
            raise empty("index")
        index = await queries.index_of(leaf_hash)
    signed = await queries.checkpoint()
    if size is None and signed is not None and index < signed.size:
        size = signed.size
    proof = await queries.inclusion(index, size)
    return LogInclusion(**proof.model_dump())


@endpoint(lasting=_forever)
async def consistency(
    request: web.Request, first: Annotated[Size, Query], second: Annotated[Size, Query]
) -> LogConsistency:
    """The proof that the log of `first` entries is the beginning of that of `second`."""
    del request
    return LogConsistency(first=first, second=second, hashes=await queries.consistency(first, second))
