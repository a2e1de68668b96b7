"""A file on its way in: written to the spool while it is hashed and counted, removed whatever happens."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from registry.errors import TooLarge
from registry.storage.ports import full, is_full

BATCH_BYTES = 1024 * 1024
READ_BYTES = 256 * 1024


@asynccontextmanager
async def spooled(chunks: AsyncIterator[bytes], folder: Path, limit: int) -> AsyncIterator[Path]:
    """The content as a file on this machine, for the length of the block.

    Raises TooLarge `file-too-large` as soon as the limit is passed, Unavailable `storage-full` when the disk is.
    """
    file = await asyncio.to_thread(_opened, folder)
    path = Path(file.name)
    try:
        try:
            await _write(chunks, file, limit)
        finally:
            await asyncio.shield(asyncio.to_thread(_closed, file))
        yield path
    except OSError as error:
        if is_full(error):
            raise full() from error
        raise
    finally:
        await asyncio.shield(asyncio.to_thread(path.unlink, missing_ok=True))


async def pieces(path: Path) -> AsyncIterator[bytes]:
    """The content of a file on this machine, read in threads."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while piece := await asyncio.to_thread(file.read, READ_BYTES):
            yield piece
    finally:
        await asyncio.shield(asyncio.to_thread(file.close))


async def _write(chunks: AsyncIterator[bytes], file: BinaryIO, limit: int) -> None:
    seen, batch = 0, bytearray()
    async for chunk in chunks:
        seen += len(chunk)
        if seen > limit:
            raise TooLarge(
                "file-over-limit",
                "The file is larger than {limit} MB, the most that is accepted. Nothing of it was kept.",
                hint="Reduce it, for example by scanning at 200 dots per inch, or split it.",
                limit=limit // (1024 * 1024),
            )
        batch += chunk
        if len(batch) >= BATCH_BYTES:
            await asyncio.to_thread(file.write, bytes(batch))
            batch.clear()
    await asyncio.to_thread(file.write, bytes(batch))


def _opened(folder: Path) -> BinaryIO:
    return tempfile.NamedTemporaryFile(dir=folder, prefix="upload-", delete=False)  # type: ignore[return-value]  # a binary file, behind a wrapper


def _closed(file: BinaryIO) -> None:
    try:
        file.close()
    except OSError as error:
        # What was still buffered found no room; the caller must hear of it.
        if is_full(error):
            raise full() from error
        raise
