"""Decisions: proposed by one officer, decided by another; what agreeing would issue."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from certificates.content import CertificateRecord as Printed
from registry import clock
from registry.decisions import actions, queries
from registry.decisions.rules import Outcome, ProposalState
from registry.errors import NotFound
from registry.web.api.schemas import Listing, Made, Shape, Words, listing
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery


class Decision(Shape):
    """A proposal and, once `decided_on` is set, its decision. `own`: the viewer's, who may not decide it."""

    id: UUID
    application_id: UUID
    scheme: str
    year: int
    place_code: str
    site_name: str
    enterprise_name: str
    outcome: Outcome
    document_number: str
    reason: str
    state: ProposalState
    assessment_id: UUID
    proposed_by: UUID
    proposed_by_name: str
    proposed_on: date
    proposed_at: datetime
    decided_by_name: str
    decided_on: date | None
    remark: str
    certificate_id: UUID | None
    own: bool


class Proposable(Shape):
    """An application that waits for a proposal; `blocked` is the code of what recognition lacks, empty if nothing."""

    application_id: UUID
    scheme: str
    year: int
    place_code: str
    site_name: str
    enterprise_name: str
    passed: bool
    closes_on: date | None
    blocked: str


class IssuePreview(Shape):
    """What agreeing today would issue. The number is the next free one, promised to nobody."""

    record: Printed
    years: int
    validity_status: str
    validity_citation: Words


class Proposals(PageQuery):
    """Which proposals: the open ones unless told; `state=` empty is the open ones too, `all=true` every one."""

    state: ProposalState = ProposalState.PROPOSED
    all: bool = False


class Proposal(BaseModel):
    """A decision put before a second officer."""

    model_config = ConfigDict(extra="forbid")

    application_id: UUID
    outcome: Outcome
    document_number: str
    reason: str = ""


class Deciding(BaseModel):
    """The second officer agrees or not; not agreeing needs a remark."""

    model_config = ConfigDict(extra="forbid")

    agree: bool
    remark: str = ""


@endpoint()
async def listed(request: web.Request, wanted: Annotated[Proposals, Query]) -> Listing[Decision]:
    """Proposals of the viewer's places, oldest first."""
    state = None if wanted.all else wanted.state
    return listing(Decision, await queries.proposals(viewer(request), state=state), wanted)


@endpoint()
async def of_application(
    request: web.Request, application_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[Decision]:
    """Every proposal that an application had, oldest first."""
    return listing(Decision, await queries.decisions_of(viewer(request), application_id), wanted)


@endpoint()
async def proposable(request: web.Request, wanted: Annotated[PageQuery, Query]) -> Listing[Proposable]:
    """Reviewed and noticed applications without an open proposal, and what recognition still lacks."""
    return listing(Proposable, await queries.proposable(viewer(request), clock.today()), wanted)


@endpoint()
async def one(request: web.Request, decision_id: Annotated[UUID, Path]) -> Decision:
    """One proposal with its decision."""
    return Decision.of(await queries.decision(viewer(request), decision_id))


@endpoint()
async def preview(request: web.Request, decision_id: Annotated[UUID, Path]) -> IssuePreview:
    """What agreeing today would issue; 404 for a decline and for what is settled."""
    found = await queries.issue_preview(viewer(request), decision_id, on=clock.today())
    if found is None:
        raise NotFound("decision")
    return IssuePreview.of(found)


@endpoint(status=201, location="/api/v1/decisions/{id}")
async def propose(request: web.Request, asked: Annotated[Proposal, Body]) -> Made:
    """Put a decision before a second officer. Refused while something is lacking, which is named."""
    values = asked.model_dump(exclude={"application_id"})
    made = await actions.propose(asked.application_id, actor=viewer(request), on=clock.today(), **values)
    return Made(id=made)


@endpoint()
async def decide(
    request: web.Request, decision_id: Annotated[UUID, Path], asked: Annotated[Deciding, Body]
) -> Decision:
    """Agree or not, as another person than the one who proposed. Agreeing to a recognition reserves its number."""
    await actions.decide(decision_id, actor=viewer(request), agree=asked.agree, remark=asked.remark, on=clock.today())
    return Decision.of(await queries.decision(viewer(request), decision_id))
