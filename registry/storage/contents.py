"""Content that the program itself makes (certificates, documents), kept and read by hash; rows about it are its area's."""

from collections.abc import AsyncIterator

from registry.storage.installed import installed
from registry.storage.ports import Kept


async def keep(data: bytes) -> Kept:
    """Keep bytes under their SHA-256; keeping them again is free. Raises Unavailable."""

    async def once() -> AsyncIterator[bytes]:
        yield data

    return await installed().storage.put(once())


def read(sha256: str) -> AsyncIterator[bytes]:
    """Content in pieces. Raises NotFound, Unavailable while iterating."""
    return installed().storage.get(sha256)


async def check() -> None:
    """Raise Unavailable if the store does not answer; for the readiness address."""
    await installed().storage.check()
