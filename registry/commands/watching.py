"""What a monitor remembers of a log, and how it judges what it sees next. Fetching is `monitoring.py`'s.

Only what the log itself signed or proved counts against it: whatever else comes back is an outage, which proves nothing.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from certificates import merkle
from certificates.checkpoints import Checkpoint, Note, read
from certificates.faults import Refused
from certificates.merkle import Hash, Node
from certificates.statements import PublicKey


class Said(Exception):
    """Something that a monitor has to say before it stops; in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


class Outage(Said):
    """It cannot be told how the log stands."""


class Rewritten(Said):
    """The log is not the continuation of what it was."""


class State(BaseModel):
    """What is remembered between two looks: the pinned keys (multibase) and the last checkpoint that was believed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str
    keys: tuple[str, ...]
    origin: str
    size: int = Field(ge=0)
    root: Hash
    seen_at: AwareDatetime

    @property
    def checkpoint(self) -> Checkpoint:
        """The last checkpoint that was believed."""
        return Checkpoint(self.origin, self.size, bytes.fromhex(self.root))


def read_state(file: Path, address: str) -> State | None:
    """What was remembered of the log at an address; None before the first look. Raises Outage for any other content."""
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Outage(f"the state file cannot be read: {error}", f"无法读取状态文件：{error}") from error
    try:
        state = State.model_validate_json(text)
    except ValidationError as error:
        raise Outage(
            f"{file} is no state file of a monitor; nothing was overwritten",
            f"{file} 不是监督程序的状态文件，未作改动",
        ) from error
    if state.address != address:
        raise Outage(f"{file} remembers {state.address}", f"{file} 记录的是 {state.address}")
    return state


def write_state(file: Path, state: State) -> None:
    """Remember, all or nothing: a monitor killed here still knows what it knew before. Raises Outage when it cannot."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with draft.open("wb") as handle:
            handle.write(state.model_dump_json(indent=1).encode() + b"\n")
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(file)
    except OSError as error:
        raise Outage(f"the state file cannot be written: {error}", f"无法写入状态文件：{error}") from error


def taken_apart(text: str) -> Note:
    """The note that came back. Raises Outage: a page of a proxy is no word of the log's."""
    try:
        return read(text)
    except Refused as error:
        raise Outage("what came back is no checkpoint", "返回的内容不是检查点") from error


def signer_of(note: Note, keys: Iterable[str]) -> str:
    """Which of the keys signed. Raises Rewritten when none did."""
    for key in keys:
        if note.signed_by(PublicKey.read(key)):
            return key
    raise Rewritten(
        "the checkpoint is not signed by a pinned key; if the operator announced a new one, give it with --key",
        "检查点不是由已固定的公钥签署；若运营者公布了新公钥，请用 --key 指定",
    )


def compare(before: Checkpoint, now: Checkpoint) -> bool:
    """Whether a proof of growth is needed. Raises Rewritten where two signed checkpoints alone convict the log."""
    if now.size < before.size:
        raise Rewritten(
            f"the log went back from {before.size} entries to {now.size}",
            f"日志由 {before.size} 条退回到 {now.size} 条",
        )
    if now.size == before.size and now.root != before.root:
        raise Rewritten(
            f"two different logs of {now.size} entries were signed",
            f"曾签署过两份条数同为 {now.size} 而内容不同的日志",
        )
    return before.size < now.size


def check_growth(before: Checkpoint, now: Checkpoint, hashes: Sequence[Hash]) -> None:
    """Whether the proof (hexadecimal) shows that the log only grew. Raises Rewritten."""
    proof = [bytes.fromhex(each) for each in hashes]
    if not merkle.verify_consistency(before.size, now.size, before.root, now.root, proof):
        raise Rewritten(
            f"the log of {now.size} entries does not begin with the {before.size} entries that it was",
            f"现有 {now.size} 条的日志并非以原来的 {before.size} 条开头",
        )


@dataclass
class Rebuilding:
    """The root made anew from entries as they come, and compared with what was signed then and now."""

    now: Checkpoint
    before: Checkpoint | None = None
    read: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    _peaks: dict[Node, bytes] = field(default_factory=dict)

    def wanted(self, most: int) -> Iterator[tuple[int, int]]:
        """Which entries to ask for next: start and count."""
        while self.read < self.now.size:
            yield self.read, min(most, self.now.size - self.read)

    def take(self, entries: Sequence[tuple[str, str]], asked: int) -> None:
        """The next entries: kind and text. Raises Rewritten when they are not those that were signed."""
        if len(entries) != asked:
            raise Rewritten(
                f"entries from {self.read + len(entries)} on are signed but not shown",
                f"自第 {self.read + len(entries)} 条起，记录已签署却未公开",
            )
        for kind, text in entries:
            grown = merkle.appended(self.read, merkle.leaf_hash(text.encode()), self._peaks)
            self.read += 1
            known = self._peaks | grown
            self._peaks = {node: known[node] for node in merkle.root_nodes(self.read)}
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
            for signed in (self.before, self.now):
                if signed is not None and signed.size == self.read:
                    self._compare(signed)

    def _compare(self, signed: Checkpoint) -> None:
        if merkle.root(self.read, self._peaks) != signed.root:
            raise Rewritten(
                f"the first {self.read} entries are not those that were signed",
                f"前 {self.read} 条记录与签署的内容不符",
            )
