"""Where content lies: the port, its adapter over obstore (a folder or S3), and the Null twin that keeps nothing.

The port's promise, which one contract suite checks on both: `put` either keeps all of the content under its SHA-256 or
nothing at all; content once kept never changes and is never deleted (deleting is not offered); putting it again is free.
"""

import asyncio
import contextlib
import errno
import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import obstore
import structlog
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from registry.errors import Misconfigured, NotFound, Unavailable
from registry.storage.rules import content_path

LOG = structlog.get_logger(__name__)
CHUNK_BYTES = 256 * 1024
INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Kept:
    """Content in the store: SHA-256 in hex, size in bytes."""

    sha256: str
    size: int


class Storage(Protocol):
    """Content by its hash."""

    async def put(self, chunks: AsyncIterator[bytes]) -> Kept:
        """Keep the content. Raises Unavailable (`storage-full`, `storage-down`), or what `chunks` raises."""
        ...

    def get(self, sha256: str) -> AsyncIterator[bytes]:
        """The content in pieces. Raises NotFound, Unavailable while iterating."""
        ...

    async def exists(self, sha256: str) -> bool:
        """Whether the content is kept."""
        ...

    async def check(self) -> None:
        """Raise Unavailable if the store does not answer."""
        ...


class ObjectStorage:
    """The real adapter. New content arrives under `incoming/` and is moved to its place when it is whole."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        """`folder` is where a local store is, so that content can be forced to disk before it counts as kept."""
        self._store = store
        self._folder = folder

    async def put(self, chunks: AsyncIterator[bytes]) -> Kept:
        """See the port."""
        arriving = f"{INCOMING}/{uuid4().hex}"
        digest, size = hashlib.sha256(), 0

        async def counted() -> AsyncIterator[bytes]:
            nonlocal size
            async for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                yield chunk

        try:
            with told():
                await obstore.put_async(self._store, arriving, counted(), chunk_size=5 * 1024 * 1024, max_concurrency=1)
                place = content_path(digest.hexdigest())
                if not await self.exists(digest.hexdigest()):
                    await self._sync(arriving)
                    await obstore.rename_async(self._store, arriving, place)
                    await self._sync(place, folders=True)
        finally:
            await asyncio.shield(self._forget(arriving))
        return Kept(digest.hexdigest(), size)

    async def get(self, sha256: str) -> AsyncIterator[bytes]:
        """See the port."""
        with told():
            answer = await obstore.get_async(self._store, content_path(sha256))
            async for chunk in answer.stream(min_chunk_size=CHUNK_BYTES):
                yield bytes(chunk)

    async def exists(self, sha256: str) -> bool:
        """See the port."""
        try:
            with told():
                await obstore.head_async(self._store, content_path(sha256))
        except NotFound:
            return False
        return True

    async def check(self) -> None:
        """See the port."""
        if self._folder is not None and not await asyncio.to_thread(os.access, self._folder, os.W_OK):
            raise _down()
        await self.exists("0" * 64)

    async def _forget(self, arriving: str) -> None:
        with contextlib.suppress(BaseError, FileNotFoundError, OSError):
            await obstore.delete_async(self._store, arriving)

    async def _sync(self, path: str, *, folders: bool = False) -> None:
        if self._folder is not None:
            await asyncio.to_thread(_to_disk, self._folder, self._folder / path, folders=folders)


class NullStorage:
    """The twin that keeps nothing and says so each time. For tests of what happens around storage, never for service."""

    async def put(self, chunks: AsyncIterator[bytes]) -> Kept:
        """See the port: the content is read, hashed and lost."""
        digest, size = hashlib.sha256(), 0
        async for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
        LOG.error("storage.null", lost_bytes=size, sha256=digest.hexdigest())
        return Kept(digest.hexdigest(), size)

    async def get(self, sha256: str) -> AsyncIterator[bytes]:
        """See the port: never there."""
        LOG.error("storage.null", wanted=sha256)
        raise NotFound("content")
        yield b""

    async def exists(self, sha256: str) -> bool:
        """See the port: never."""
        LOG.error("storage.null", wanted=sha256)
        return False

    async def check(self) -> None:
        """See the port: it answers, loudly."""
        LOG.error("storage.null")


def storage_at(url: str, folder: Path) -> Storage:
    """The storage that the settings name: `storage_url`, or if that is empty a folder. Raises Misconfigured."""
    if not url:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / INCOMING).mkdir(exist_ok=True)
        return ObjectStorage(LocalStore(folder), folder)
    if url == "null://":
        LOG.error("storage.null", reason="configured")
        return NullStorage()
    try:
        return ObjectStorage(from_url(url))
    except (BaseError, ValueError) as error:
        raise Misconfigured(
            "storage-url",
            "The storage address is not understood.",
            hint="Set LVCE_STORAGE_URL to an s3:// address, or leave it empty for the data folder.",
        ) from error


@contextlib.contextmanager
def told() -> Iterator[None]:
    """The store's own errors as ours."""
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise NotFound("content") from None
    except (BaseError, OSError) as error:
        if is_full(error):
            raise full() from error
        LOG.error("storage.down", error=repr(error))  # noqa: TRY400 - printing a traceback reads source files in the event loop
        raise _down() from error


def is_full(error: BaseException) -> bool:
    """Whether an error means that the disk or the quota has no room left."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    return "os error 28" in str(error) or "No space left" in str(error)


def full() -> Unavailable:
    """The error of a full store, for people."""
    return Unavailable(
        "storage-full",
        "There is no room left to store files. Nothing of this file was kept.",
        hint="Please try again later; the operators have been told.",
    )


def _down() -> Unavailable:
    return Unavailable(
        "storage-down",
        "The store of files does not answer at the moment. Nothing of this file was kept.",
        hint="Please try again in a few minutes.",
    )


def _to_disk(root: Path, path: Path, *, folders: bool) -> None:
    """Force a file to disk (fsync), and the folders between it and the root, so that a power cut cannot take back what was promised."""
    for each in (path, *path.parents) if folders else (path,):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if each == root:
            break
