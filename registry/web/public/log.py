"""The transparency log for everybody: what it is, its newest entries, each entry with its proof, the signed checkpoint.

For programs there is `registry/web/api/log.py`.
"""

from typing import Annotated

from aiohttp import web
from pydantic import Field

from certificates.lifecycle import Status, label, reasons
from registry.errors import NotFound
from registry.transparency import queries
from registry.trust.queries import statement_keys
from registry.web import keys
from registry.web.endpoints import Path, Query, endpoint
from registry.web.pages import page
from registry.web.paging import PageQuery, Pager

Index = Annotated[int, Field(ge=0, lt=1 << 53)]
NOW = "public, max-age=5"
"""Of what changes when the log grows: monitors may ask often, and shared caches may answer them."""
WORDS = {"states": {status.value: label(status) for status in Status}, "reasons": reasons()}


class Wanted(PageQuery):
    """Which entries: the newest first, or all about one certificate's number."""

    number: Annotated[str, Field(max_length=120)] = ""


@endpoint(produces="text/html")
async def show(request: web.Request, wanted: Annotated[Wanted, Query]) -> web.Response:
    """GET /log"""
    head, number = await queries.head(), wanted.number.strip()
    pager = Pager(page=wanted.page, size=wanted.size, total=head.size)
    start = max(head.size - wanted.offset - wanted.size, 0)
    count = head.size - wanted.offset - start
    newest = () if number or count < 1 else await queries.entries(start, count)
    return await page(
        request,
        "public/log.html",
        head=head,
        number=number,
        entries=await queries.entries_about(number) if number else newest[::-1],
        pager=None if number else pager,
        checkpoint=await queries.checkpoint(),
        public_keys=await statement_keys(),
        issuer=request.app[keys.SETTINGS].base_url.rstrip("/"),
        words=WORDS,
    )


@endpoint(produces="text/html")
async def entry(request: web.Request, index: Annotated[Index, Path]) -> web.Response:
    """GET /log/{index}"""
    found, checkpoint = await queries.entry(index), await queries.checkpoint()
    covered = checkpoint is not None and index < checkpoint.size
    proof = await queries.inclusion(index, checkpoint.size) if checkpoint and covered else None
    return await page(request, "public/log_entry.html", found=found, proof=proof, checkpoint=checkpoint, words=WORDS)


@endpoint(produces="text/plain", absent=True)
async def checkpoint(request: web.Request) -> web.Response:
    """GET /log/checkpoint"""
    del request
    found = await queries.checkpoint()
    if found is None:
        raise NotFound("checkpoint")
    return web.Response(text=found.note, content_type="text/plain", charset="utf-8", headers={"Cache-Control": NOW})
