"""Who a token stands for, and what it may do."""

from uuid import UUID

from aiohttp import web

from registry.accounts.rules import Permission, Role
from registry.web.api.schemas import Shape
from registry.web.endpoints import endpoint
from registry.web.pages import viewer


class HeldRole(Shape):
    """A role and where it is held: a place, an enterprise, or neither."""

    role: Role
    place_code: str | None
    enterprise_id: UUID | None


class Me(Shape):
    """The account behind the token; `permissions` are those left by the token's limit."""

    account_id: UUID
    login: str
    name: str
    locale: str
    grants: tuple[HeldRole, ...]
    permissions: tuple[Permission, ...]


@endpoint()
async def show(request: web.Request) -> Me:
    """Whose token this is and what it may do."""
    return Me.of(viewer(request))
