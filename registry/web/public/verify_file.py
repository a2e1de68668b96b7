"""A file is dropped on the verify page: its verdict. Nothing that is sent here is kept."""

from datetime import date

from aiohttp import web
from limits import RateLimitItemPerMinute

from certificates.lifecycle import label
from registry.fields import empty
from registry.verification.queries import MOST_BYTES, answer_about
from registry.verification.schemas import FileAnswer
from registry.web import keys, uploads
from registry.web.endpoints import endpoint
from registry.web.pages import page
from registry.web.uploads import Incoming

FILES_BY_ADDRESS = RateLimitItemPerMinute(10, 1, "verify-file")
MARKS = {"pass": "✓", "fail": "✗", "unknown": "?", "note": "·"}


async def taken(file: Incoming) -> bytes:
    """A file in memory; its size is bounded where it is received."""
    return b"".join([chunk async for chunk in file.chunks])


async def answered(request: web.Request, on: date | None = None) -> FileAnswer:
    """The answer about the file of a multipart post. Raises TooMany, TooLarge, Invalid for a post without one."""
    request.app[keys.THROTTLE].attempt(FILES_BY_ADDRESS, request.remote or "")
    received = await uploads.receive(request, taken, limit=MOST_BYTES)
    if not received.files:
        raise empty("file")
    base = request.app[keys.SETTINGS].base_url.rstrip("/")
    return await answer_about(received.files[0], base=base, on=on)


@endpoint(produces="text/html", uploads="file")
async def submit(request: web.Request) -> web.Response:
    """POST /verify"""
    found = await answered(request)
    state = found.registered and found.registered.status
    return await page(
        request, "public/verify_file.html", found=found, marks=MARKS, state=state and label(state), record=found.record
    )
