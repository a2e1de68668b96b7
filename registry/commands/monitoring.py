"""`monitor`: watch a log from outside, over HTTP alone. Needs no database, no key and no account.

What is remembered and how it is judged is `watching.py`'s; the form of everything fetched stands in `docs/log.md`.
"""

import asyncio
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Annotated, Self, TypeVar
from urllib.parse import urlsplit

import aiohttp
from cyclopts import Parameter
from pydantic import BaseModel, ValidationError
from rich.console import Console

from certificates.checkpoints import Checkpoint
from certificates.faults import Refused
from certificates.merkle import Hash
from certificates.statements import PublicKey
from registry import clock
from registry.commands.watching import (
    Outage,
    Rebuilding,
    Rewritten,
    State,
    check_growth,
    compare,
    read_state,
    signer_of,
    taken_apart,
    write_state,
)

REWRITTEN, OUTAGE = 1, 2
PAGE = 500
MOST_BYTES = 16 * 1024 * 1024
PIECE = 64 * 1024
PATIENCE = aiohttp.ClientTimeout(total=60, connect=15)

T = TypeVar("T", bound=BaseModel)


class Keys(BaseModel):
    """Of the API's checkpoint, the keys that the installation ever signed with, the newest first."""

    keys: tuple[str, ...]


class Growth(BaseModel):
    """Of the API's proof of consistency, the proof."""

    hashes: tuple[Hash, ...]


class Entry(BaseModel):
    """Of an entry in the API, what is watched."""

    kind: str
    entry: str


class Entries(BaseModel):
    """A page of entries in the API."""

    items: tuple[Entry, ...]


async def monitor(
    address: str,
    *,
    state: Path | None = None,
    key: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    full: bool = False,
) -> int:
    """Look at a log once and compare it with what was seen before. Run it from a timer. / 检查日志并与上次所见比对。

    Exit 0: the log continues what it was. 1: it was rewritten, shortened, or signed by somebody else. 2: it cannot be
    told, because it does not answer.

    Parameters
    ----------
    address
        Where people reach the register, such as https://register.example.cn.
    state
        What to remember between looks. Default: lvce-monitor-HOST.json in this folder.
    key
        The log's public key (z6Mk…), got by a way that you trust; several may be given. Otherwise the one that signs
        at the first look is pinned.
    full
        Read every entry and make the root anew.

    """
    out = Console(highlight=False, soft_wrap=True, markup=False)
    address = address.rstrip("/")
    file = state or Path(f"lvce-monitor-{urlsplit(address).netloc.replace(':', '-')}.json")
    try:
        before = await asyncio.to_thread(read_state, file, address)
        async with Site(address) as site:
            after = await _look(site, before, _readable(key), full=full, out=out)
        await asyncio.to_thread(write_state, file, after)
    except Outage as outage:
        out.print(f"CANNOT TELL: {outage.en}. / 无法判断：{outage.zh}。")
        return OUTAGE
    except Rewritten as fault:
        out.print(f"REWRITTEN: {fault.en}. / 日志被改写：{fault.zh}。")
        return REWRITTEN
    out.print(f"The log is whole: {after.size} entries. / 日志完整，共 {after.size} 条记录。")
    return 0


async def _look(site: "Site", before: State | None, given: tuple[str, ...], *, full: bool, out: Console) -> State:
    note = taken_apart(await site.text("/log/checkpoint"))
    keys = given or (before.keys if before else _readable(await site.keys()))
    signer, now = signer_of(note, keys), note.checkpoint
    if before is not None:
        _remark(before, now, out)
        if compare(before.checkpoint, now):
            check_growth(before.checkpoint, now, await site.growth(before.size, now.size))
    else:
        out.print(f"First look; the key {signer} is pinned. / 首次检查，固定公钥 {signer}。")
    if full:
        await _rebuild(site, Rebuilding(now, before.checkpoint if before else None), out)
    return State(
        address=site.address,
        keys=given or (before.keys if before else (signer,)),
        origin=now.origin,
        size=now.size,
        root=now.root.hex(),
        seen_at=clock.now(),
    )


def _remark(before: State, now: Checkpoint, out: Console) -> None:
    """What is odd and proves nothing."""
    if now.origin != before.origin:
        out.print(f"NOTE the log calls itself {now.origin} now. / 日志现名为 {now.origin}。")
    if before.seen_at > clock.now():
        out.print("NOTE the last look lies in the future: a clock was set back. / 上次检查时间在未来：时钟被调回。")


async def _rebuild(site: "Site", rebuilding: Rebuilding, out: Console) -> None:
    for start, count in rebuilding.wanted(PAGE):
        rebuilding.take(await site.entries(start, count), count)
    for kind, count in sorted(rebuilding.kinds.items()):
        out.print(f"  {kind}: {count}")


def _readable(keys: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(PublicKey.read(key).multibase for key in keys)
    except Refused as error:
        raise Outage("a key is not Ed25519 in multibase form", "公钥不是 multibase 形式的 Ed25519 公钥") from error


class Site:
    """An installation's public addresses; use it as `async with Site(address) as site`. Everything raises Outage."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open connections as they are needed."""
        self._session = aiohttp.ClientSession(timeout=PATIENCE, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close them."""
        if self._session is not None:
            await self._session.close()

    async def text(self, path: str) -> str:
        """What stands at a path, from the installation itself and not from a cache on the way."""
        return (await self._content(path)).decode(errors="replace")

    async def keys(self) -> tuple[str, ...]:
        """The keys that the installation names as its own."""
        return (await self._told("/api/v1/log/checkpoint", Keys)).keys

    async def growth(self, first: int, second: int) -> tuple[str, ...]:
        """Its proof that the log of `second` entries continues that of `first`."""
        return (await self._told(f"/api/v1/log/consistency?first={first}&second={second}", Growth)).hashes

    async def entries(self, start: int, count: int) -> list[tuple[str, str]]:
        """Kind and text of its entries from `start` on."""
        found = await self._told(f"/api/v1/log/entries?start={start}&size={count}", Entries)
        return [(each.kind, each.entry) for each in found.items]

    async def _told(self, path: str, shape: type[T]) -> T:
        try:
            return shape.model_validate_json(await self._content(path))
        except ValidationError as error:
            raise Outage(f"{path} answers something else", f"{path} 返回了其他内容") from error

    async def _content(self, path: str) -> bytes:
        assert self._session is not None  # noqa: S101 - it is used as a context
        try:
            headers = {"Cache-Control": "no-cache"}
            async with self._session.get(self.address + path, headers=headers, allow_redirects=False) as response:
                if response.status != HTTPStatus.OK:
                    raise Outage(f"{path} answers {response.status}", f"{path} 返回 {response.status}")
                content = bytearray()
                async for piece in response.content.iter_chunked(PIECE):
                    content += piece
                    if len(content) > MOST_BYTES:
                        raise Outage(f"{path} answers without end", f"{path} 的返回内容过大")
                return bytes(content)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Outage(f"{path} does not answer: {error!r}", f"{path} 没有应答：{error!r}") from error
