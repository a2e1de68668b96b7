"""Workbooks as downloads: written into memory or a nameless file outside the event loop, then streamed from it.

What stands in them is the caller's; how they are written is `registry/spreadsheets/writing.py`'s.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from typing import IO
from urllib.parse import quote

from aiohttp import web

from registry.spreadsheets.writing import Form, Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK_BYTES = 64 * 1024
MEMORY_BYTES = 1024 * 1024
"""Up to this size no file is made."""

Fill = Callable[[Workbook], Awaitable[None]]
"""Puts sheets into a workbook; what blocks runs in a thread."""


async def form(request: web.Request, name: str, wanted: Form) -> web.StreamResponse:
    """Answer with one small sheet; `name` is the file's, without its ending."""

    async def fill(book: Workbook) -> None:
        await asyncio.to_thread(book.form, wanted)

    return await workbook(request, name, fill, whole=True)


async def workbook(request: web.Request, name: str, fill: Fill, *, whole: bool = False) -> web.StreamResponse:
    """Answer with a workbook that `fill` writes. Nothing is sent before it is complete: a fault is still an error page."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115 - closed below, in a thread
    try:
        await _write(file, fill, whole=whole)
        response = web.StreamResponse(
            headers={
                "Content-Type": XLSX,
                "Content-Length": str(await asyncio.to_thread(_size, file)),
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.xlsx', safe='')}",
            }
        )
        await response.prepare(request)
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            await response.write(chunk)
        await response.write_eof()
        return response
    finally:
        # Cancelled while it waits for a thread, an unshielded closing would never come.
        await asyncio.shield(asyncio.to_thread(file.close))


async def _write(file: IO[bytes], fill: Fill, *, whole: bool) -> None:
    book = await asyncio.to_thread(Workbook, file, whole=whole)
    try:
        await fill(book)
    finally:
        await asyncio.shield(asyncio.to_thread(book.close))


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size
