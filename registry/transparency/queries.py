"""Questions about the log. All of it is public. Checking it against the tables is `verifying.py`'s."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from uuid import UUID

from tortoise.expressions import Q

from certificates import merkle
from certificates.merkle import Inclusion, Node
from registry.errors import Invalid, NotFound
from registry.transparency.models import LogCheckpoint, LogHead, LogLeaf, LogNode
from registry.transparency.rules import MOST_ENTRIES
from registry.transparency.schemas import Head, KeptCheckpoint, LogEntry

HEAD = UUID(int=0)
"""The id of the head's only row."""


async def size() -> int:
    """How many entries the log has."""
    row = await LogHead.get_or_none(id=HEAD)
    return row.size if row else 0


async def head() -> Head:
    """How many entries the log has, and its root."""
    now = await size()
    return Head(now, (await root_at(now)).hex())


async def root_at(at: int) -> bytes:
    """The root over the first `at` entries, which must be there."""
    return merkle.root(at, await nodes_of(merkle.root_nodes(at)))


async def inclusion(index: int, at: int | None = None) -> Inclusion:
    """The proof that the entry `index` is in the log of its first `at` entries; all there are unless given.

    Raises NotFound when there is no such entry, Invalid `log-size` when the log has not that many.
    """
    now = await size()
    at = now if at is None else at
    if not 0 <= index < now:
        raise NotFound("log entry")
    if not index < at <= now:
        raise _no_such_size(now)
    return merkle.inclusion(index, at, await nodes_of(merkle.inclusion_nodes(index, at)))


async def consistency(first: int, second: int) -> tuple[str, ...]:
    """The proof, in hexadecimal, that the log of `first` entries is the beginning of that of `second`.

    Raises Invalid `log-size` unless 0 ≤ first ≤ second ≤ the log's size.
    """
    now = await size()
    if not 0 <= first <= second <= now:
        raise _no_such_size(now)
    nodes = await nodes_of(merkle.consistency_nodes(first, second))
    return tuple(each.hex() for each in merkle.consistency(first, second, nodes))


async def checkpoint() -> KeptCheckpoint | None:
    """The largest checkpoint that was signed; None before the first."""
    row = await LogCheckpoint.all().order_by("-size").first()
    return None if row is None else KeptCheckpoint(row.size, row.root, row.note, row.at)


async def entry(index: int) -> LogEntry:
    """One entry. Raises NotFound."""
    row = await LogLeaf.get_or_none(index=index) if index >= 0 else None
    if row is None:
        raise NotFound("log entry")
    return _entry(row)


async def find(kind: str, subject: str) -> LogEntry | None:
    """The entry of a fact; None when it is not in the log."""
    row = await LogLeaf.get_or_none(kind=kind, subject=subject)
    return None if row is None else _entry(row)


async def index_of(leaf_hash: str) -> int:
    """Where the leaf of this hash (hexadecimal) stands. Raises NotFound."""
    row = await LogLeaf.filter(leaf_hash=leaf_hash.lower()).order_by("index").first()
    if row is None:
        raise NotFound("log entry")
    return int(row.index)


async def entries(start: int, count: int) -> tuple[LogEntry, ...]:
    """The entries from `start` on, in order: `count` of them, MOST_ENTRIES at most, fewer at the end."""
    stop = start + min(count, MOST_ENTRIES)
    return tuple(_entry(row) for row in await LogLeaf.filter(index__gte=start, index__lt=stop).order_by("index"))


async def entries_about(thing: str) -> tuple[LogEntry, ...]:
    """Every entry about one thing, such as a certificate's number, the oldest first."""
    return tuple(_entry(row) for row in await LogLeaf.filter(about=thing).order_by("index").limit(MOST_ENTRIES))


async def nodes_of(wanted: Collection[Node]) -> dict[Node, bytes]:
    """The subtrees that a computation needs, in one question."""
    if not wanted:
        return {}
    condition = reduce(or_, (Q(level=node.level, place=node.place) for node in wanted))
    rows = await LogNode.filter(condition)
    return {Node(row.level, row.place): bytes.fromhex(row.hash) for row in rows}


def _entry(row: LogLeaf) -> LogEntry:
    return LogEntry(**{name: getattr(row, name) for name in LogEntry.__dataclass_fields__})


def _no_such_size(now: int) -> Invalid:
    return Invalid(
        "log-size",
        "The log has no such size: it has {size} entries now.",
        hint="Ask for sizes from a checkpoint, the smaller one first.",
        size=now,
    )
