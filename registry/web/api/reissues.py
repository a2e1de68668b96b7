"""Issuing a certificate anew under its number: one officer proposes, another confirms."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from registry import clock
from registry.errors import NotFound
from registry.reissues import actions, queries
from registry.reissues.rules import ReissueState
from registry.reissues.schemas import Preview
from registry.web.api.schemas import Listing, Made, Shape, listing
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery

Text = Annotated[str, Field(max_length=200)]


class ChangedText(Shape):
    """One text of the certificate: which field of its record, how it stands there, how it would read."""

    field: str
    before: str
    after: str


class Reissue(Shape):
    """A proposal and what became of it. `issued_id` is the version that took the place of `certificate_id`."""

    id: UUID
    certificate_id: UUID
    number: str
    version: int
    site_name: str
    enterprise_name: str
    place_code: str
    reason: str
    document_number: str
    note: str
    changes: tuple[ChangedText, ...]
    state: ReissueState
    proposed_by_name: str
    proposed_on: date
    proposed_at: datetime
    decided_by_name: str
    decided_on: date | None
    remark: str
    issued_id: UUID | None
    own: bool


class Previewed(BaseModel):
    """Everything printed that would differ, and the record as it would be sealed."""

    changes: tuple[ChangedText, ...]
    record: dict[str, Any]


class Texts(BaseModel):
    """What is to read otherwise; a text that is empty or equal stays as it is."""

    model_config = ConfigDict(extra="forbid")

    holder: Text = ""
    enterprise: Text = ""
    uscc: Text = ""
    address: Text = ""
    decision_document: Text = ""


class ReissueAsked(BaseModel):
    """A re-issue. `reason` is misprint, name-changed or address-changed; it says what may change."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=60)]
    changes: Texts
    document_number: Annotated[str, Field(max_length=100)] = ""
    note: Annotated[str, Field(max_length=1000)] = ""


class Confirming(BaseModel):
    """The second officer's word; rejecting needs a remark."""

    model_config = ConfigDict(extra="forbid")

    agree: bool
    remark: Annotated[str, Field(max_length=1000)] = ""


class ReissuesWanted(PageQuery):
    """What the list is narrowed to."""

    state: ReissueState | None = None
    number: Annotated[str, Field(max_length=60)] = ""


@endpoint()
async def listed(request: web.Request, wanted: Annotated[ReissuesWanted, Query]) -> Listing[Reissue]:
    """Re-issues of the viewer's places, newest first."""
    rows = await queries.reissues(viewer(request), state=wanted.state, number=wanted.number)
    return listing(Reissue, rows, wanted)


@endpoint()
async def one(request: web.Request, reissue_id: Annotated[UUID, Path]) -> Reissue:
    """One re-issue."""
    return Reissue.of(await queries.reissue(viewer(request), reissue_id))


@endpoint()
async def preview(
    request: web.Request, certificate_id: Annotated[UUID, Path], asked: Annotated[ReissueAsked, Body]
) -> Previewed:
    """What a re-issue with these changes would print today. Nothing is proposed."""
    changes = asked.changes.model_dump()
    return _previewed(await queries.preview(viewer(request), certificate_id, asked.reason, changes, on=clock.today()))


@endpoint()
async def preview_of(request: web.Request, reissue_id: Annotated[UUID, Path]) -> Previewed:
    """What confirming an open proposal would print today; 404 once it is settled."""
    found = await queries.preview_of(viewer(request), reissue_id, on=clock.today())
    if found is None:
        raise NotFound("preview")
    return _previewed(found)


@endpoint(status=201, location="/api/v1/reissues/{id}")
async def propose(
    request: web.Request, certificate_id: Annotated[UUID, Path], asked: Annotated[ReissueAsked, Body]
) -> Made:
    """Put a re-issue before a second officer."""
    made = await actions.propose(certificate_id, actor=viewer(request), on=clock.today(), **asked.model_dump())
    return Made(id=made)


@endpoint()
async def decide(
    request: web.Request, reissue_id: Annotated[UUID, Path], confirming: Annotated[Confirming, Body]
) -> Reissue:
    """Confirm or reject. Confirmed, the old version is superseded from today and the new one goes to the press."""
    who = viewer(request)
    await actions.decide(reissue_id, actor=who, agree=confirming.agree, on=clock.today(), remark=confirming.remark)
    return Reissue.of(await queries.reissue(who, reissue_id))


def _previewed(found: Preview) -> Previewed:
    return Previewed(
        changes=tuple(ChangedText.of(each) for each in found.changes),
        record=found.after.model_dump(mode="json", exclude_none=True),
    )
