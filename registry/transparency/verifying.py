"""Checking the whole log: entries against their hashes, subtrees and checkpoints against entries, facts against both.

It changes nothing. Which facts there are, each area says (`schemas.Source`); which keys are ours, the caller.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from certificates import merkle
from certificates.checkpoints import read_and_verify
from certificates.faults import Refused
from certificates.merkle import Node
from certificates.statements import PublicKey
from registry.transparency.models import LogCheckpoint, LogLeaf, LogNode
from registry.transparency.queries import size
from registry.transparency.schemas import Fact, LogFault, LogVerdict, Source

PAGE = 500
MOST_FAULTS = 20
"""After so many faults the rest tells nothing new."""


async def verify_log(
    sources: Sequence[Source], keys: Sequence[PublicKey], progress: Callable[[int], None] = lambda _: None
) -> LogVerdict:
    """Recompute everything from the entries and hold it against the tables; `progress` hears how many were read.

    `keys` are all that ever signed for us. What is written meanwhile is not held against anybody.
    """
    end = await size()
    walk = _Walk(keys, {(fact.kind, fact.subject): fact for source in sources async for fact in source()})
    await walk.begin()
    while walk.read < end and len(walk.faults) < MOST_FAULTS:
        page = await LogLeaf.filter(index__gte=walk.read, index__lt=min(walk.read + PAGE, end)).order_by("index")
        if not await walk.take(page):
            break
        progress(walk.read)
    else:
        await walk.finish(end)
    return LogVerdict(walk.read, walk.checkpoints, tuple(walk.faults[:MOST_FAULTS]))


@dataclass
class _Walk:
    """Where the check stands: `peaks` are the subtrees of the root so far, `facts` those that no entry was found for."""

    keys: Sequence[PublicKey]
    facts: dict[tuple[str, str], Fact]
    read: int = 0
    checkpoints: int = 0
    peaks: dict[Node, bytes] = field(default_factory=dict)
    signed: dict[int, LogCheckpoint] = field(default_factory=dict)
    faults: list[LogFault] = field(default_factory=list)

    def fault(self, code: str, where: object) -> None:
        self.faults.append(LogFault(code, str(where)))

    async def begin(self) -> None:
        self.signed = {row.size: row for row in await LogCheckpoint.all()}
        last = await LogLeaf.all().order_by("-index").first()
        now = await size()  # after the others: an entry and the head's new size appear together
        if last is not None and last.index >= now:
            self.fault("beyond-head", last.index)
        for each in sorted(each for each in self.signed if each > now):
            self.fault("checkpoint-beyond", each)

    async def take(self, page: Iterable[LogLeaf]) -> bool:
        """Check some entries and the subtrees that they complete; False if the order is broken and nothing more can be."""
        grown: dict[Node, bytes] = {}
        before = self.read
        for row in page:
            if row.index != self.read:
                break
            grown |= self._leaf(row)
        if self.read == before:
            self.fault("missing", self.read)
            return False
        await self._compare(grown)
        return True

    async def finish(self, end: int) -> None:
        """What no entry was found for, unless one was written meanwhile."""
        for (kind, subject), fact in self.facts.items():
            row = await LogLeaf.get_or_none(kind=kind, subject=subject, index__gte=end)
            if row is None:
                self.fault("unlogged", f"{kind} {subject}")
            elif row.entry.encode() != fact.entry:
                self.fault("different", f"{row.index} {kind} {subject}")

    def _leaf(self, row: LogLeaf) -> dict[Node, bytes]:
        leaf = merkle.leaf_hash(row.entry.encode())
        if leaf.hex() != row.leaf_hash:
            self.fault("altered", row.index)
        self._fact(row)
        grown = merkle.appended(row.index, leaf, self.peaks)
        self.read += 1
        known = self.peaks | grown
        self.peaks = {node: known[node] for node in merkle.root_nodes(self.read)}
        if self.read in self.signed:
            self._checkpoint(self.signed[self.read])
        return grown

    def _fact(self, row: LogLeaf) -> None:
        fact, where = self.facts.pop((row.kind, row.subject), None), f"{row.index} {row.kind} {row.subject}"
        if fact is None:
            self.fault("unfounded", where)
        elif fact.entry != row.entry.encode():
            self.fault("different", where)
        elif fact.index not in {None, row.index}:
            self.fault("elsewhere", where)

    def _checkpoint(self, row: LogCheckpoint) -> None:
        self.checkpoints += 1
        root = merkle.root(self.read, self.peaks)
        if row.root != root.hex():
            self.fault("checkpoint-root", row.size)
        try:
            signed = read_and_verify(row.note, self.keys)
        except Refused:
            self.fault("checkpoint-signature", row.size)
            return
        if (signed.size, signed.root) != (self.read, root):
            self.fault("checkpoint-note", row.size)

    async def _compare(self, grown: dict[Node, bytes]) -> None:
        """The kept subtrees against those just computed, level by level, as on each level they are neighbours."""
        for level in sorted({node.level for node in grown}):
            places = [node.place for node in grown if node.level == level]
            rows = LogNode.filter(level=level, place__gte=min(places), place__lte=max(places))
            kept = {row.place: row.hash for row in await rows}
            for place in places:
                if kept.get(place) != grown[Node(level, place)].hex():
                    self.fault("tree", f"{level}/{place}")
