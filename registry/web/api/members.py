"""Colleagues who look after the same enterprise: listed, let in, let out."""

from typing import Annotated
from uuid import UUID

from aiohttp import web

from registry import clock
from registry.accounts import queries as accounts
from registry.enterprises import actions
from registry.enterprises.schemas import MemberForm
from registry.web.api.schemas import Listing, Made, Shape, listing
from registry.web.endpoints import Body, Path, Query, endpoint
from registry.web.pages import viewer
from registry.web.paging import PageQuery


class Member(Shape):
    """Somebody who may do everything for the enterprise."""

    id: UUID
    login: str
    name: str


@endpoint()
async def listed(
    request: web.Request, enterprise_id: Annotated[UUID, Path], wanted: Annotated[PageQuery, Query]
) -> Listing[Member]:
    """The members of one's own enterprise, by name."""
    return listing(Member, await accounts.members(viewer(request), enterprise_id), wanted)


@endpoint(status=201, location="/api/v1/enterprises/{enterprise_id}/members/{id}")
async def add(request: web.Request, enterprise_id: Annotated[UUID, Path], form: Annotated[MemberForm, Body]) -> Made:
    """Open an account for a colleague, who may then do all that the viewer may for the enterprise.

    The login of a former colleague lets that account in again, with the password it had.
    """
    joined = await actions.add_member(enterprise_id, form, actor=viewer(request))
    return Made(id=joined.account_id)


@endpoint()
async def end(request: web.Request, enterprise_id: Annotated[UUID, Path], account_id: Annotated[UUID, Path]) -> None:
    """End a colleague's membership today. Nobody ends their own, and the last member stays."""
    await actions.end_member(enterprise_id, account_id, actor=viewer(request), on=clock.today())
