"""The audit trail for auditors: the newest entries, what was done to one thing, and whether the chain is whole."""

from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field

from registry.audit import queries
from registry.web.endpoints import Query, endpoint
from registry.web.pages import page

PER_PAGE = 50


class Wanted(BaseModel):
    """Filters; `before` is the sequence number above which entries are left out."""

    kind: Annotated[str, Field(max_length=50, pattern=r"^[a-z_]*$")] = ""
    subject: UUID | None = None
    tag: Annotated[str, Field(max_length=100)] = ""
    before: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


@endpoint(produces="text/html")
async def show(request: web.Request, wanted: Annotated[Wanted, Query]) -> web.Response:
    """GET /desk/audit"""
    entries = await queries.latest(
        PER_PAGE, before=wanted.before, tag=wanted.tag, kind=wanted.kind, subject_id=wanted.subject
    )
    return await page(request, "desk/audit.html", wanted=wanted, entries=entries, more=len(entries) == PER_PAGE)


async def chain(request: web.Request) -> web.Response:
    """GET /desk/audit/chain"""
    return await page(request, "desk/audit_chain.html", verdict=await queries.verify_chain())
