"""Appending to the log, inside the transaction of the act that is logged; that act's audit entry is the caller's.
Filling in what was done before there was a log.

Reading it is `queries.py`'s, having checkpoints signed `checkpoints.py`'s.
"""

from collections.abc import Sequence

from tortoise.exceptions import TransactionManagementError

from certificates import merkle
from certificates.merkle import Node
from registry import clock
from registry.audit.actions import Actor, record
from registry.db.transactions import in_open_transaction, transaction
from registry.jobs.actions import enqueue
from registry.transparency.models import LogHead, LogLeaf, LogNode
from registry.transparency.queries import HEAD, nodes_of
from registry.transparency.rules import about, check_kind
from registry.transparency.schemas import Source

CHECKPOINT = "transparency.checkpoint"
"""The job that has the grown log signed; one is waiting at a time, however many entries come meanwhile."""


async def append(entry: bytes, *, kind: str, subject: str) -> int:
    """Put an entry at the end of the log inside the caller's transaction; gives its index, from 0.

    `subject` names the fact within its `kind`; asked again for the same one, it gives the index it had. Best called
    late, as it orders all writers. Raises TransactionManagementError outside a transaction, ValueError for an unknown
    kind or when another text is in the log for this fact: facts do not change.
    """
    if not in_open_transaction():
        raise TransactionManagementError("an entry joins the transaction of the act that it tells of")
    check_kind(kind)
    head = await _locked_head()
    known = await LogLeaf.get_or_none(kind=kind, subject=subject)
    if known is not None:
        if known.entry.encode() != entry:
            raise ValueError(f"the log says something else of {kind} {subject}")
        return int(known.index)
    index, leaf = int(head.size), merkle.leaf_hash(entry)
    await LogLeaf.create(
        index=index,
        kind=kind,
        subject=subject,
        about=about(subject),
        entry=entry.decode(),
        leaf_hash=leaf.hex(),
        at=clock.now(),
    )
    await _grow(index, leaf)
    await LogHead.filter(id=HEAD).update(size=index + 1, ordered=True)
    if not head.ordered:
        await enqueue(CHECKPOINT, {}, key=f"{CHECKPOINT}:{index + 1}")
    return index


async def backfill(sources: Sequence[Source], *, actor: Actor) -> int:
    """Enter every fact of the tables that the log lacks, oldest first; gives how many. All of it, or nothing.

    For what was done before there was a log. What the log says differently is left alone: `verifying.py` tells it.
    """
    facts = [fact for source in sources async for fact in source() if fact.entry]
    async with transaction():
        await _locked_head()
        known = {(kind, subject) for kind, subject in await LogLeaf.all().values_list("kind", "subject")}
        missing = [fact for fact in facts if (fact.kind, fact.subject) not in known]
        for fact in sorted(missing, key=lambda fact: fact.at):
            await append(fact.entry, kind=fact.kind, subject=fact.subject)
        if missing:
            await record(actor=actor, tag="log:backfill", subject=("log", HEAD), data={"entries": len(missing)})
    return len(missing)


async def _grow(index: int, leaf: bytes) -> None:
    grown = merkle.appended(index, leaf, await nodes_of(merkle.siblings(index)))
    await LogNode.bulk_create([_node(node, each) for node, each in grown.items()])


def _node(node: Node, value: bytes) -> LogNode:
    return LogNode(level=node.level, place=node.place, hash=value.hex())


async def _locked_head() -> LogHead:
    """The head, locked until the transaction ends (on SQLite the transaction itself is the lock)."""
    head = await LogHead.filter(id=HEAD).select_for_update().first()
    if head is None:
        await LogHead.bulk_create([LogHead(id=HEAD)], ignore_conflicts=True)
        head = await LogHead.select_for_update().get(id=HEAD)
    return head
