"""The audit trail for auditors: entries, newest first, and whether the chain is whole."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, Field, JsonValue

from registry.audit import queries
from registry.web.api.schemas import Shape
from registry.web.endpoints import Query, endpoint


class Entry(Shape):
    """One thing that was done. `hash` covers the entry and the hash of the one before."""

    seq: int
    at: datetime
    on_day: date | None
    actor_id: UUID | None
    actor_label: str
    tag: str
    subject_kind: str
    subject_id: UUID
    place_code: str | None
    data: dict[str, JsonValue]
    request_id: str
    hash: str


class Trail(BaseModel):
    """Entries newest first; `before` is what to ask for to read on, null at the end."""

    items: tuple[Entry, ...]
    before: int | None


class Wanted(BaseModel):
    """What is read; only entries with a number below `before`. The trail grows at its head, so it has no pages."""

    kind: Annotated[str, Field(max_length=50, pattern=r"^[a-z_]*$")] = ""
    subject: UUID | None = None
    tag: Annotated[str, Field(max_length=100)] = ""
    before: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    size: Annotated[int, Field(ge=1, le=200)] = 50


class Verdict(Shape):
    """Whether the chain is whole: `entries` are good; `fault` says what is wrong with entry `fault_seq`."""

    whole: bool
    entries: int
    fault: str
    fault_seq: int | None


@endpoint()
async def trail(request: web.Request, wanted: Annotated[Wanted, Query]) -> Trail:
    """What was done, newest first; narrowed to a kind of thing, one thing, or the beginning of tags."""
    del request
    found = await queries.latest(
        wanted.size, before=wanted.before, tag=wanted.tag, kind=wanted.kind, subject_id=wanted.subject
    )
    before = found[-1].seq if len(found) == wanted.size else None
    return Trail(items=tuple(Entry.of(each) for each in found), before=before)


@endpoint()
async def chain(request: web.Request) -> Verdict:
    """Recompute the whole chain and say whether it is whole."""
    del request
    return Verdict.of(await queries.verify_chain())
